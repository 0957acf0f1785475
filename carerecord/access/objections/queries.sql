-- name: about_person
-- Every objection of one person as its last step left it: a few rows by the key's first column.
SELECT o.person_id, o.scope, o.target, o.number, o.id, o.step, o.state, o.asked_at, o.recorded_by,
       o.evidence, o.controller, o.reviewer, o.review_on, o.recorded
FROM objection AS o
WHERE o.person_id = :person_id
    AND o.number = (SELECT max(p.number) FROM objection AS p
                    WHERE p.person_id = o.person_id AND p.scope = o.scope AND p.target = o.target)
ORDER BY o.asked_at, o.id;

-- name: last_of_target
SELECT person_id, scope, target, number, id, step, state, asked_at, recorded_by, evidence,
       controller, reviewer, review_on, recorded
FROM objection
WHERE person_id = :person_id AND scope = :scope AND target = :target
ORDER BY number DESC LIMIT 1;

-- name: last_of_id
-- The last step of one objection, unless another about the same thing came after it.
SELECT o.person_id, o.scope, o.target, o.number, o.id, o.step, o.state, o.asked_at, o.recorded_by,
       o.evidence, o.controller, o.reviewer, o.review_on, o.recorded
FROM objection AS o
WHERE o.id = :id
    AND o.number = (SELECT max(p.number) FROM objection AS p
                    WHERE p.person_id = o.person_id AND p.scope = o.scope AND p.target = o.target);

-- name: in_force
-- The whole region's, oldest request first: for the list a governance lead works through.
SELECT o.person_id, o.scope, o.target, o.number, o.id, o.step, o.state, o.asked_at, o.recorded_by,
       o.evidence, o.controller, o.reviewer, o.review_on, o.recorded
FROM objection AS o
WHERE o.state <> 'none'
    AND o.number = (SELECT max(p.number) FROM objection AS p
                    WHERE p.person_id = o.person_id AND p.scope = o.scope AND p.target = o.target)
ORDER BY o.asked_at, o.id;

-- name: history
SELECT person_id, scope, target, number, id, step, state, asked_at, recorded_by, evidence,
       controller, reviewer, review_on, recorded
FROM objection WHERE id = :id ORDER BY number;

-- name: add_step
INSERT INTO objection (person_id, scope, target, number, id, step, state, asked_at, recorded_by,
                       evidence, controller, reviewer, review_on, recorded)
VALUES (:person_id, :scope, :target, :number, :id, :step, :state, :asked_at, :recorded_by,
        :evidence, :controller, :reviewer, :review_on, :recorded);
