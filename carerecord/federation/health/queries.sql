-- name: put
INSERT INTO source_health (worker, source_id, at, body) VALUES (:worker, :source_id, :at, :body)
ON CONFLICT (worker, source_id) DO UPDATE SET at = excluded.at, body = excluded.body;

-- name: newest
SELECT worker, source_id, body FROM source_health WHERE at >= :since;

-- name: forget
DELETE FROM source_health WHERE at < :before;
