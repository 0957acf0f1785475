-- The newest checkpoint that was cosigned of each log.
CREATE TABLE witness_log (
    origin TEXT NOT NULL PRIMARY KEY,
    size BIGINT NOT NULL,
    note TEXT NOT NULL,
    heard_at TEXT NOT NULL,
    grown_at TEXT NOT NULL,
    closed INTEGER NOT NULL
);

-- What was wrong, with what was signed as evidence; one alarm for each thing that is wrong.
CREATE TABLE witness_alarm (
    alarm_id TEXT NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    origin TEXT NOT NULL,
    words TEXT NOT NULL,
    known TEXT NOT NULL,
    shown TEXT NOT NULL,
    over_at TEXT NOT NULL,
    told INTEGER NOT NULL
);
CREATE INDEX witness_alarm_at ON witness_alarm (at);
