-- name: evidence_about
-- One person's evidence in force, whoever holds it: a handful of rows by (person_id, ends). Whose it is
-- is matched in Python, in the one place that also matches it for a decision.
SELECT e.id, e.kind, e.person_id, e.holder_kind, e.holder, e.words, e.starts, e.ends,
       e.strength, e.source
FROM access_evidence AS e
LEFT JOIN access_evidence_ended AS x
    ON x.person_id = e.person_id AND x.evidence_id = e.id AND x.ended <= :at
WHERE e.person_id = :person_id AND e.ends > :at AND e.starts <= :at AND x.evidence_id IS NULL;

-- name: state_about
-- Everything else a decision reads, in one row.
SELECT (SELECT o.state FROM access_objection AS o
        WHERE o.person_id = :person_id ORDER BY o.number DESC LIMIT 1) AS objection,
       (SELECT g.live FROM access_organisation AS g WHERE g.code = :organisation) AS live,
       (SELECT t.passed_until FROM access_training AS t
        WHERE t.viewer_id = :viewer_id) AS trained_until,
       (SELECT n.salt FROM access_own_number AS n WHERE n.viewer_id = :viewer_id) AS salt,
       (SELECT n.digest FROM access_own_number AS n WHERE n.viewer_id = :viewer_id) AS digest;

-- name: people_of_holder
-- Newest first. People who objected are not listed: they are found by their number, then refused or not.
SELECT e.person_id, e.words, e.starts
FROM access_evidence AS e
LEFT JOIN access_evidence_ended AS x
    ON x.person_id = e.person_id AND x.evidence_id = e.id AND x.ended <= :at
LEFT JOIN access_objection AS o
    ON o.person_id = e.person_id
    AND o.number = (SELECT max(p.number) FROM access_objection AS p
                    WHERE p.person_id = e.person_id)
WHERE e.holder_kind = :holder_kind AND e.holder = :holder
    AND e.ends > :at AND e.starts <= :at AND e.kind <> 'LR-16'
    AND x.evidence_id IS NULL AND coalesce(o.state, 'none') = 'none'
ORDER BY e.starts DESC, e.person_id, e.id
LIMIT :limit;

-- name: add_evidence
INSERT INTO access_evidence (person_id, id, kind, holder_kind, holder, words, starts, ends,
                             strength, source, note, recorded)
VALUES (:person_id, :id, :kind, :holder_kind, :holder, :words, :starts, :ends,
        :strength, :source, :note, :recorded)
ON CONFLICT (person_id, id) DO NOTHING;

-- name: end_evidence
-- Said again, an end can only come earlier.
INSERT INTO access_evidence_ended (person_id, evidence_id, ended, recorded)
VALUES (:person_id, :evidence_id, :ended, :recorded)
ON CONFLICT (person_id, evidence_id) DO UPDATE
SET ended = excluded.ended, recorded = excluded.recorded
WHERE excluded.ended < access_evidence_ended.ended;

-- name: add_objection
INSERT INTO access_objection (person_id, number, state, recorded_by, why, recorded)
SELECT :person_id, 1 + coalesce(max(number), 0), :state, :recorded_by, :why, :recorded
FROM access_objection WHERE person_id = :person_id;

-- name: set_organisation
INSERT INTO access_organisation (code, live, changed) VALUES (:code, :live, :changed)
ON CONFLICT (code) DO UPDATE SET live = excluded.live, changed = excluded.changed;

-- name: set_training
INSERT INTO access_training (viewer_id, passed_until, changed)
VALUES (:viewer_id, :passed_until, :changed)
ON CONFLICT (viewer_id) DO UPDATE
SET passed_until = excluded.passed_until, changed = excluded.changed;

-- name: set_own_number
INSERT INTO access_own_number (viewer_id, salt, digest) VALUES (:viewer_id, :salt, :digest)
ON CONFLICT (viewer_id) DO UPDATE SET salt = excluded.salt, digest = excluded.digest;
