-- name: start_session
INSERT INTO session (id, secret_sha256, kind, username, started_at, seen_at, ends_at)
VALUES (:id, :secret_sha256, :kind, :username, :started_at, :started_at, :ends_at);

-- name: session_by_secret
-- The one read of every request. One row for each role of the member.
SELECT session.id AS session, session.seen_at, session.ends_at, staff_member.username,
    staff_member.kind, staff_member.name, staff_member.email, staff_member.registration,
    staff_member.closed_at, staff_role.role_id, staff_role.role, staff_role.role_name,
    staff_role.organisation, staff_role.organisation_name, staff_role.teams, staff_role.supervisor
FROM session
JOIN staff_member ON staff_member.username = session.username
LEFT JOIN staff_role ON staff_role.username = staff_member.username
WHERE session.secret_sha256 = :secret_sha256 AND session.kind = :kind
ORDER BY staff_role.listed;

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
