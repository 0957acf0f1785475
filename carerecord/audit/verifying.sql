-- name: heads
SELECT * FROM audit_head ORDER BY month, node, log;

-- name: rows
SELECT * FROM audit_entry WHERE log = :log AND seq > :after ORDER BY seq LIMIT :limit;

-- name: values
-- The columns that are hashed, in the order of the text, then what they are compared with.
SELECT at, body, entry_id, kind, log, person_id, place, seq, view_id, viewer_id, viewer_name,
    viewer_organisation, viewer_organisation_name, viewer_role, viewer_role_name, viewer_session,
    salt, leaf
FROM audit_entry WHERE log = :log AND seq > :after ORDER BY seq LIMIT :limit;

-- name: kept
SELECT size, note FROM audit_checkpoint WHERE log = :log ORDER BY size;

-- name: logs
SELECT DISTINCT log FROM audit_entry WHERE log <> 'main';

-- name: orders
-- The entries that ordered what was removed.
SELECT * FROM audit_entry WHERE entry_id IN (SELECT said FROM audit_removed);
