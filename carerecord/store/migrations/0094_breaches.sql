-- A review that found a breach: what was found and done about it, in order (ALR-10). The first row says which days of
-- the same member of staff it is about; none: the record of the review alone. Times are microseconds since 1970 in UTC.
CREATE TABLE breach_step (
    organisation TEXT NOT NULL,
    case_number INTEGER NOT NULL,
    number INTEGER NOT NULL,
    step TEXT NOT NULL,
    words TEXT NOT NULL,
    effects TEXT NOT NULL,
    since BIGINT,
    until BIGINT,
    made_by TEXT NOT NULL,
    made_by_name TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (organisation, case_number, number)
);

-- What a person asks of an organisation that holds something of them: a copy of it (PAT-5), or that it is put right
-- (PAT-6). Days as ISO dates.
CREATE TABLE person_matter (
    id TEXT NOT NULL PRIMARY KEY,
    request_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('copy', 'correction')),
    from_organisation TEXT NOT NULL,
    to_organisation TEXT NOT NULL,
    officer TEXT NOT NULL,
    officer_name TEXT NOT NULL,
    source TEXT NOT NULL,
    section TEXT NOT NULL,
    words TEXT NOT NULL,
    asked TEXT NOT NULL,
    due TEXT NOT NULL,
    recorded BIGINT NOT NULL
);
CREATE INDEX person_matter_to ON person_matter (to_organisation, due);
CREATE INDEX person_matter_request ON person_matter (request_id);

CREATE TABLE person_matter_step (
    matter TEXT NOT NULL,
    number INTEGER NOT NULL,
    step TEXT NOT NULL,
    words TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_by_name TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (matter, number)
);

-- What a person says of something they disagree with and that was not changed: shown beside it. The newest row of a
-- matter is in force; without words, nothing is.
CREATE TABLE person_note (
    matter TEXT NOT NULL,
    number INTEGER NOT NULL,
    person_id TEXT NOT NULL,
    source TEXT NOT NULL,
    section TEXT NOT NULL,
    words TEXT NOT NULL,
    noted TEXT NOT NULL,
    PRIMARY KEY (matter, number)
);
CREATE INDEX person_note_person ON person_note (person_id);
