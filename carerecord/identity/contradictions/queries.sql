-- name: of_person
-- The last step of each source.
SELECT one.* FROM source_contradiction AS one
WHERE one.person_id = :person_id AND NOT EXISTS (
    SELECT 1 FROM source_contradiction AS later
    WHERE later.person_id = one.person_id AND later.source = one.source AND later.place > one.place);

-- name: last
SELECT * FROM source_contradiction WHERE person_id = :person_id AND source = :source
ORDER BY place DESC LIMIT 1;

-- name: of_id
SELECT person_id, source FROM source_contradiction WHERE id = :id LIMIT 1;

-- name: put
INSERT INTO source_contradiction (person_id, source, place, id, step, fields, held, why, said_by, at)
VALUES (:person_id, :source, :place, :id, :step, :fields, :held, :why, :said_by, :at);

-- name: open
SELECT one.* FROM source_contradiction AS one
WHERE one.step = 'contradicts' AND NOT EXISTS (
    SELECT 1 FROM source_contradiction AS later
    WHERE later.person_id = one.person_id AND later.source = one.source AND later.place > one.place)
ORDER BY one.at, one.id;
