-- Local accounts: what they have beyond a member of staff's name and roles. Times are seconds since 1970.
CREATE TABLE account (
    username TEXT PRIMARY KEY,
    user_handle TEXT NOT NULL,       -- what an authenticator is told the person is called; says nothing
    email TEXT NOT NULL,
    national_id TEXT NOT NULL,       -- the same person's national credential, where there is one (AUT-8)
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX account_user_handle ON account (user_handle);
CREATE INDEX account_national_id ON account (national_id);

-- One passkey. A revoked one stays, so that it is known when it comes back.
CREATE TABLE account_passkey (
    id TEXT PRIMARY KEY,             -- the credential id, base64url
    username TEXT NOT NULL,
    public_key BYTEA NOT NULL,       -- COSE
    sign_count BIGINT NOT NULL,
    transports TEXT NOT NULL,
    backed_up INTEGER NOT NULL,
    name TEXT NOT NULL,              -- the person's own word for the device
    made_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,         -- 0 = not yet
    revoked_at BIGINT NOT NULL       -- 0 = in use
);

CREATE INDEX account_passkey_username ON account_passkey (username);

-- A link that lets one person make one passkey. The table holds the SHA-256 of its secret only.
CREATE TABLE account_invitation (
    secret_sha256 TEXT PRIMARY KEY,
    username TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL          -- 0 = not yet; a reset or a newer invitation uses it up too
);

CREATE INDEX account_invitation_username ON account_invitation (username);

-- A browser that may make a passkey for one account: it opened an invitation, or has just used a passkey.
CREATE TABLE account_opening (
    browser_sha256 TEXT PRIMARY KEY,
    username TEXT NOT NULL,
    invitation TEXT NOT NULL,        -- secret_sha256 of the invitation; empty = it used a passkey
    ends_at BIGINT NOT NULL
);

-- What an authenticator has to sign: for one ceremony, in one browser, once.
CREATE TABLE account_challenge (
    challenge_sha256 TEXT PRIMARY KEY,
    ceremony TEXT NOT NULL,          -- make, sign-in
    browser_sha256 TEXT NOT NULL,
    ends_at BIGINT NOT NULL
);

CREATE INDEX account_challenge_end ON account_challenge (ends_at);
CREATE INDEX account_opening_end ON account_opening (ends_at);
