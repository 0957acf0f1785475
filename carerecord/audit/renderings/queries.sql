-- name: make_key
INSERT INTO audit_rendering_key (month, wrapped) VALUES (:month, :wrapped);

-- name: key
SELECT wrapped FROM audit_rendering_key WHERE month = :month;

-- name: keep
-- The same entry again, after the answer to a commit was lost, is the same rendering.
INSERT INTO audit_rendering (entry_id, month, sealed) VALUES (:entry_id, :month, :sealed)
ON CONFLICT DO NOTHING;

-- name: of_entry
SELECT r.month, r.sealed, k.wrapped FROM audit_rendering r
LEFT JOIN audit_rendering_key k ON k.month = r.month
WHERE r.entry_id = :entry_id;

-- name: forget_keys
DELETE FROM audit_rendering_key WHERE month < :month;

-- name: empty
UPDATE audit_rendering SET sealed = substr(sealed, 1, 0) WHERE month < :month AND length(sealed) > 0;
