-- Versions of what staff must have passed (TRN-1). `comply_by` is when the version before it stops counting
-- (TRN-3); 0 for the first.
CREATE TABLE onboarding_module (
    module TEXT NOT NULL,
    version INTEGER NOT NULL,
    audience TEXT NOT NULL CHECK (audience IN ('everyone', 'care-home')),
    comply_by BIGINT NOT NULL,
    PRIMARY KEY (module, version)
);
INSERT INTO onboarding_module (module, version, audience, comply_by) VALUES
    ('access-rules', 1, 'everyone', 0),
    ('data-security', 1, 'everyone', 0),
    ('system-use', 1, 'everyone', 0),
    ('residency', 1, 'care-home', 0),
    ('confidentiality', 1, 'care-home', 0);

-- Evidence of training (TRN-4). `counts_until` is 0 when the score was too low, or the row was withdrawn.
CREATE TABLE onboarding_training (
    viewer_id TEXT NOT NULL,
    module TEXT NOT NULL,
    version INTEGER NOT NULL,
    day TEXT NOT NULL,
    score INTEGER NOT NULL,
    organisation TEXT NOT NULL,
    delivered_by TEXT NOT NULL,
    counts_from BIGINT NOT NULL,
    counts_until BIGINT NOT NULL,
    PRIMARY KEY (viewer_id, module, version, day, score)
);

-- One viewer's training that counts, read on every request and from the index alone; and one organisation's,
-- when it goes live.
CREATE INDEX onboarding_training_counts
    ON onboarding_training (viewer_id, counts_until, counts_from, module, version);
CREATE INDEX onboarding_training_place ON onboarding_training (organisation, counts_until);

-- Staff suspended everywhere (TRN-5). `lifted` is 0 while it lasts.
CREATE TABLE onboarding_suspension (
    viewer_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    since BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    why TEXT NOT NULL,
    lifted BIGINT NOT NULL,
    lifted_by TEXT NOT NULL,
    lifted_why TEXT NOT NULL,
    PRIMARY KEY (viewer_id, number)
);
CREATE INDEX onboarding_suspension_open ON onboarding_suspension (viewer_id, lifted);
