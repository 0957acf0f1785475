-- What each machine reached others by when it was last started, as keyed digests: the next start tells what is other.
CREATE TABLE audit_started (
    node TEXT NOT NULL,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (node, name)
);
