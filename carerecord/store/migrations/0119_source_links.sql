-- Whose each of a source's own numbers is, step by step. The row with the highest place holds: a person, another
-- number of the same source that it was joined to, or neither. `undoes` is the place of the step that was taken back.
CREATE TABLE source_link (
    source TEXT NOT NULL,
    local_id TEXT NOT NULL,
    place INTEGER NOT NULL,
    step TEXT NOT NULL CHECK (step IN ('linked', 'unlinked', 'joined', 'undone')),
    person TEXT NOT NULL,
    leads_to TEXT NOT NULL,
    undoes INTEGER NOT NULL,
    why TEXT NOT NULL,
    said_by TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (source, local_id, place)
);

-- Protection that a number has only because one it replaced had it: it goes where the replacing is undone.
CREATE TABLE protected_carried (
    nhs_number TEXT NOT NULL,
    source TEXT NOT NULL,
    carried_from TEXT NOT NULL,
    PRIMARY KEY (nhs_number, source)
);
