-- Messages to privacy officers, kept until a mail server took them: each is sent at least once. A message holds a
-- reference and nothing of anybody. Times are microseconds since 1970 in UTC; sent 0 = not yet.
CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    made BIGINT NOT NULL,
    next_try BIGINT NOT NULL,
    tries INTEGER NOT NULL,
    sent BIGINT NOT NULL
);

CREATE INDEX outbox_waiting ON outbox (sent, next_try);

-- Work done now and then, by whichever process claims it first: `due` is when it is done again.
CREATE TABLE insight_job (
    name TEXT PRIMARY KEY,
    due BIGINT NOT NULL
);

-- What the last check of the whole audit log said.
CREATE TABLE insight_checked (
    at BIGINT PRIMARY KEY,
    entries BIGINT NOT NULL,
    wrong TEXT NOT NULL
);
