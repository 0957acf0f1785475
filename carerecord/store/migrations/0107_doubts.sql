-- What a member of staff says is wrong in an item, put to the organisation that holds it, and what came of it: both
-- append-only. `item` is "source/Type/id". Times are microseconds since 1970 in UTC.
CREATE TABLE doubt (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL,
    source TEXT NOT NULL,
    item TEXT NOT NULL,
    section TEXT NOT NULL,
    organisation TEXT NOT NULL,
    what TEXT NOT NULL,
    words TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_by_name TEXT NOT NULL,
    asked_by_organisation TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX doubt_person ON doubt (person_id, at);
CREATE INDEX doubt_organisation ON doubt (organisation, at);

CREATE TABLE doubt_step (
    doubt TEXT NOT NULL,
    number INTEGER NOT NULL,
    step TEXT NOT NULL,
    words TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_by_name TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (doubt, number)
);
