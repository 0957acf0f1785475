-- name: begin
INSERT INTO launch_pending (digest, browser_sha256, sealed, ends_at)
VALUES (:digest, :browser_sha256, :sealed, :ends_at);

-- name: take
-- Gives the row to the first alone, and only to the browser it was begun in.
DELETE FROM launch_pending
WHERE digest = :digest AND browser_sha256 = :browser_sha256 AND ends_at > :at
RETURNING sealed;

-- name: forget
DELETE FROM launch_pending WHERE ends_at <= :at;
