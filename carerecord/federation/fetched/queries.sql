-- name: of_name
SELECT page, sealed FROM fetched_set WHERE name = :name AND until > :now;

-- name: keep
INSERT INTO fetched_set (name, page, until, sealed) VALUES (:name, :page, :until, :sealed)
ON CONFLICT (name) DO UPDATE SET page = excluded.page, until = excluded.until, sealed = excluded.sealed;

-- name: looked_at
UPDATE fetched_set SET page = :page WHERE name = :name;

-- name: remove_old
DELETE FROM fetched_set WHERE until <= :now;
