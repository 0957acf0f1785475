-- What was sent, sealed, so that the screen can be shown again; each month's key goes when its time is over.
CREATE TABLE audit_rendering_key (
    month TEXT NOT NULL PRIMARY KEY,
    wrapped BYTEA NOT NULL
);

CREATE TABLE audit_rendering (
    entry_id TEXT NOT NULL PRIMARY KEY,
    month TEXT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX audit_rendering_month ON audit_rendering (month);
