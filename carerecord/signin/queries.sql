-- name: put_staff
INSERT INTO staff (
    username, name, role, role_name, organisation, organisation_name, teams, nhs_number_sha256,
    listed)
VALUES (
    :username, :name, :role, :role_name, :organisation, :organisation_name, :teams,
    :nhs_number_sha256, :listed)
ON CONFLICT (username) DO UPDATE SET
    name = excluded.name, role = excluded.role, role_name = excluded.role_name,
    organisation = excluded.organisation, organisation_name = excluded.organisation_name,
    teams = excluded.teams, nhs_number_sha256 = excluded.nhs_number_sha256,
    listed = excluded.listed;

-- name: staff
-- In the order they were given, which is how the sign-in list shows them.
SELECT * FROM staff ORDER BY listed;

-- name: member
SELECT * FROM staff WHERE username = :username;

-- name: start_session
INSERT INTO session (id, secret_sha256, kind, username, started_at, seen_at, ends_at)
VALUES (:id, :secret_sha256, :kind, :username, :started_at, :started_at, :ends_at);

-- name: session_by_secret
-- The one read of every request: both joins are on a unique key.
SELECT session.id AS session, session.seen_at, session.ends_at, staff.*
FROM session JOIN staff ON staff.username = session.username
WHERE session.secret_sha256 = :secret_sha256 AND session.kind = :kind;

-- name: seen
UPDATE session SET seen_at = :at WHERE id = :id AND seen_at < :at;

-- name: end_session
DELETE FROM session WHERE id = :id;

-- name: forget_handles
DELETE FROM person_handle WHERE session = :id;

-- name: ended_sessions
SELECT id FROM session
WHERE ends_at <= :at OR (kind = 'browser' AND seen_at <= :idle_since);

-- name: handles
SELECT person_id, handle FROM person_handle WHERE session = :session;

-- name: handle_for
SELECT handle FROM person_handle WHERE session = :session AND person_id = :person_id;

-- name: put_handle
INSERT INTO person_handle (session, handle, person_id)
VALUES (:session, :handle, :person_id)
ON CONFLICT (session, person_id) DO NOTHING;

-- name: person_behind
SELECT person_id FROM person_handle WHERE session = :session AND handle = :handle;
