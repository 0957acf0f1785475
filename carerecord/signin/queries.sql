-- name: start_session
INSERT INTO session (
    id, secret_sha256, kind, holder, provider, subject, provider_session, identity, role_id,
    launcher, agent_sha256, started_at, seen_at, locked_at, return_to, ends_at,
    checked_at, asked_at, provider_grant)
VALUES (
    :id, :secret_sha256, :kind, :holder, :provider, :subject, :provider_session, :identity,
    :role_id, :launcher, :agent_sha256, :at, :at, NULL, '', :ends_at, :at, :at, :provider_grant);

-- name: resume_session
-- The same person vouched for again: the same session with a new secret, and no longer locked.
UPDATE session SET
    secret_sha256 = :secret_sha256, provider = :provider, subject = :subject,
    provider_session = :provider_session, identity = :identity, role_id = :role_id,
    launcher = :launcher, agent_sha256 = :agent_sha256, seen_at = :at, locked_at = NULL,
    checked_at = :at, asked_at = :at, provider_grant = :provider_grant
WHERE id = :id;

-- name: session_by_secret
-- The one read of every request: one row for each role of a member of staff we know ourselves.
SELECT session.id AS session, session.holder, session.provider, session.identity AS snapshot,
    session.role_id AS selected, session.launcher, session.agent_sha256, session.seen_at,
    session.locked_at, session.return_to, session.ends_at, session.checked_at, session.asked_at,
    staff_member.username, staff_member.kind, staff_member.name, staff_member.email,
    staff_member.registration, staff_member.closed_at, staff_role.role_id, staff_role.role,
    staff_role.role_name, staff_role.organisation, staff_role.organisation_name,
    staff_role.teams, staff_role.supervisor
FROM session
LEFT JOIN staff_member ON staff_member.username = session.holder
    AND staff_member.kind = session.provider
LEFT JOIN staff_role ON staff_role.username = staff_member.username
WHERE session.secret_sha256 = :secret_sha256 AND session.kind = :kind
ORDER BY staff_role.listed;

-- name: select_role
UPDATE session SET role_id = :role_id WHERE id = :id;

-- name: renew
UPDATE session SET secret_sha256 = :secret_sha256 WHERE secret_sha256 = :old_sha256;

-- name: lock
-- Locked once, by the first to notice; the address to go back to may come with a later request.
UPDATE session SET locked_at = :at WHERE id = :id AND locked_at IS NULL;

-- name: remember
UPDATE session SET return_to = :return_to WHERE id = :id;

-- name: seen
UPDATE session SET seen_at = :at WHERE id = :id AND seen_at < :at AND locked_at IS NULL;

-- name: of_provider
-- Whom a provider signed out: this session of theirs, or all of this person's. A session it never gave
-- a name to may be the one it means.
SELECT id, holder, identity AS snapshot FROM session
WHERE kind = 'browser' AND provider = :provider
    AND (:subject = '' OR subject = :subject)
    AND (:provider_session = '' OR provider_session = :provider_session
        OR (provider_session = '' AND :subject <> ''));

-- name: last_of
-- What a provider said of somebody, the last time they signed in.
SELECT identity AS snapshot FROM session
WHERE holder = :holder AND kind = 'browser' AND ends_at > :at
ORDER BY started_at DESC
LIMIT 1;

-- name: end_session
DELETE FROM session WHERE id = :id;

-- name: forget_handles
DELETE FROM person_handle WHERE session = :id;

-- name: ended_sessions
SELECT id FROM session
WHERE ends_at <= :at OR (kind = 'browser' AND seen_at <= :unseen_since);

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
