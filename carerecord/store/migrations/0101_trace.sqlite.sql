-- The keys that a person is traced by (identity/trace/keys.py). Filled by identity/trace/filling.py.
CREATE TABLE match_key (
    key INTEGER NOT NULL,
    person INTEGER NOT NULL,
    PRIMARY KEY (key, person)
) WITHOUT ROWID;

-- A short number for each person, so that the keys stay small.
CREATE TABLE trace_person (
    number INTEGER PRIMARY KEY,
    person_id TEXT NOT NULL UNIQUE
);
