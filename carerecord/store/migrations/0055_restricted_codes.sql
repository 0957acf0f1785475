-- Whole files of restricted code sets that somebody proposed (governance SEN-3). Never changed, never taken back.
-- `based_on` is the number of the approval in force when it was proposed; 0 = the sets of the package.
CREATE TABLE restricted_proposal (
    version TEXT PRIMARY KEY,
    content TEXT NOT NULL,
    based_on INTEGER NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed BIGINT NOT NULL
);

-- Those a second person approved; the highest number is in force from the next request on, in every process.
CREATE TABLE restricted_approval (
    number INTEGER PRIMARY KEY,
    version TEXT NOT NULL UNIQUE REFERENCES restricted_proposal (version),
    approved_by TEXT NOT NULL,
    approved BIGINT NOT NULL
);
