-- How far each feed of the audit log has been delivered, in each log, and which process delivers it.
CREATE TABLE audit_feed (
    feed TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    until BIGINT NOT NULL
);

CREATE TABLE audit_feed_sent (
    feed TEXT NOT NULL,
    log TEXT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (feed, log)
);
