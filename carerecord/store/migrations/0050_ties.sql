-- What an employer said of a member of staff, as keyed digests (HMAC-SHA-256): nothing here can be read
-- back. Rows go when the employer says something else, or that the member left.
CREATE TABLE staff_tie (
    staff_id TEXT NOT NULL,
    organisation TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('own', 'relative', 'home', 'name', 'phone')),
    digest BYTEA NOT NULL,
    recorded BIGINT NOT NULL,
    PRIMARY KEY (staff_id, organisation, kind, digest)
);

-- Whose own number is it (colleagues), and how many staff share an address or a phone.
CREATE INDEX staff_tie_digest ON staff_tie (digest, kind, organisation);

-- Addresses and phones that so many people have that they say nothing about a household.
CREATE TABLE tie_institution (
    digest BYTEA NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('home', 'phone')),
    people INTEGER NOT NULL,
    counted BIGINT NOT NULL,
    PRIMARY KEY (digest, kind)
);

-- A named clinical lead agreed beforehand that somebody may treat a relative (OWN-3); the highest number
-- counts. `person` is a digest.
CREATE TABLE tie_agreed (
    person BYTEA NOT NULL,
    viewer_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    until BIGINT NOT NULL,
    agreed_by TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded BIGINT NOT NULL,
    PRIMARY KEY (person, viewer_id, number)
);

-- People in the public eye, for each organisation (OWN-5); the highest number counts. `person` is a digest.
CREATE TABLE tie_watched (
    person BYTEA NOT NULL,
    organisation TEXT NOT NULL,
    number INTEGER NOT NULL,
    watched INTEGER NOT NULL,
    recorded_by TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded BIGINT NOT NULL,
    PRIMARY KEY (person, organisation, number)
);
