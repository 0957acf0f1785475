-- What each worker has seen of each source since it started, written every few seconds; no person is in it.
CREATE TABLE source_health (
    worker TEXT NOT NULL,
    source_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (worker, source_id)
);
