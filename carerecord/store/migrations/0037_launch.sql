-- Launches under way, for minutes: sealed with the secret that only the browser's address holds.
CREATE TABLE launch_pending (
    digest TEXT PRIMARY KEY,
    browser_sha256 TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    ends_at BIGINT NOT NULL
);

CREATE INDEX launch_pending_end ON launch_pending (ends_at);
