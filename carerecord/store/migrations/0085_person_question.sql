-- What a person asks about one look at their record, and what the organisation of who looked answers (PAT-4).
CREATE TABLE person_question (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL,
    look TEXT NOT NULL,
    organisation TEXT NOT NULL,
    asked TEXT NOT NULL,
    words TEXT NOT NULL,
    due TEXT NOT NULL,
    answered TEXT,
    reply TEXT NOT NULL,
    recorded BIGINT NOT NULL,
    UNIQUE (person_id, look)
);
CREATE INDEX person_question_organisation ON person_question (organisation, due);
