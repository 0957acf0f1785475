-- name: last
SELECT id, place, step FROM number_doubt WHERE nhs_number = :nhs_number ORDER BY place DESC LIMIT 1;

-- name: settled_before
SELECT place FROM number_doubt WHERE nhs_number = :nhs_number AND step = 'settled' LIMIT 1;

-- name: of_id
SELECT nhs_number FROM number_doubt WHERE id = :id LIMIT 1;

-- name: put
INSERT INTO number_doubt (nhs_number, place, id, step, why, said_by, at)
VALUES (:nhs_number, :place, :id, :step, :why, :said_by, :at);

-- name: open
SELECT one.id, one.nhs_number, one.why, one.said_by, one.at FROM number_doubt AS one
WHERE one.step = 'doubted' AND NOT EXISTS (
    SELECT 1 FROM number_doubt AS later WHERE later.nhs_number = one.nhs_number AND later.place > one.place)
ORDER BY one.at, one.id;

-- name: last_of_any
WITH wanted (number) AS (VALUES :rows)
SELECT d.nhs_number, d.step FROM wanted CROSS JOIN number_doubt AS d
WHERE d.nhs_number = wanted.number AND NOT EXISTS (
    SELECT 1 FROM number_doubt AS later WHERE later.nhs_number = d.nhs_number AND later.place > d.place);
