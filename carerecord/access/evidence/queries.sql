-- name: about_person
-- One person's evidence in force, whoever holds it: a handful of rows by (person_id, ends). Whose it is
-- is matched in Python, in the one place that also matches it for a decision.
SELECT e.id, e.kind, e.person_id, e.holder_kind, e.holder, e.words, e.starts, e.ends,
       e.strength, e.source, e.notify_from
FROM access_evidence AS e
LEFT JOIN access_evidence_ended AS x
    ON x.person_id = e.person_id AND x.evidence_id = e.id AND x.ended <= :at
WHERE e.person_id = :person_id AND e.ends > :at AND e.starts <= :at AND x.evidence_id IS NULL;

-- name: about_people
-- The same for the few people a search found, in one read.
SELECT e.id, e.kind, e.person_id, e.holder_kind, e.holder, e.words, e.starts, e.ends,
       e.strength, e.source, e.notify_from
FROM access_evidence AS e
LEFT JOIN access_evidence_ended AS x
    ON x.person_id = e.person_id AND x.evidence_id = e.id AND x.ended <= :at
WHERE e.person_id IN (:p0, :p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9, :p10, :p11)
    AND e.ends > :at AND e.starts <= :at AND x.evidence_id IS NULL;

-- name: there_now
-- Stays and emergency visits of a few people that a feed told of and nothing has ended yet.
SELECT DISTINCT e.person_id, e.kind, e.words, e.starts, e.source
FROM access_evidence AS e
LEFT JOIN access_evidence_ended AS x
    ON x.person_id = e.person_id AND x.evidence_id = e.id AND x.ended <= :at
WHERE e.person_id IN (:p0, :p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9, :p10, :p11)
    AND e.kind IN ('LR-2', 'LR-3') AND e.source_id <> '' AND e.closed = 0
    AND e.ends > :at AND e.starts <= :at AND x.evidence_id IS NULL
ORDER BY e.starts DESC, e.kind;

-- name: shifts_of
-- Whose evidence this viewer has for the shift (LR-18), by an index that holds shifts alone: a user holds them.
SELECT id, covers_kind, covers, words, starts, ends, source
FROM access_evidence
WHERE kind = 'LR-18' AND holder = :viewer_id AND ends > :at AND starts <= :at;

-- name: emergencies_of
-- By an index that holds emergencies alone.
SELECT count(*) AS in_month,
       coalesce(sum(CASE WHEN starts > :shift_from THEN 1 ELSE 0 END), 0) AS in_shift
FROM access_evidence
WHERE kind = 'LR-16' AND holder = :viewer_id AND starts > :month_from AND starts <= :at;

-- name: people_of_holder
-- Newest first, read backwards along the index until the list is full.
SELECT e.person_id, e.kind, e.words, e.starts
FROM access_evidence AS e
LEFT JOIN access_evidence_ended AS x
    ON x.person_id = e.person_id AND x.evidence_id = e.id AND x.ended <= :at
WHERE e.holder_kind = :holder_kind AND e.holder = :holder
    AND e.ends > :at AND e.starts <= :at
    AND e.kind LIKE 'LR-%' AND e.kind <> 'LR-16' AND e.kind <> 'LR-18'
    AND x.evidence_id IS NULL
ORDER BY e.starts DESC, e.person_id DESC
LIMIT :limit;

-- name: of_person
-- All there ever was, for those who administer; newest first.
SELECT e.id, e.kind, e.person_id, e.holder_kind, e.holder, e.words, e.starts, e.ends,
       e.strength, e.source, e.notify_from, e.source_id, e.recorded, x.ended
FROM access_evidence AS e
LEFT JOIN access_evidence_ended AS x ON x.person_id = e.person_id AND x.evidence_id = e.id
WHERE e.person_id = :person_id
ORDER BY e.starts DESC, e.id;

-- name: add_evidence
INSERT INTO access_evidence (
    person_id, id, kind, holder_kind, holder, words, starts, ends, strength, source, note, recorded,
    notify_from)
VALUES (
    :person_id, :id, :kind, :holder_kind, :holder, :words, :starts, :ends, :strength, :source, :note,
    :recorded, :notify_from)
ON CONFLICT (person_id, id) DO NOTHING;

-- name: end_evidence
-- Said again, an end can only come earlier.
INSERT INTO access_evidence_ended (person_id, evidence_id, ended, recorded)
VALUES (:person_id, :evidence_id, :ended, :recorded)
ON CONFLICT (person_id, evidence_id) DO UPDATE
SET ended = excluded.ended, recorded = excluded.recorded
WHERE excluded.ended < access_evidence_ended.ended;

-- name: add_signal
INSERT INTO access_signal (
    occurrence, id, kind, person_id, source, source_id, event, at, said, until, holder_kind, holder,
    team, words, strength, covers_kind, covers, recorded)
VALUES :rows
ON CONFLICT (occurrence, id) DO NOTHING;

-- name: signals_of_occurrences
SELECT id, kind, person_id, source, source_id, event, at, said, until, holder_kind, holder, team,
       words, strength, covers_kind, covers
FROM access_signal WHERE occurrence IN (VALUES :rows);

-- name: signals_of_source
SELECT kind, person_id, source, source_id, event, at, said, until, holder_kind, holder, team, words,
       strength, covers_kind, covers
FROM access_signal
WHERE source = :source AND kind = :kind;

-- name: count_of_source
SELECT count(*) AS number FROM access_signal WHERE source = :source AND kind = :kind;

-- name: put_worked_out
INSERT INTO access_evidence (
    person_id, id, kind, holder_kind, holder, words, starts, ends, strength, source, note, recorded,
    notify_from, source_id, attested, closed, covers_kind, covers)
VALUES :rows
ON CONFLICT (person_id, id) DO UPDATE SET
    words = excluded.words, starts = excluded.starts, ends = excluded.ends,
    strength = excluded.strength, notify_from = excluded.notify_from,
    attested = excluded.attested, closed = excluded.closed, recorded = excluded.recorded
WHERE excluded.words <> access_evidence.words OR excluded.starts <> access_evidence.starts
    OR excluded.ends <> access_evidence.ends OR excluded.strength <> access_evidence.strength
    OR excluded.notify_from <> access_evidence.notify_from
    OR excluded.attested <> access_evidence.attested
    OR excluded.closed <> access_evidence.closed;

-- name: attested_by
-- What an organisation says of itself and has not said is over, the longest unattested first.
SELECT person_id, id, source, source_id, words, starts, ends, attested
FROM access_evidence
WHERE holder_kind = 'organisation' AND holder = :organisation
    AND kind = :kind AND attested > 0 AND closed = 0
ORDER BY attested, person_id, id;
