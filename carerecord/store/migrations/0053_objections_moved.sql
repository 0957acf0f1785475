-- What was decided about sharing before there were steps: each row a decision about the whole record, with
-- no review date, so that it is listed as overdue for review.
INSERT INTO objection (person_id, scope, target, number, id, step, state, asked_at, recorded_by,
                       evidence, controller, reviewer, review_on, recorded)
SELECT person_id, 'record', '', number, 'earlier-' || person_id, 'decided', state, recorded,
       recorded_by, why, '', '', '', recorded
FROM access_objection;

DROP TABLE access_objection;

-- Salted digests of own NHS numbers could be tried against every number, and no keyed digest can be made of
-- them: each employer's next feed brings them again.
DROP TABLE access_own_number;
