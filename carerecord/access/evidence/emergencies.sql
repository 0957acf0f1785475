-- name: of_viewer
-- By an index that holds emergencies alone.
SELECT e.id, e.person_id, e.starts, e.ends, e.source, e.note, w.words, x.ended
FROM access_evidence AS e
LEFT JOIN emergency_words AS w ON w.evidence_id = e.id
LEFT JOIN access_evidence_ended AS x ON x.person_id = e.person_id AND x.evidence_id = e.id
WHERE e.kind = 'LR-16' AND e.holder = :viewer_id AND e.starts > :since AND e.starts <= :at
ORDER BY e.starts DESC, e.id;

-- name: by_id
SELECT e.id, e.person_id, e.starts, e.ends, e.source, e.note, w.words, x.ended
FROM access_evidence AS e
LEFT JOIN emergency_words AS w ON w.evidence_id = e.id
LEFT JOIN access_evidence_ended AS x ON x.person_id = e.person_id AND x.evidence_id = e.id
WHERE e.kind = 'LR-16' AND e.person_id = :person_id AND e.id = :id;

-- name: say
INSERT INTO emergency_words (evidence_id, words, recorded) VALUES (:id, :words, :recorded)
ON CONFLICT (evidence_id) DO NOTHING;
