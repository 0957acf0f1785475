-- Sessions know who vouched, which role was selected, whether they are locked and from which browser.
-- Nobody's session is carried over: everyone signs in again once.
DROP TABLE session;
DELETE FROM person_handle;

-- One row for each browser signed in and each token given. Times are seconds since 1970.
CREATE TABLE session (
    id TEXT PRIMARY KEY,
    secret_sha256 TEXT NOT NULL,
    kind TEXT NOT NULL,
    holder TEXT NOT NULL,
    provider TEXT NOT NULL,
    subject TEXT NOT NULL,
    provider_session TEXT NOT NULL,
    identity TEXT NOT NULL,
    role_id TEXT NOT NULL,
    launcher TEXT NOT NULL,
    agent_sha256 TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    locked_at BIGINT,
    return_to TEXT NOT NULL,
    ends_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX session_secret ON session (secret_sha256);
CREATE INDEX session_end ON session (ends_at);
CREATE INDEX session_subject ON session (provider, subject);
CREATE INDEX session_provider_session ON session (provider, provider_session);
