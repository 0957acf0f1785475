-- Named members of staff, of an invented region (kind demo) and with a local account (kind local).
-- A closed account stays, so that its name is never given to somebody else. Times are seconds since 1970.
CREATE TABLE staff_member (
    username TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    registration TEXT NOT NULL,
    listed INTEGER NOT NULL,
    closed_at BIGINT
);

-- What each may select one of, in the order it is offered.
CREATE TABLE staff_role (
    username TEXT NOT NULL,
    role_id TEXT NOT NULL,
    role TEXT NOT NULL,
    role_name TEXT NOT NULL,
    organisation TEXT NOT NULL,
    organisation_name TEXT NOT NULL,
    teams TEXT NOT NULL,
    supervisor TEXT NOT NULL,
    listed INTEGER NOT NULL,
    PRIMARY KEY (username, role_id)
);

INSERT INTO staff_member (username, kind, name, email, registration, listed, closed_at)
SELECT username, 'demo', name, '', '', listed, NULL FROM staff;

INSERT INTO staff_role (
    username, role_id, role, role_name, organisation, organisation_name, teams, supervisor, listed)
SELECT username, username || '-1', role, role_name, organisation, organisation_name, teams, '', 0
FROM staff;

DROP TABLE staff;
