-- name: open_case
-- Nothing when there is a case of the same already.
INSERT INTO case_file (organisation, number, origin, level, occasion, viewer_id, viewer_name, role_name,
                       person_id, people, first, last, score, signals, entries, around, opened, due, asked,
                       answer_by)
SELECT :organisation, 1 + coalesce(max(number), 0), :origin, :level, :occasion, :viewer_id, :viewer_name,
       :role_name, :person_id, :people, :first, :last, :score, :signals, :entries, :around, :opened, :due, :asked,
       :answer_by
FROM case_file WHERE organisation = :organisation
ON CONFLICT (organisation, origin, occasion) DO NOTHING;

-- name: numbered
SELECT number FROM case_file
WHERE organisation = :organisation AND origin = :origin AND occasion = :occasion;

-- name: take_step
INSERT INTO case_step (organisation, case_number, number, step, state, sealed, made_by, made_by_name,
                       words, at, told)
SELECT :organisation, :case_number, 1 + coalesce(max(number), 0), :step, :state, :sealed, :made_by,
       :made_by_name, :words, :at, :told
FROM case_step WHERE organisation = :organisation AND case_number = :case_number;

-- name: cases
-- By seriousness, then by when it is due. Each filter that is empty lets everything through. One's own are
-- another officer's.
SELECT c.*, coalesce(s.state, 'new') AS state, coalesce(s.step, '') AS last_step,
       coalesce(s.sealed, 0) AS sealed
FROM case_file AS c
LEFT JOIN case_step AS s ON s.organisation = c.organisation AND s.case_number = c.number
    AND s.number = (SELECT max(t.number) FROM case_step AS t
                    WHERE t.organisation = c.organisation AND t.case_number = c.number)
WHERE c.organisation = :organisation AND c.viewer_id <> :reader
    AND (:level = '' OR c.level = :level)
    AND (:origin = '' OR c.origin = :origin)
    AND (:state = '' OR coalesce(s.state, 'new') = :state
         OR (:state = 'open' AND coalesce(s.state, 'new') <> 'completed'))
    AND (:waiting = -1 OR (coalesce(s.step, '') = 'asked') = (:waiting = 1))
    AND (:viewer_id = '' OR c.viewer_id = :viewer_id)
    AND (:person_id = '' OR c.person_id = :person_id)
    AND c.last >= :since AND c.first < :until
ORDER BY CASE c.level WHEN 'alert' THEN 0 ELSE 1 END, c.due, c.score DESC, c.number
LIMIT :limit;

-- name: case_numbered
SELECT c.*, coalesce(s.state, 'new') AS state, coalesce(s.step, '') AS last_step,
       coalesce(s.sealed, 0) AS sealed
FROM case_file AS c
LEFT JOIN case_step AS s ON s.organisation = c.organisation AND s.case_number = c.number
    AND s.number = (SELECT max(t.number) FROM case_step AS t
                    WHERE t.organisation = c.organisation AND t.case_number = c.number)
WHERE c.organisation = :organisation AND c.number = :number;

-- name: about
-- Whether a view by this member of staff of this person, at about this time, is a case.
SELECT number FROM case_file
WHERE viewer_id = :viewer_id AND person_id = :person_id AND first <= :until AND last >= :since
LIMIT 1;

-- name: asked_of
-- Questions to one member of staff that they have not answered, in cases that are not completed.
SELECT c.organisation, c.number FROM case_file AS c
WHERE c.viewer_id = :viewer_id
    AND EXISTS (SELECT 1 FROM case_step AS s WHERE s.organisation = c.organisation
                AND s.case_number = c.number AND s.step = 'asked')
    AND NOT EXISTS (SELECT 1 FROM case_step AS s WHERE s.organisation = c.organisation
                    AND s.case_number = c.number AND (s.step = 'answered' OR s.state = 'completed'))
ORDER BY c.first;

-- name: questions_about
-- Cases that one person's own questions opened, wherever who looked works.
SELECT organisation, number FROM case_file
WHERE person_id = :person_id AND origin = 'question' ORDER BY opened, organisation, number;

-- name: open_everywhere
SELECT c.organisation, c.number FROM case_file AS c
WHERE c.opened <= :before AND NOT EXISTS (
    SELECT 1 FROM case_step AS s
    WHERE s.organisation = c.organisation AND s.case_number = c.number AND s.state = 'completed')
ORDER BY c.organisation, c.number;

-- name: state_now
SELECT state FROM case_step WHERE organisation = :organisation AND case_number = :case_number
ORDER BY number DESC LIMIT 1;

-- name: steps
SELECT number, step, state, made_by, made_by_name, words, at, told FROM case_step
WHERE organisation = :organisation AND case_number = :number ORDER BY number;

-- name: completed
-- How cases of the organisation ended: what they were picked for, how, and how long it took.
SELECT c.signals, c.origin, c.opened, s.step, s.at FROM case_file AS c
JOIN case_step AS s ON s.organisation = c.organisation AND s.case_number = c.number
WHERE (:organisation = '' OR c.organisation = :organisation) AND s.state = 'completed'
    AND s.step IN ('closed', 'referred', 'suspended', 'closed-by-rule') AND s.at >= :since
ORDER BY s.at;

-- name: times
-- When each case of one organisation came up, was looked at and was completed. Going up to somebody is no look.
SELECT c.level, c.origin, c.opened, c.due, c.answer_by,
    (SELECT min(s.at) FROM case_step AS s
     WHERE s.organisation = c.organisation AND s.case_number = c.number
         AND s.step NOT IN ('escalated-guardian', 'escalated-lead')) AS looked,
    (SELECT min(s.at) FROM case_step AS s
     WHERE s.organisation = c.organisation AND s.case_number = c.number AND s.state = 'completed') AS completed,
    (SELECT count(*) FROM case_step AS s
     WHERE s.organisation = c.organisation AND s.case_number = c.number
         AND s.step = 'escalated-guardian') AS guardian,
    (SELECT count(*) FROM case_step AS s
     WHERE s.organisation = c.organisation AND s.case_number = c.number AND s.step = 'escalated-lead') AS lead
FROM case_file AS c WHERE c.organisation = :organisation AND c.opened >= :since;

-- name: sealed_about
-- Audit entries of sealed cases about one person: not for their own report.
SELECT c.entries FROM case_file AS c
JOIN case_step AS s ON s.organisation = c.organisation AND s.case_number = c.number
    AND s.number = (SELECT max(t.number) FROM case_step AS t
                    WHERE t.organisation = c.organisation AND t.case_number = c.number)
WHERE c.person_id = :person_id AND s.sealed = 1;
