-- Looks that a person's report leaves out, once a second officer has agreed, until a day (PAT-3).
CREATE TABLE person_report_left_out (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL,
    look TEXT NOT NULL,
    organisation TEXT NOT NULL,
    why TEXT NOT NULL,
    words TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    until TEXT NOT NULL,
    agreed_by TEXT,
    recorded BIGINT NOT NULL
);
CREATE INDEX person_report_left_out_person ON person_report_left_out (person_id);
