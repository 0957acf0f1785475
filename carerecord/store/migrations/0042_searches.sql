-- Searches of the last hour that found nobody of the viewer's (LR-26); older ones are in the audit log alone.
CREATE TABLE access_search (
    viewer_id TEXT NOT NULL,
    id TEXT NOT NULL,
    at BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (viewer_id, at, id)
);

-- Sessions that have to sign in again before anything else is shown; `signed_in` is when they did, or 0.
CREATE TABLE access_search_stop (
    viewer_id TEXT NOT NULL,
    session TEXT NOT NULL,
    at BIGINT NOT NULL,
    signed_in BIGINT NOT NULL,
    PRIMARY KEY (viewer_id, session, at)
);
