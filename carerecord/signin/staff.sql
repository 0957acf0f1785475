-- name: put_member
INSERT INTO staff_member (username, kind, name, email, registration, listed, closed_at)
VALUES (:username, :kind, :name, :email, :registration, :listed, NULL)
ON CONFLICT (username) DO UPDATE SET
    name = excluded.name, email = excluded.email, registration = excluded.registration,
    listed = excluded.listed
WHERE staff_member.kind = excluded.kind;

-- name: drop_roles
DELETE FROM staff_role WHERE username = :username;

-- name: put_role
INSERT INTO staff_role (
    username, role_id, role, role_name, organisation, organisation_name, teams, supervisor, listed)
VALUES (
    :username, :role_id, :role, :role_name, :organisation, :organisation_name, :teams,
    :supervisor, :listed);

-- name: close
UPDATE staff_member SET closed_at = :at WHERE username = :username AND closed_at IS NULL;

-- name: member
-- One row for each role; one row without a role for a member who has none.
SELECT staff_member.username, staff_member.kind, staff_member.name, staff_member.email,
    staff_member.registration, staff_member.closed_at, staff_role.role_id, staff_role.role,
    staff_role.role_name, staff_role.organisation, staff_role.organisation_name,
    staff_role.teams, staff_role.supervisor
FROM staff_member LEFT JOIN staff_role ON staff_role.username = staff_member.username
WHERE staff_member.username = :username
ORDER BY staff_role.listed;

-- name: members
SELECT staff_member.username, staff_member.kind, staff_member.name, staff_member.email,
    staff_member.registration, staff_member.closed_at, staff_role.role_id, staff_role.role,
    staff_role.role_name, staff_role.organisation, staff_role.organisation_name,
    staff_role.teams, staff_role.supervisor
FROM staff_member LEFT JOIN staff_role ON staff_role.username = staff_member.username
WHERE staff_member.kind = :kind
ORDER BY staff_member.listed, staff_member.username, staff_role.listed;
