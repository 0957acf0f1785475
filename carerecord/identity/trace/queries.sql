-- name: awaiting
SELECT person_id FROM trace_waiting ORDER BY person_id LIMIT :most;

-- name: former_of
SELECT person_id, given, family, postcode FROM person_former WHERE person_id IN (VALUES :rows)
ORDER BY until DESC, given, family, postcode;

-- name: waited
DELETE FROM trace_waiting WHERE person_id IN (VALUES :rows);

-- name: people
SELECT person.*, (SELECT count(*) FROM person_protected AS p
    WHERE p.nhs_number = person.nhs_number) AS protecting,
    (SELECT t.number FROM trace_person AS t WHERE t.person_id = person.id) AS number
FROM person WHERE person.id IN (VALUES :rows);

-- name: protected_among
SELECT nhs_number FROM person_protected WHERE nhs_number IN (VALUES :rows);

-- name: last_number
SELECT coalesce(max(number), 0) AS number FROM trace_person;

-- name: put_traced
INSERT INTO trace_person (number, person_id) VALUES :rows;

-- name: put_key
INSERT INTO match_key (key, person) VALUES :rows ON CONFLICT (key, person) DO NOTHING;

-- name: forget_key
DELETE FROM match_key WHERE key = :key AND person = :person;

-- name: put_key_apart
INSERT INTO match_key_apart (key, person) VALUES :rows;

-- name: sort_keys_in
-- Of very many at once: an index that is filled in its own order is small, and each of its pages is written once.
INSERT INTO match_key (key, person)
SELECT key, person FROM match_key_apart WHERE true ORDER BY key, person
ON CONFLICT (key, person) DO NOTHING;

-- name: sorted_in
DELETE FROM match_key_apart;

-- name: counted
-- Counted while it was empty, a table stays empty to PostgreSQL, however large it has become, until it counts again.
ANALYZE match_key, trace_person, person, person_name, person_protected, superseded_number;

-- name: any_apart
SELECT person FROM match_key_apart LIMIT 1;

-- name: put_former
INSERT INTO person_former (person_id, given, family, postcode, until) VALUES :rows
ON CONFLICT (person_id, given, family, postcode) DO NOTHING;

-- name: former
SELECT given, family, postcode FROM person_former WHERE person_id = :person_id
ORDER BY until DESC, given, family, postcode LIMIT :most;

-- name: count_name
INSERT INTO name_count (name, kind, people) VALUES :rows
ON CONFLICT (name, kind) DO UPDATE SET people = name_count.people + excluded.people;

-- name: candidates
-- All of one trace in one question: going to and fro takes longer than the work. `match_key` is the only index that is
-- searched; who shares most keys comes first. A person has one row for each former name or home, or one without.
WITH known AS (
    SELECT person.id, person.nhs_number, person.given, person.family, person.birth_date, person.gender,
        person.postcode, person.phone, person.gp_code, person.protected, person.invalidated,
        (SELECT s.new FROM superseded_number AS s WHERE s.old = person.nhs_number) AS replaced_by,
        (SELECT count(*) FROM person_protected AS p WHERE p.nhs_number = person.nhs_number) AS protecting
    FROM (
        SELECT person, count(*) AS shared FROM match_key WHERE key IN (
            :k0, :k1, :k2, :k3, :k4, :k5, :k6, :k7, :k8, :k9, :k10, :k11, :k12, :k13, :k14, :k15,
            :k16, :k17, :k18, :k19, :k20, :k21, :k22, :k23, :k24, :k25, :k26, :k27, :k28, :k29, :k30, :k31,
            :k32, :k33, :k34, :k35, :k36, :k37, :k38, :k39, :k40, :k41, :k42, :k43, :k44, :k45)
        GROUP BY person ORDER BY shared DESC, person LIMIT 200) AS sharing
    JOIN trace_person ON trace_person.number = sharing.person
    JOIN person ON person.id = trace_person.person_id
), former AS (
    SELECT f.person_id, f.given, f.family, f.postcode, row_number() OVER (
        PARTITION BY f.person_id ORDER BY f.until DESC, f.given, f.family, f.postcode) AS place
    FROM known JOIN person_former AS f ON f.person_id = known.id
)
SELECT known.*, former.given AS former_given, former.family AS former_family, former.postcode AS former_postcode,
    coalesce((SELECT people FROM name_count WHERE name = :given AND kind = 'given'), 0) AS called_given,
    coalesce((SELECT people FROM name_count WHERE name = :family AND kind = 'family'), 0) AS called_family,
    coalesce((SELECT people FROM name_count WHERE name = '' AND kind = 'everybody'), 0) AS everybody
FROM known LEFT JOIN former ON former.person_id = known.id AND former.place <= :most
ORDER BY former.place;
