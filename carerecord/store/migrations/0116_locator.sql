-- What each source last said of whether it holds anything about a person, who is named by a keyed digest alone.
CREATE TABLE locator (
    person BYTEA NOT NULL,
    source_id TEXT NOT NULL,
    asked BIGINT NOT NULL,
    holds INTEGER NOT NULL,
    PRIMARY KEY (person, source_id)
);
