-- name: take
-- The views of one day, and the views before it of the same month: none on its first day.
CREATE TEMP TABLE view AS
SELECT *, row_number() OVER () AS n FROM read_json($rows, format = 'newline_delimited', columns = {
    day: 'DATE', hour: 'UTINYINT', organisation: 'VARCHAR', role: 'VARCHAR', setting: 'VARCHAR',
    launcher: 'VARCHAR', face: 'VARCHAR', neighbour: 'VARCHAR', emergency: 'BOOLEAN', sections: 'VARCHAR[]',
    response_ms: 'UINTEGER', missing: 'VARCHAR[]', staff: 'UBIGINT', person: 'UBIGINT'});

-- name: nobody_before
CREATE TEMP TABLE before AS SELECT * FROM view LIMIT 0;

-- name: before
CREATE TEMP TABLE before AS
SELECT DISTINCT staff, person, organisation, role, setting, launcher, sections FROM read_parquet($files);

-- name: give
-- A “first” is true on one view of the month for each member of staff, or person, of that organisation, role …:
-- counting them is counting staff and people, in one pass. The order says nothing of who came after whom.
CREATE TEMP TABLE given AS
WITH seen AS (
    SELECT staff, person, unnest(sections) AS section FROM before
), opened AS (
    SELECT n, section,
        row_number() OVER (PARTITION BY section, staff ORDER BY n) = 1
            AND (section, staff) NOT IN (SELECT (section, staff) FROM seen) AS staff_new,
        row_number() OVER (PARTITION BY section, person ORDER BY n) = 1
            AND (section, person) NOT IN (SELECT (section, person) FROM seen) AS person_new
    FROM (SELECT n, staff, person, unnest(sections) AS section FROM view)
), firsts AS (
    SELECT n, list(section ORDER BY section) FILTER (WHERE staff_new) AS of_staff,
        list(section ORDER BY section) FILTER (WHERE person_new) AS of_person
    FROM opened GROUP BY n
)
SELECT
    day, hour, organisation, role, setting, launcher, face, neighbour, emergency, sections, response_ms, missing,
    len(missing) > 0 AS source_missing, staff, person,
    row_number() OVER (PARTITION BY staff ORDER BY n) = 1
        AND staff NOT IN (SELECT staff FROM before) AS staff_first,
    row_number() OVER (PARTITION BY person ORDER BY n) = 1
        AND person NOT IN (SELECT person FROM before) AS person_first,
    row_number() OVER (PARTITION BY organisation, staff ORDER BY n) = 1
        AND (organisation, staff) NOT IN (SELECT (organisation, staff) FROM before) AS staff_first_organisation,
    row_number() OVER (PARTITION BY organisation, person ORDER BY n) = 1
        AND (organisation, person) NOT IN (SELECT (organisation, person) FROM before) AS person_first_organisation,
    row_number() OVER (PARTITION BY role, staff ORDER BY n) = 1
        AND (role, staff) NOT IN (SELECT (role, staff) FROM before) AS staff_first_role,
    row_number() OVER (PARTITION BY role, person ORDER BY n) = 1
        AND (role, person) NOT IN (SELECT (role, person) FROM before) AS person_first_role,
    row_number() OVER (PARTITION BY setting, staff ORDER BY n) = 1
        AND (setting, staff) NOT IN (SELECT (setting, staff) FROM before) AS staff_first_setting,
    row_number() OVER (PARTITION BY setting, person ORDER BY n) = 1
        AND (setting, person) NOT IN (SELECT (setting, person) FROM before) AS person_first_setting,
    row_number() OVER (PARTITION BY launcher, staff ORDER BY n) = 1
        AND (launcher, staff) NOT IN (SELECT (launcher, staff) FROM before) AS staff_first_launcher,
    row_number() OVER (PARTITION BY launcher, person ORDER BY n) = 1
        AND (launcher, person) NOT IN (SELECT (launcher, person) FROM before) AS person_first_launcher,
    coalesce(of_staff, []) AS staff_first_sections, coalesce(of_person, []) AS person_first_sections
FROM view LEFT JOIN firsts USING (n)
ORDER BY ALL;

-- name: clear
DROP TABLE IF EXISTS view; DROP TABLE IF EXISTS before; DROP TABLE IF EXISTS given;

-- name: months
SELECT month, setting, count(*) AS views, count_if(staff_first_setting) AS staff,
    count_if(person_first_setting) AS people, count_if(staff_first) AS all_staff,
    count_if(person_first) AS all_people, count_if(source_missing) AS missing
FROM read_parquet($files, hive_partitioning = true, hive_types_autocast = false)
GROUP BY ALL ORDER BY ALL;

-- name: organisations
SELECT setting, organisation AS key, count(*) AS views, count_if(staff_first_organisation) AS staff,
    count_if(person_first_organisation) AS people
FROM read_parquet($files) GROUP BY ALL ORDER BY ALL;

-- name: roles
SELECT '' AS setting, role AS key, count(*) AS views, count_if(staff_first_role) AS staff,
    count_if(person_first_role) AS people
FROM read_parquet($files) GROUP BY ALL ORDER BY ALL;

-- name: launchers
SELECT '' AS setting, launcher AS key, count(*) AS views, count_if(staff_first_launcher) AS staff,
    count_if(person_first_launcher) AS people
FROM read_parquet($files) GROUP BY ALL ORDER BY ALL;

-- name: sections
SELECT setting, section AS key, count(*) AS views
FROM (SELECT setting, unnest(sections) AS section FROM read_parquet($files)) GROUP BY ALL ORDER BY ALL;

-- name: section_staff
SELECT key, sum(staff)::BIGINT AS staff, sum(people)::BIGINT AS people FROM (
    SELECT unnest(staff_first_sections) AS key, 1 AS staff, 0 AS people FROM read_parquet($files)
    UNION ALL SELECT unnest(person_first_sections), 0, 1 FROM read_parquet($files)
) GROUP BY ALL ORDER BY ALL;

-- name: times
-- Few different times, so this is one pass; the middle one is found from the counts.
SELECT setting, response_ms, count(*) AS views
FROM read_parquet($files) WHERE response_ms IS NOT NULL GROUP BY ALL ORDER BY ALL;
