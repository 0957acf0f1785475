-- name: spend
-- Gives a row back to the first alone.
INSERT INTO signin_spent (digest, ends_at) VALUES (:digest, :until)
ON CONFLICT (digest) DO NOTHING RETURNING digest;

-- name: forget
DELETE FROM signin_spent WHERE ends_at <= :at;
