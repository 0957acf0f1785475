-- name: take
-- Gives the grant to the first alone: of two that refresh with one token, a provider ends both.
UPDATE session SET asked_at = :at
WHERE id = :id AND asked_at <= :asked_before AND provider_grant IS NOT NULL
RETURNING provider_grant;

-- name: keep
UPDATE session SET provider_grant = :provider_grant WHERE id = :id;

-- name: confirm
UPDATE session SET identity = :identity, checked_at = :at WHERE id = :id;

-- name: end
DELETE FROM session WHERE id = :id RETURNING id;

-- name: forget_handles
DELETE FROM person_handle WHERE session = :id;
