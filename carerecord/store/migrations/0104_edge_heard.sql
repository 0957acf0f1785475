-- When a source that pushes last sent anything: one that is silent is not to be taken for one with nothing to say.
CREATE TABLE edge_heard (
    source_id TEXT NOT NULL PRIMARY KEY,
    received BIGINT NOT NULL
);
INSERT INTO edge_heard (source_id, received)
SELECT source_id, max(received) FROM edge_copy GROUP BY source_id;
