-- Every view written down. The viewer is kept as they were then: names and roles change later.
-- Never the name or NHS number of the person: person_id is the region's own pseudonym.
CREATE TABLE audit_entry (
    log TEXT NOT NULL,
    seq BIGINT NOT NULL,
    entry_id TEXT NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    viewer_id TEXT NOT NULL,
    viewer_name TEXT NOT NULL,
    viewer_role TEXT NOT NULL,
    viewer_role_name TEXT NOT NULL,
    viewer_organisation TEXT NOT NULL,
    viewer_organisation_name TEXT NOT NULL,
    viewer_session TEXT NOT NULL,
    person_id TEXT NOT NULL,
    view_id TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (log, seq)
);

CREATE UNIQUE INDEX audit_entry_id ON audit_entry (entry_id);
CREATE INDEX audit_entry_person ON audit_entry (person_id, seq);
CREATE INDEX audit_entry_viewer ON audit_entry (viewer_id, seq);
CREATE INDEX audit_entry_view ON audit_entry (view_id);
