-- What sources that can only push have sent: sealed, under a key of each source, and found by keyed digests alone.
CREATE TABLE edge_key (
    source_id TEXT NOT NULL PRIMARY KEY,
    wrapped BYTEA NOT NULL
);

CREATE TABLE edge_copy (
    person BYTEA NOT NULL,
    source_id TEXT NOT NULL,
    item BYTEA NOT NULL,
    said BIGINT NOT NULL,
    received BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (person, source_id, item)
);
CREATE INDEX edge_copy_source ON edge_copy (source_id, person, item);
