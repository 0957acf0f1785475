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
    AND (:organisation = '' OR viewer_organisation = :organisation)
    AND (:person_id = '') AND (:kinds = '' OR :kinds LIKE '%|' || kind || '|%')
ORDER BY place DESC LIMIT :limit;

-- name: of_organisation
SELECT * FROM audit_entry
WHERE viewer_organisation = :organisation AND place >= :low AND place < :high
    AND (:person_id = '') AND (:viewer_id = '')
    AND (:kinds = '' OR :kinds LIKE '%|' || kind || '|%')
ORDER BY place DESC LIMIT :limit;

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
