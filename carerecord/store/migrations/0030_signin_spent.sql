-- Values that may be used once, by their digest, until they would be refused as too old anyway.
CREATE TABLE signin_spent (
    digest TEXT PRIMARY KEY,
    ends_at BIGINT NOT NULL
);

CREATE INDEX signin_spent_end ON signin_spent (ends_at);
