-- name: heads
-- A log goes on from one whose entries all stand before its own.
SELECT log, size FROM audit_head ORDER BY place, log;

-- name: rows
SELECT * FROM audit_entry WHERE log = :log AND seq > :after ORDER BY seq LIMIT :limit;

-- name: values
-- The leaf and its salt, then the columns that are hashed, in the order of the text.
SELECT leaf, salt, at, body, entry_id, kind, log, person_id, place, seq, view_id, viewer_id, viewer_name,
    viewer_organisation, viewer_organisation_name, viewer_role, viewer_role_name, viewer_session
FROM audit_entry WHERE log = :log AND seq > :after AND seq <= :upto ORDER BY seq;

-- name: end
-- Its end, and its last entry: in one statement, for entries are added meanwhile.
SELECT h.*, (SELECT max(seq) FROM audit_entry e WHERE e.log = h.log) AS last
FROM audit_head h WHERE h.log = :log;

-- name: beyond
SELECT max(size) AS size FROM audit_checkpoint WHERE log = :log;

-- name: kept
SELECT size, note FROM audit_checkpoint
WHERE log = :log AND size > :after AND size <= :upto ORDER BY size;

-- name: logs
SELECT DISTINCT log FROM audit_entry WHERE log <> 'main';

-- name: orders
-- The entries that ordered what was removed.
SELECT * FROM audit_entry WHERE entry_id IN (SELECT said FROM audit_removed);
