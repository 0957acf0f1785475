-- Staff of an invented region, for its sign-in list. A real region's staff sign in elsewhere.
CREATE TABLE staff (
    username TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    role_name TEXT NOT NULL,
    organisation TEXT NOT NULL,
    organisation_name TEXT NOT NULL,
    teams TEXT NOT NULL,
    nhs_number_sha256 TEXT NOT NULL,
    listed INTEGER NOT NULL
);

-- One row for each browser signed in and each token given. Times are seconds since 1970.
CREATE TABLE session (
    id TEXT PRIMARY KEY,
    secret_sha256 TEXT NOT NULL,
    kind TEXT NOT NULL,
    username TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX session_secret ON session (secret_sha256);
CREATE INDEX session_end ON session (ends_at);

-- What stands for a person in the addresses of one session, and means nothing in another.
CREATE TABLE person_handle (
    session TEXT NOT NULL,
    handle TEXT NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (session, handle)
);

CREATE UNIQUE INDEX person_handle_person ON person_handle (session, person_id);
