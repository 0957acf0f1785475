-- name: key
SELECT wrapped FROM edge_key WHERE source_id = :source_id;

-- name: keys
-- One for each source that ever pushed: a handful.
SELECT source_id, wrapped FROM edge_key;

-- name: make_key
INSERT INTO edge_key (source_id, wrapped) VALUES (:source_id, :wrapped);

-- name: overwrite_key
-- Before it is deleted, so that its bytes are not left in a free page of the file.
UPDATE edge_key SET wrapped = :noise WHERE source_id = :source_id;

-- name: forget_key
DELETE FROM edge_key WHERE source_id = :source_id;

-- name: forget_aside
-- Their messages are among the copies that nobody can open any more.
DELETE FROM edge_aside WHERE source_id = :source_id;

-- name: hear
INSERT INTO edge_heard (source_id, received) VALUES :rows
ON CONFLICT (source_id) DO UPDATE SET received = excluded.received
WHERE excluded.received > edge_heard.received;

-- name: heard
SELECT received FROM edge_heard WHERE source_id = :source_id;

-- name: forget_heard
DELETE FROM edge_heard WHERE source_id = :source_id;

-- name: of_items
-- One after another by the key, whatever the engine thinks of how many there are.
WITH wanted (person, source_id, item) AS (VALUES :rows)
SELECT c.person, c.source_id, c.item, c.said, c.received, c.sealed
FROM wanted CROSS JOIN edge_copy AS c
WHERE c.person = wanted.person AND c.source_id = wanted.source_id AND c.item = wanted.item;

-- name: put
INSERT INTO edge_copy (person, source_id, item, said, received, sealed) VALUES :rows
ON CONFLICT (person, source_id, item) DO UPDATE SET
    said = excluded.said, received = excluded.received, sealed = excluded.sealed;

-- name: of_person
-- What was removed is a row without content: it is there only to outlast what was said before it.
SELECT person, item, said, received, sealed FROM edge_copy
WHERE person = :person AND source_id = :source_id AND length(sealed) > 0;

-- name: held_of_person
SELECT count(*) AS items, coalesce(sum(length(sealed)), 0) AS bytes FROM edge_copy
WHERE person = :person AND source_id = :source_id AND length(sealed) > 0;

-- name: items_of_person
SELECT item, said FROM edge_copy
WHERE person = :person AND source_id = :source_id AND length(sealed) > 0;

-- name: after
SELECT person, item, said, received, sealed FROM edge_copy
WHERE source_id = :source_id AND (person, item) > (:person, :item) AND length(sealed) > 0
ORDER BY person, item LIMIT :limit;

-- name: held
SELECT
    count(DISTINCT CASE WHEN length(sealed) > 0 THEN person END) AS people,
    count(CASE WHEN length(sealed) > 0 THEN 1 END) AS items,
    count(CASE WHEN length(sealed) = 0 THEN 1 END) AS removed,
    min(CASE WHEN length(sealed) > 0 THEN said END) AS oldest,
    max(CASE WHEN length(sealed) > 0 THEN said END) AS newest
FROM edge_copy WHERE source_id = :source_id;

-- name: clear_some
-- A piece at a time: whoever else writes does not wait for millions of rows.
DELETE FROM edge_copy WHERE (person, source_id, item) IN (
    SELECT person, source_id, item FROM edge_copy WHERE source_id = :source_id LIMIT :limit);

-- name: clear
DELETE FROM edge_copy WHERE source_id = :source_id;
