-- The newest checkpoint that each witness cosigned of each log, with its signature.
CREATE TABLE audit_witnessed (
    log TEXT NOT NULL,
    witness TEXT NOT NULL,
    size BIGINT NOT NULL,
    note TEXT NOT NULL,
    at TEXT NOT NULL,
    closed INTEGER NOT NULL,
    PRIMARY KEY (log, witness)
);

-- Logs whose entries were lost when a backup was restored: the last that others know of them, signed as closed.
CREATE TABLE audit_lost (
    log TEXT NOT NULL,
    size BIGINT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (log, size)
);
