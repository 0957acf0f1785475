-- What the national index said of a number, and when: asked again after a day, or while a flag may be old (SFL-8).
CREATE TABLE national_trace (
    nhs_number TEXT NOT NULL PRIMARY KEY,
    outcome TEXT NOT NULL,
    at BIGINT NOT NULL
);
