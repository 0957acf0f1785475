-- name: by_id
SELECT seq FROM audit_entry WHERE entry_id = :entry_id;

-- name: current
SELECT * FROM audit_head WHERE node = :node AND closed = 0;

-- name: named
SELECT log FROM audit_head WHERE log = :log;

-- name: start
INSERT INTO audit_head (log, node, month, size, frontier, place, checkpoint, kept_at, closed)
VALUES (:log, :node, :month, :size, :frontier, :place, :checkpoint, :kept_at, :closed);

-- name: end
UPDATE audit_head SET
    node = :node, month = :month, size = :size, frontier = :frontier, place = :place,
    checkpoint = :checkpoint, kept_at = :kept_at, closed = :closed
WHERE log = :log;

-- name: append
INSERT INTO audit_entry (
    log, seq, place, entry_id, at, kind, viewer_id, viewer_name, viewer_role, viewer_role_name,
    viewer_organisation, viewer_organisation_name, viewer_session, person_id, view_id, body, salt, leaf)
VALUES (
    :log, :seq, :place, :entry_id, :at, :kind, :viewer_id, :viewer_name, :viewer_role,
    :viewer_role_name, :viewer_organisation, :viewer_organisation_name, :viewer_session,
    :person_id, :view_id, :body, :salt, :leaf);

-- name: keep_node
INSERT INTO audit_node (log, level, number, hash) VALUES (:log, :level, :number, :hash);

-- name: keep_checkpoint
INSERT INTO audit_checkpoint (log, size, note) VALUES (:log, :size, :note);

-- name: untreed
-- Entries of a region that was started before logs were trees.
SELECT * FROM audit_entry WHERE log = 'main' ORDER BY seq;
