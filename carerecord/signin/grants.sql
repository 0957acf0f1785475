-- name: take
-- Gives the grant to the first alone: of two that refresh with one token, a provider ends both.
UPDATE session SET asked_at = :at
WHERE id = :id AND asked_at <= :asked_before AND provider_grant IS NOT NULL
RETURNING provider_grant;

-- name: keep
-- Of a session that its person has not meanwhile gone on with from elsewhere.
UPDATE session SET provider_grant = :provider_grant WHERE id = :id AND provider = :provider;

-- name: confirm
UPDATE session SET identity = :identity, checked_at = :at
WHERE id = :id AND provider = :provider;

-- name: end
DELETE FROM session WHERE id = :id AND provider = :provider RETURNING id;

-- name: forget_handles
DELETE FROM person_handle WHERE session = :id;
