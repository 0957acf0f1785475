-- NHS numbers that may be two people's, and what was decided of them: one row for each step. The row with
-- the highest place holds. While it is in doubt a number leads to nobody by itself.
CREATE TABLE number_doubt (
    nhs_number TEXT NOT NULL,
    place INTEGER NOT NULL,
    id TEXT NOT NULL,
    step TEXT NOT NULL CHECK (step IN ('doubted', 'settled')),
    why TEXT NOT NULL,
    said_by TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (nhs_number, place)
);

CREATE INDEX number_doubt_id ON number_doubt (id, place);
