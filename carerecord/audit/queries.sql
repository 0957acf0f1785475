-- name: append
-- One statement gives the number and the row: the store lets one writer in at a time.
INSERT INTO audit_entry (
    log, seq, entry_id, at, kind, viewer_id, viewer_name, viewer_role, viewer_role_name,
    viewer_organisation, viewer_organisation_name, viewer_session, person_id, view_id, body)
SELECT
    :log, coalesce(max(seq), 0) + 1, :entry_id, :at, :kind, :viewer_id, :viewer_name, :viewer_role,
    :viewer_role_name, :viewer_organisation, :viewer_organisation_name, :viewer_session,
    :person_id, :view_id, :body
FROM audit_entry WHERE log = :log
RETURNING seq;

-- name: about
-- Newest first; `before` is the last row of the page above, so paging never skips or repeats.
SELECT * FROM audit_entry
WHERE person_id = :person_id AND log = :log AND seq < :before
ORDER BY seq DESC LIMIT :limit;

-- name: by_viewer
SELECT * FROM audit_entry
WHERE viewer_id = :viewer_id AND log = :log AND seq < :before
ORDER BY seq DESC LIMIT :limit;

-- name: recent
SELECT * FROM audit_entry
WHERE log = :log AND seq < :before
ORDER BY seq DESC LIMIT :limit;

-- name: of_view
SELECT * FROM audit_entry
WHERE view_id = :view_id AND log = :log
ORDER BY seq;

-- name: after
SELECT * FROM audit_entry
WHERE log = :log AND seq > :after
ORDER BY seq LIMIT :limit;

-- name: count
-- Entries are consecutive and never deleted: the last number is how many there are.
SELECT coalesce(max(seq), 0) AS entries FROM audit_entry WHERE log = :log;
