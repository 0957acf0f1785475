-- What a viewer said afterwards of an emergency they had declared without words. Once; never changed.
CREATE TABLE emergency_words (
    evidence_id TEXT PRIMARY KEY,
    words TEXT NOT NULL,
    recorded BIGINT NOT NULL
);
