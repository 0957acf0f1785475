-- name: heads
SELECT * FROM audit_head ORDER BY month, node, log;

-- name: rows
SELECT * FROM audit_entry WHERE log = :log AND seq > :after ORDER BY seq LIMIT :limit;

-- name: kept
SELECT size, note FROM audit_checkpoint WHERE log = :log ORDER BY size;

-- name: logs
SELECT DISTINCT log FROM audit_entry WHERE log <> 'main';
