-- Times are microseconds since 1970 in UTC; days are text, YYYY-MM-DD, in London.

-- One row, raised by every change that any worker has to see at its next request (ORG-4).
CREATE TABLE onboarding_version (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    version BIGINT NOT NULL
);
INSERT INTO onboarding_version (only_row, version) VALUES (1, 1);

-- An organisation and what it has shown of its go-live gates (ORG-1); empty = not shown.
CREATE TABLE onboarding_organisation (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('preparing', 'live', 'suspended', 'closed')),
    been_live INTEGER NOT NULL,
    successor TEXT NOT NULL,
    dspt TEXT NOT NULL,
    dpia TEXT NOT NULL,
    caldicott_guardian TEXT NOT NULL,
    dpo TEXT NOT NULL,
    clinical_safety TEXT NOT NULL,
    conformance TEXT NOT NULL
);

-- Its privacy officers, by the id they sign in with. The last one stays until another is named (ORG-2).
CREATE TABLE onboarding_privacy_officer (
    organisation TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    PRIMARY KEY (organisation, staff_id)
);

-- What was changed, by whom, from what to what. Rows are added, never changed.
CREATE TABLE onboarding_change (
    number BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    what TEXT NOT NULL,
    about TEXT NOT NULL,
    why TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL
);
