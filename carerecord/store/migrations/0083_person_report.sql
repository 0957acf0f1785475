-- Each time a person, or somebody for them, asked who had looked at their record (PAT-7). Days as ISO dates.
CREATE TABLE person_report (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL,
    organisation TEXT NOT NULL,
    officer TEXT NOT NULL,
    officer_name TEXT NOT NULL,
    received TEXT NOT NULL,
    requester TEXT NOT NULL,
    purpose TEXT NOT NULL,
    consulted TEXT NOT NULL,
    refused TEXT NOT NULL,
    why TEXT NOT NULL,
    due TEXT NOT NULL,
    responded TEXT,
    recorded BIGINT NOT NULL
);
CREATE INDEX person_report_organisation ON person_report (organisation, recorded);
