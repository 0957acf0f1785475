-- Messages that could not be filed to anybody (edge/aside.py). What they say stands sealed in edge_copy.
CREATE TABLE edge_aside (
    source_id TEXT NOT NULL,
    id TEXT NOT NULL,
    received TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (source_id, id)
);
