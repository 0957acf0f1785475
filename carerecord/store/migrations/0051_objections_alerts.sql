-- What a person asked for about sharing, and what was decided: one row for each step. The row with the
-- highest number for (person, scope, target) holds, so two states at once cannot be written (OPT-2 to OPT-4).
CREATE TABLE objection (
    person_id TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('record', 'source', 'section', 'organisation', 'item')),
    target TEXT NOT NULL,
    number INTEGER NOT NULL,
    id TEXT NOT NULL,
    step TEXT NOT NULL CHECK (step IN ('requested', 'decided', 'withdrawn')),
    state TEXT NOT NULL CHECK (state IN ('none', 'restricted', 'blocked')),
    asked_at BIGINT NOT NULL,
    recorded_by TEXT NOT NULL,
    evidence TEXT NOT NULL,
    controller TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    review_on TEXT NOT NULL,
    recorded BIGINT NOT NULL,
    PRIMARY KEY (person_id, scope, target, number)
);

CREATE INDEX objection_id ON objection (id, number);

-- What a privacy officer is told (ALR-1, ALR-2). One for each rule, organisation told, viewer, person and
-- occasion. `reference` is all that leaves by e-mail. `around` is JSON: facts around the time (ALR-5).
CREATE TABLE alert (
    organisation TEXT NOT NULL,
    number INTEGER NOT NULL,
    reference TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('notification', 'alert')),
    rule TEXT NOT NULL,
    viewer_id TEXT NOT NULL,
    viewer_name TEXT NOT NULL,
    role TEXT NOT NULL,
    role_name TEXT NOT NULL,
    role_id TEXT NOT NULL,
    viewer_organisation TEXT NOT NULL,
    viewer_organisation_name TEXT NOT NULL,
    registration TEXT NOT NULL,
    person_id TEXT NOT NULL,
    occasion TEXT NOT NULL,
    at BIGINT NOT NULL,
    words TEXT NOT NULL,
    around TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    recorded BIGINT NOT NULL,
    PRIMARY KEY (organisation, number)
);

CREATE UNIQUE INDEX alert_once ON alert (rule, organisation, viewer_id, person_id, occasion);
CREATE UNIQUE INDEX alert_reference ON alert (reference);
CREATE INDEX alert_person ON alert (person_id, at);
