-- Which days of a source's own log have been compared with the audit log.
CREATE TABLE insight_source_log (
    source TEXT NOT NULL,
    day TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    PRIMARY KEY (source, day)
);
