-- name: about
-- Newest first; `before` is the place of the last row of the page above, so paging never skips or repeats.
SELECT * FROM audit_entry
WHERE person_id = :person_id AND place < :before
ORDER BY place DESC LIMIT :limit;

-- name: by_viewer
SELECT * FROM audit_entry
WHERE viewer_id = :viewer_id AND place < :before
ORDER BY place DESC LIMIT :limit;

-- name: recent
SELECT * FROM audit_entry
WHERE place < :before
ORDER BY place DESC LIMIT :limit;

-- name: of_view
SELECT * FROM audit_entry
WHERE view_id = :view_id
ORDER BY place;

-- name: by_id
SELECT * FROM audit_entry WHERE entry_id = :entry_id;

-- name: after
SELECT * FROM audit_entry
WHERE place > :after
ORDER BY place LIMIT :limit;

-- name: count
SELECT coalesce(sum(size), 0)
    + (SELECT coalesce(max(seq), 0) FROM audit_entry WHERE log = 'main') AS entries
FROM audit_head;
