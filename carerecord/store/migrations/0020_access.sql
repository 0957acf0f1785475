-- Times are microseconds since 1970 in UTC: engines order text differently, numbers alike.

-- Why somebody may see a person (governance 3.3). Rows are added, never changed; open-ended rows end in
-- the year 9999. `note` is what the viewer typed when declaring an emergency.
CREATE TABLE access_evidence (
    person_id TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    holder_kind TEXT NOT NULL,
    holder TEXT NOT NULL,
    words TEXT NOT NULL,
    starts BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    strength TEXT NOT NULL,
    source TEXT NOT NULL,
    note TEXT NOT NULL,
    recorded BIGINT NOT NULL,
    PRIMARY KEY (person_id, id)
);

-- One person's evidence that has not run out; and one holder's, for the list of their people.
CREATE INDEX access_evidence_open ON access_evidence (person_id, ends);
CREATE INDEX access_evidence_holder ON access_evidence (holder_kind, holder, ends);

-- Evidence that ended before it would have run out: a cancelled stay, a resident who moved.
CREATE TABLE access_evidence_ended (
    person_id TEXT NOT NULL,
    evidence_id TEXT NOT NULL,
    ended BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    PRIMARY KEY (person_id, evidence_id)
);

-- What a person, or a controller for them, decided about sharing; the highest number is in force (OPT-2).
CREATE TABLE access_objection (
    person_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('none', 'restricted', 'blocked')),
    recorded_by TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded BIGINT NOT NULL,
    PRIMARY KEY (person_id, number)
);

-- Organisations that may use the record now. One that is not here is not live (ORG-1).
CREATE TABLE access_organisation (
    code TEXT PRIMARY KEY,
    live INTEGER NOT NULL,
    changed BIGINT NOT NULL
);

-- Staff whose training is current. One who is not here has none (TRN-1).
CREATE TABLE access_training (
    viewer_id TEXT PRIMARY KEY,
    passed_until BIGINT NOT NULL,
    changed BIGINT NOT NULL
);

-- Staff's own NHS numbers, salted and hashed, to keep them out of their own record (OWN-1).
CREATE TABLE access_own_number (
    viewer_id TEXT PRIMARY KEY,
    salt TEXT NOT NULL,
    digest TEXT NOT NULL
);
