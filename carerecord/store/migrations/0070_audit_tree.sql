-- The log as a tree of hashes (RFC 6962): a log for each month and node, its head, and what proofs need.
-- `place` orders the entries of all logs; an entry from before the tree stands first, by its number.
ALTER TABLE audit_entry ADD COLUMN place BIGINT NOT NULL DEFAULT 0;
ALTER TABLE audit_entry ADD COLUMN salt BYTEA;
ALTER TABLE audit_entry ADD COLUMN leaf BYTEA;

DROP INDEX audit_entry_person;
DROP INDEX audit_entry_viewer;
CREATE INDEX audit_entry_place ON audit_entry (place);
CREATE INDEX audit_entry_person ON audit_entry (person_id, place);
CREATE INDEX audit_entry_viewer ON audit_entry (viewer_id, place);
CREATE INDEX audit_entry_organisation ON audit_entry (viewer_organisation, place);

-- Where each log ends: how long it is, the roots of its whole subtrees, and the newest signed checkpoint.
CREATE TABLE audit_head (
    log TEXT NOT NULL PRIMARY KEY,
    node TEXT NOT NULL,
    month TEXT NOT NULL,
    size BIGINT NOT NULL,
    frontier BYTEA NOT NULL,
    place BIGINT NOT NULL,
    checkpoint TEXT NOT NULL,
    kept_at BIGINT NOT NULL,
    closed INTEGER NOT NULL
);
CREATE INDEX audit_head_open ON audit_head (node, closed);

-- Roots of whole subtrees of 256, 65,536 … leaves, so that a proof reads a few hundred hashes at most.
CREATE TABLE audit_node (
    log TEXT NOT NULL,
    level INTEGER NOT NULL,
    number BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (log, level, number)
);

-- Signed checkpoints as they were made, at most one a second: they bracket where a log was changed.
CREATE TABLE audit_checkpoint (
    log TEXT NOT NULL,
    size BIGINT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (log, size)
);
