-- Keys of very many people at once, before they are sorted into match_key.
CREATE TABLE match_key_apart (
    key BIGINT NOT NULL,
    person BIGINT NOT NULL
);

-- Whose keys are still to be made: everybody whom the index already has.
CREATE TABLE trace_waiting (
    person_id TEXT NOT NULL PRIMARY KEY
);
INSERT INTO trace_waiting (person_id) SELECT id FROM person;

-- What somebody was called, or where they lived: a row is one or the other.
CREATE TABLE person_former (
    person_id TEXT NOT NULL,
    given TEXT NOT NULL,
    family TEXT NOT NULL,
    postcode TEXT NOT NULL,
    until TEXT NOT NULL,
    PRIMARY KEY (person_id, given, family, postcode)
);

-- How many people are called so: a rare name says more. The name '' counts everybody.
CREATE TABLE name_count (
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    people BIGINT NOT NULL,
    PRIMARY KEY (name, kind)
);
