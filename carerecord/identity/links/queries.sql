-- name: steps
SELECT place, step, person, leads_to, undoes, why, said_by, said, at FROM source_link
WHERE source = :source AND local_id = :local_id ORDER BY place;

-- name: last
SELECT person, leads_to, said_by FROM source_link
WHERE source = :source AND local_id = :local_id ORDER BY place DESC LIMIT 1;

-- name: heard
SELECT max(said) AS said FROM source_link WHERE source = :source AND local_id = :local_id;

-- name: put
INSERT INTO source_link (source, local_id, place, step, person, leads_to, undoes, why, said_by, said, at)
VALUES (:source, :local_id, :place, :step, :person, :leads_to, :undoes, :why, :said_by, :said, :at);

-- name: any_of
WITH wanted (source, local_id) AS (VALUES :rows)
SELECT wanted.source, wanted.local_id FROM wanted
WHERE EXISTS (SELECT 1 FROM source_link AS one
    WHERE one.source = wanted.source AND one.local_id = wanted.local_id);
