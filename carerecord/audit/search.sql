-- name: of_person
SELECT * FROM audit_entry
WHERE person_id = :person_id AND place >= :low AND place < :high
    AND (:viewer_id = '' OR viewer_id = :viewer_id)
    AND (:organisation = '' OR viewer_organisation = :organisation)
    AND (:kinds = '' OR :kinds LIKE '%|' || kind || '|%')
ORDER BY place DESC LIMIT :limit;

-- name: of_viewer
SELECT * FROM audit_entry
WHERE viewer_id = :viewer_id AND place >= :low AND place < :high
    AND (:organisation = '') AND (:person_id = '')
    AND (:kinds = '' OR :kinds LIKE '%|' || kind || '|%')
ORDER BY place DESC LIMIT :limit;

-- name: of_viewer_at
-- Compared as a row, so that no other index than this one gives the order: one of all places is read to its end
-- where few or none fit, and PostgreSQL takes it where others of the kind have many.
SELECT * FROM audit_entry
WHERE (viewer_id, viewer_organisation, place) >= (:viewer_id, :organisation, :low)
    AND (viewer_id, viewer_organisation, place) < (:viewer_id, :organisation, :high)
    AND (:person_id = '') AND (:kinds = '' OR :kinds LIKE '%|' || kind || '|%')
ORDER BY viewer_id DESC, viewer_organisation DESC, place DESC LIMIT :limit;

-- name: of_organisation
SELECT * FROM audit_entry
WHERE (viewer_organisation, place) >= (:organisation, :low)
    AND (viewer_organisation, place) < (:organisation, :high)
    AND (:person_id = '') AND (:viewer_id = '')
    AND (:kinds = '' OR :kinds LIKE '%|' || kind || '|%')
ORDER BY viewer_organisation DESC, place DESC LIMIT :limit;

-- name: of_all
SELECT * FROM audit_entry
WHERE place >= :low AND place < :high
    AND (:person_id = '') AND (:viewer_id = '') AND (:organisation = '')
    AND (:kinds = '' OR :kinds LIKE '%|' || kind || '|%')
ORDER BY place DESC LIMIT :limit;

-- name: count_kinds
SELECT kind, count(*) AS many FROM audit_entry
WHERE viewer_organisation = :organisation AND place >= :low AND place < :high
GROUP BY kind;
