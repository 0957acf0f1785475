-- Data sharing agreements (ORG-1, ORG-3). Never changed but to end them early: a new text is a new agreement.
CREATE TABLE onboarding_agreement (
    id TEXT PRIMARY KEY,
    starts TEXT NOT NULL,
    ends TEXT NOT NULL,
    review TEXT NOT NULL,
    signatory TEXT NOT NULL,
    organisation_scope INTEGER NOT NULL,
    ended BIGINT
);

-- Who agreed, and what each gives and gets: names of sections with spaces between, "*" = every section.
CREATE TABLE onboarding_party (
    agreement_id TEXT NOT NULL,
    organisation TEXT NOT NULL,
    sections_out TEXT NOT NULL,
    sections_in TEXT NOT NULL,
    purposes TEXT NOT NULL,
    PRIMARY KEY (agreement_id, organisation)
);

-- What a source turned on or off (ORG-4); "*" = every section, every organisation. No row: off.
CREATE TABLE onboarding_switch (
    source_id TEXT NOT NULL,
    section TEXT NOT NULL,
    consumer TEXT NOT NULL,
    is_on INTEGER NOT NULL,
    PRIMARY KEY (source_id, section, consumer)
);
