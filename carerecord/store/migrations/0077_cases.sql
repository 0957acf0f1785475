-- What a privacy officer has to look at, one row for each question, as it was when it came up. Times are
-- microseconds since 1970 in UTC. `occasion` is what it came of: said again, it is the same case. `signals`,
-- `entries` and `around` are JSON: the reasons with their numbers, ids of audit entries, facts around the time.
CREATE TABLE case_file (
    organisation TEXT NOT NULL,
    number INTEGER NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('alert', 'unusual', 'sample', 'question', 'officer')),
    level TEXT NOT NULL CHECK (level IN ('notification', 'alert')),
    occasion TEXT NOT NULL,
    viewer_id TEXT NOT NULL,
    viewer_name TEXT NOT NULL,
    role_name TEXT NOT NULL,
    person_id TEXT NOT NULL,
    people INTEGER NOT NULL,
    first BIGINT NOT NULL,
    last BIGINT NOT NULL,
    score INTEGER NOT NULL,
    signals TEXT NOT NULL,
    entries TEXT NOT NULL,
    around TEXT NOT NULL,
    opened BIGINT NOT NULL,
    due BIGINT NOT NULL,
    PRIMARY KEY (organisation, number)
);

CREATE UNIQUE INDEX case_file_once ON case_file (organisation, origin, occasion);
CREATE INDEX case_file_viewer ON case_file (viewer_id, first);
CREATE INDEX case_file_person ON case_file (person_id, first);

-- What was done about it: the row with the highest number says how it stands.
CREATE TABLE case_step (
    organisation TEXT NOT NULL,
    case_number INTEGER NOT NULL,
    number INTEGER NOT NULL,
    step TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('new', 'in progress', 'completed')),
    sealed INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    made_by_name TEXT NOT NULL,
    words TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (organisation, case_number, number)
);
