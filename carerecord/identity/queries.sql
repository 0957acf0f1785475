-- name: put_person
-- Whoever has no number has none: NULL, so that the others stay unique.
WITH put (
    id, nhs_number, family, given, title, birth_date, gender, died, address, postcode, phone,
    gp_code, gp_name, gp_phone, next_of_kin, death_status, protected, invalidated, death_known)
AS (VALUES :rows)
INSERT INTO person (
    id, nhs_number, family, given, title, birth_date, gender, died, address, postcode, phone,
    gp_code, gp_name, gp_phone, next_of_kin, death_status, protected, invalidated, death_known)
SELECT id, nullif(nhs_number, ''), family, given, title, birth_date, gender, died, address, postcode,
    phone, gp_code, gp_name, gp_phone, next_of_kin, death_status, protected, invalidated, death_known
FROM put WHERE true
ON CONFLICT (id) DO UPDATE SET
    nhs_number = excluded.nhs_number, family = excluded.family, given = excluded.given,
    title = excluded.title, birth_date = excluded.birth_date, gender = excluded.gender,
    died = excluded.died, address = excluded.address, postcode = excluded.postcode,
    phone = excluded.phone, gp_code = excluded.gp_code, gp_name = excluded.gp_name,
    gp_phone = excluded.gp_phone, next_of_kin = excluded.next_of_kin,
    protected = excluded.protected, death_status = excluded.death_status,
    invalidated = excluded.invalidated,
    death_known = CASE WHEN excluded.death_known <> '' AND person.death_known <> ''
        THEN person.death_known ELSE excluded.death_known END;

-- name: protect
INSERT INTO person_protected (nhs_number, source, since) VALUES (:nhs_number, :source, :since)
ON CONFLICT (nhs_number, source) DO NOTHING;

-- name: protect_superseded
-- What was said of a number holds of the number that leads on from it.
INSERT INTO person_protected (nhs_number, source, since)
SELECT :new, old.source, old.since FROM person_protected AS old WHERE old.nhs_number = :old
ON CONFLICT (nhs_number, source) DO NOTHING;

-- name: carry_protection
-- Which of it the number has from nowhere else.
INSERT INTO protected_carried (nhs_number, source, carried_from)
SELECT :new, old.source, :old FROM person_protected AS old
WHERE old.nhs_number = :old AND NOT EXISTS (
    SELECT 1 FROM person_protected AS own WHERE own.nhs_number = :new AND own.source = old.source);

-- name: not_carried
-- A source says so of this number itself.
DELETE FROM protected_carried WHERE nhs_number = :nhs_number AND source = :source;

-- name: carry_no_longer
-- Unless another number that this one replaced has it as well.
DELETE FROM person_protected
WHERE nhs_number = :number AND source IN (
    SELECT c.source FROM protected_carried AS c
    WHERE c.nhs_number = :number AND c.carried_from = :old AND NOT EXISTS (
        SELECT 1 FROM superseded_number AS s JOIN person_protected AS p ON p.nhs_number = s.old
        WHERE s.new = :number AND p.source = c.source));

-- name: forget_carried
DELETE FROM protected_carried WHERE nhs_number = :number AND carried_from = :old;

-- name: not_superseded
DELETE FROM superseded_number WHERE old = :old;

-- name: anybody
SELECT id FROM person LIMIT 1;

-- name: put_name
INSERT INTO person_name (
    family, birth_date, person_id, whole, given, gender, postcode, outward)
VALUES :rows;

-- name: forget_names
DELETE FROM person_name WHERE person_id IN (VALUES :rows);

-- name: by_id
SELECT person.*,
    (SELECT s.new FROM superseded_number AS s WHERE s.old = person.nhs_number) AS replaced_by,
    (SELECT count(*) FROM person_protected AS p WHERE p.nhs_number = person.nhs_number) AS protecting
FROM person
WHERE person.id = :id;

-- name: by_ids
SELECT person.*,
    (SELECT count(*) FROM person_protected AS p WHERE p.nhs_number = person.nhs_number) AS protecting
FROM person WHERE person.id IN (VALUES :rows);

-- name: formerly
-- Numbers that this one replaced, and who the index has under each, if anybody.
SELECT superseded_number.old, person.id
FROM superseded_number LEFT JOIN person ON person.nhs_number = superseded_number.old
WHERE superseded_number.new = :number;

-- name: after_id
SELECT person.*,
    (SELECT count(*) FROM person_protected AS p WHERE p.nhs_number = person.nhs_number) AS protecting
FROM person WHERE id > :id ORDER BY id LIMIT :limit;

-- name: by_number
SELECT person.*,
    (SELECT s.new FROM superseded_number AS s WHERE s.old = person.nhs_number) AS replaced_by,
    (SELECT count(*) FROM person_protected AS p WHERE p.nhs_number = person.nhs_number) AS protecting
FROM person
WHERE person.nhs_number = :nhs_number;

-- name: by_numbers
SELECT person.*,
    (SELECT count(*) FROM person_protected AS p WHERE p.nhs_number = person.nhs_number) AS protecting
FROM person WHERE person.nhs_number IN (VALUES :rows);

-- name: replaced_by
SELECT new FROM superseded_number WHERE old = :old;

-- name: replaced_among
SELECT old, new FROM superseded_number WHERE old IN (VALUES :rows);

-- name: protected_among
SELECT nhs_number FROM person_protected WHERE nhs_number IN (VALUES :rows);

-- name: supersede
INSERT INTO superseded_number (old, new, at) VALUES (:old, :new, :at);

-- name: search_with_date
-- The key starts with family and birth date: three or four short reads of it.
SELECT person_id, whole, given, birth_date FROM person_name
WHERE family = :family
    AND (birth_date IN (:day, :month, :year) OR (birth_date LIKE :within AND length(:day) < 10))
    AND (:given = '' OR given LIKE :starts OR given LIKE :contains)
    AND (:gender = '' OR gender = :gender)
    AND (:postcode = '' OR postcode = :postcode)
    AND (:outward = '' OR outward = :outward)
ORDER BY CASE WHEN given = :given THEN 0 ELSE 1 END, person_id
LIMIT :most;

-- name: search_without_date
SELECT person_id, whole, given, birth_date FROM person_name
WHERE family = :family
    AND (:given = '' OR given LIKE :starts OR given LIKE :contains)
    AND (:gender = '' OR gender = :gender)
    AND (:postcode = '' OR postcode = :postcode)
    AND (:outward = '' OR outward = :outward)
ORDER BY CASE WHEN given = :given THEN 0 ELSE 1 END, person_id
LIMIT :most;

-- name: traced
SELECT outcome FROM national_trace WHERE nhs_number = :nhs_number AND at > :since;

-- name: keep_trace
INSERT INTO national_trace (nhs_number, outcome, at) VALUES (:nhs_number, :outcome, :at)
ON CONFLICT (nhs_number) DO UPDATE SET outcome = excluded.outcome, at = excluded.at;
