-- What a source said of a person that contradicts who they are: by field, never the values. The row with the highest place
-- holds: it contradicts, it agrees again, or somebody settled it.
CREATE TABLE source_contradiction (
    person_id TEXT NOT NULL,
    source TEXT NOT NULL,
    place INTEGER NOT NULL,
    id TEXT NOT NULL,
    step TEXT NOT NULL CHECK (step IN ('contradicts', 'agrees', 'settled')),
    fields TEXT NOT NULL,
    held INTEGER NOT NULL,
    why TEXT NOT NULL,
    said_by TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (person_id, source, place)
);

CREATE INDEX source_contradiction_by_id ON source_contradiction (id);
