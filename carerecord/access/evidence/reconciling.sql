-- name: opened_in_session
SELECT evidence_id, words FROM access_opened WHERE session = :session AND person_id = :person_id;

-- name: add_opened
INSERT INTO access_opened (session, person_id, evidence_id, words, opened)
VALUES (:session, :person_id, :evidence_id, :words, :opened)
ON CONFLICT (session, person_id, evidence_id) DO NOTHING;

-- name: forget_opened
DELETE FROM access_opened WHERE opened < :before;

-- name: add_item
INSERT INTO access_reconciliation (
    person_id, evidence_id, kind, viewer_id, organisation, holders, used, closes_until, overdue)
VALUES (
    :person_id, :evidence_id, :kind, :viewer_id, :organisation, :holders, :used, :closes_until,
    :overdue)
ON CONFLICT (person_id, evidence_id) DO NOTHING;

-- name: may_close_about
WITH wanted (person_id, recorded) AS (VALUES :rows)
SELECT r.person_id, r.evidence_id, r.holders, r.used
FROM wanted CROSS JOIN access_reconciliation AS r
LEFT JOIN access_reconciled AS c
    ON c.person_id = r.person_id AND c.evidence_id = r.evidence_id
WHERE r.person_id = wanted.person_id AND r.closes_until >= wanted.recorded AND c.evidence_id IS NULL;

-- name: may_close
SELECT r.person_id, r.evidence_id, r.holders, r.used
FROM access_reconciliation AS r
LEFT JOIN access_reconciled AS c
    ON c.person_id = r.person_id AND c.evidence_id = r.evidence_id
WHERE r.closes_until >= :recorded AND c.evidence_id IS NULL;

-- name: known_at
-- What systems of record say of one person at the time of the use, whoever holds it.
SELECT e.id, e.holder_kind, e.holder
FROM access_evidence AS e
LEFT JOIN access_evidence_ended AS x
    ON x.person_id = e.person_id AND x.evidence_id = e.id AND x.ended <= :used
WHERE e.person_id = :person_id AND e.strength = 'S3' AND e.starts <= :used AND e.ends > :used
    AND x.evidence_id IS NULL
ORDER BY e.starts, e.id;

-- name: close_item
INSERT INTO access_reconciled (person_id, evidence_id, closed_by, closed)
VALUES (:person_id, :evidence_id, :closed_by, :closed)
ON CONFLICT (person_id, evidence_id) DO NOTHING;

-- name: open_about
SELECT r.evidence_id
FROM access_reconciliation AS r
LEFT JOIN access_reconciled AS c
    ON c.person_id = r.person_id AND c.evidence_id = r.evidence_id
WHERE r.person_id = :person_id AND r.kind IN ('LR-14', 'LR-16') AND c.evidence_id IS NULL;

-- name: open_items
-- Oldest first; `after` is the last row of the page before.
SELECT r.person_id, r.evidence_id, r.kind, r.viewer_id, r.used, r.overdue
FROM access_reconciliation AS r
LEFT JOIN access_reconciled AS c
    ON c.person_id = r.person_id AND c.evidence_id = r.evidence_id
WHERE r.organisation = :organisation AND c.evidence_id IS NULL
    AND (r.used > :after OR (r.used = :after AND r.evidence_id > :after_id))
ORDER BY r.used, r.evidence_id
LIMIT :limit;

-- name: proved
-- The first use by this viewer of what was only said of this person in this time, that evidence closed.
SELECT c.closed_by, c.closed
FROM access_reconciliation AS r
JOIN access_reconciled AS c ON c.person_id = r.person_id AND c.evidence_id = r.evidence_id
WHERE r.person_id = :person_id AND r.viewer_id = :viewer_id AND r.used >= :since AND r.used <= :until
ORDER BY r.used
LIMIT 1;
