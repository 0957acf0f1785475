-- What the sources answered for one session and person, for a few minutes: sealed under a key that only the
-- session's cookie gives, and named by a digest made with it.
CREATE TABLE fetched_set (
    name TEXT NOT NULL PRIMARY KEY,
    page TEXT NOT NULL,
    until BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);

CREATE INDEX fetched_set_until ON fetched_set (until);
