-- What was removed of the log by rule: one entry's content, or (seq 0) the entries of a whole closed log.
-- `said` is the entry that says who ordered it and why; without it the removal counts as tampering.
CREATE TABLE audit_removed (
    log TEXT NOT NULL,
    seq BIGINT NOT NULL,
    said TEXT NOT NULL,
    PRIMARY KEY (log, seq)
);
