-- name: before
SELECT name, digest FROM audit_started WHERE node = :node;

-- name: forget
DELETE FROM audit_started WHERE node = :node;

-- name: keep
INSERT INTO audit_started (node, name, digest) VALUES (:node, :name, :digest);
