-- One row for each person. Whoever has no NHS number has NULL, so that the others stay unique.
CREATE TABLE person (
    id TEXT PRIMARY KEY,
    nhs_number TEXT,
    family TEXT NOT NULL,
    given TEXT NOT NULL,
    title TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    gender TEXT NOT NULL,
    died TEXT NOT NULL,
    address TEXT NOT NULL,
    postcode TEXT NOT NULL,
    phone TEXT NOT NULL,
    gp_code TEXT NOT NULL,
    gp_name TEXT NOT NULL,
    gp_phone TEXT NOT NULL,
    next_of_kin TEXT NOT NULL,
    protected INTEGER NOT NULL
);

CREATE UNIQUE INDEX person_nhs_number ON person (nhs_number);

-- What a search reads, folded: a row for the whole family name and one for each part of it.
-- A protected person's postcode is not here, so no search can rest on it.
CREATE TABLE person_name (
    family TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    person_id TEXT NOT NULL,
    whole INTEGER NOT NULL,
    given TEXT NOT NULL,
    gender TEXT NOT NULL,
    postcode TEXT NOT NULL,
    outward TEXT NOT NULL,
    PRIMARY KEY (family, birth_date, person_id)
);

CREATE INDEX person_name_person ON person_name (person_id);

-- The national service replaced one number by another; the old one still leads to the person.
CREATE TABLE superseded_number (
    old TEXT PRIMARY KEY,
    new TEXT NOT NULL,
    at TEXT NOT NULL
);
