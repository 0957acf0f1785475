-- name: of_entry
SELECT log, seq, at, entry_id, kind, place, salt, leaf FROM audit_entry WHERE entry_id = :entry_id;

-- name: said
-- What was removed before, as the entries say that ordered it.
SELECT e.body FROM audit_removed r JOIN audit_entry e ON e.entry_id = r.said
WHERE e.kind = :kind AND e.body <> '';

-- name: head
SELECT * FROM audit_head WHERE log = :log;

-- name: removed
INSERT INTO audit_removed (log, seq, said) VALUES (:log, :seq, :said);

-- name: erase
UPDATE audit_entry SET
    body = '', salt = NULL, person_id = '', view_id = '', viewer_id = '', viewer_name = '',
    viewer_role = '', viewer_role_name = '', viewer_organisation = '',
    viewer_organisation_name = '', viewer_session = ''
WHERE log = :log AND seq = :seq;

-- name: erase_rendering
UPDATE audit_rendering SET sealed = substr(sealed, 1, 0) WHERE entry_id = :entry_id;

-- name: prune_renderings
DELETE FROM audit_rendering
WHERE entry_id IN (SELECT entry_id FROM audit_entry WHERE log = :log);

-- name: prune_nodes
DELETE FROM audit_node WHERE log = :log;

-- name: prune_checkpoints
DELETE FROM audit_checkpoint WHERE log = :log;

-- name: prune
DELETE FROM audit_entry WHERE log = :log;
