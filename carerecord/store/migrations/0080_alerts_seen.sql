-- Up to which alert of an organisation each has become a case.
CREATE TABLE alerts_seen (
    organisation TEXT PRIMARY KEY,
    number INTEGER NOT NULL
);
