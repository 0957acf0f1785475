-- name: take_step
INSERT INTO breach_step (organisation, case_number, number, step, words, effects, since, until, made_by,
                         made_by_name, at)
VALUES (:organisation, :case_number, :number, :step, :words, :effects, :since, :until, :made_by, :made_by_name, :at)
ON CONFLICT (organisation, case_number, number) DO NOTHING;

-- name: steps
SELECT * FROM breach_step WHERE organisation = :organisation AND case_number = :case_number ORDER BY number;

-- name: open
-- Of one organisation, or of all; the one found first on top.
SELECT b.organisation, b.case_number FROM breach_step AS b
WHERE b.number = 1 AND (:organisation = '' OR b.organisation = :organisation)
    AND NOT EXISTS (SELECT 1 FROM breach_step AS e WHERE e.organisation = b.organisation
                    AND e.case_number = b.case_number AND e.step = 'ended')
ORDER BY b.at, b.organisation, b.case_number;
