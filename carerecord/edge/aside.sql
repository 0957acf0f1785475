-- name: keep
INSERT INTO edge_aside (source_id, id, received, why) VALUES (:source_id, :id, :received, :why)

-- name: one
SELECT id FROM edge_aside WHERE source_id = :source_id AND id = :id

-- name: waiting
SELECT source_id, id, received, why FROM edge_aside
WHERE source_id = :source_id ORDER BY received, id LIMIT :limit

-- name: done
DELETE FROM edge_aside WHERE source_id = :source_id AND id = :id
