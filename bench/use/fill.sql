-- name: month
-- Views of one month as the export writes them, but a month in one file; who comes back is drawn unevenly. The first
-- view of each member of staff, person … is the one with the lowest number.
COPY (
WITH drawn AS (
    SELECT range AS n, random() AS a, random() AS b, random() AS c, random() AS d, random() AS e FROM range($views)
), made AS (
    SELECT n, a, b, c, d, ($start::DATE + (n % 28)::INTEGER) AS day, (7 + 12 * c)::UTINYINT AS hour,
        (sqrt(a) * $staff)::INTEGER AS s, (sqrt(b) * $people)::INTEGER AS p, e FROM drawn
), placed AS (
    SELECT *, (s % 1500)::INTEGER AS o, (s % 9)::INTEGER AS r, (s % 1500 % 8)::INTEGER AS t, (s % 12)::INTEGER AS l
    FROM made
)
SELECT day, hour, 'RNG' || o AS organisation, 'role-' || r AS role,
    ['acute', 'gp', 'community', 'mental-health', 'ambulance', 'social-care', 'care-home', 'pharmacy'][t + 1] AS setting,
    CASE WHEN l < 6 THEN '' ELSE 'ehr-' || l END AS launcher, 'web' AS face, '' AS neighbour, e < 0.002 AS emergency,
    list_filter(['allergies', 'medicines', 'results', 'letters', 'care_plans', 'problems'],
        lambda name : hash(name || n) % 3 = 0) AS sections,
    (300 + 2700 * d * d)::UINTEGER AS response_ms,
    CASE WHEN e > 0.93 THEN ['riverside-gp'] ELSE []::VARCHAR[] END AS missing,
    e > 0.93 AS source_missing, hash(s, $start) AS staff, hash(p, $start, 1) AS person,
    row_number() OVER (PARTITION BY s ORDER BY n) = 1 AS staff_first,
    row_number() OVER (PARTITION BY p ORDER BY n) = 1 AS person_first,
    row_number() OVER (PARTITION BY s ORDER BY n) = 1 AS staff_first_organisation,
    row_number() OVER (PARTITION BY o, p ORDER BY n) = 1 AS person_first_organisation,
    row_number() OVER (PARTITION BY s ORDER BY n) = 1 AS staff_first_role,
    row_number() OVER (PARTITION BY r, p ORDER BY n) = 1 AS person_first_role,
    row_number() OVER (PARTITION BY s ORDER BY n) = 1 AS staff_first_setting,
    row_number() OVER (PARTITION BY t, p ORDER BY n) = 1 AS person_first_setting,
    row_number() OVER (PARTITION BY s ORDER BY n) = 1 AS staff_first_launcher,
    row_number() OVER (PARTITION BY l, p ORDER BY n) = 1 AS person_first_launcher,
    list_filter(['allergies', 'medicines', 'results', 'letters', 'care_plans', 'problems'],
        lambda name : hash(name || s) % 9 = n % 9) AS staff_first_sections,
    list_filter(['allergies', 'medicines', 'results', 'letters', 'care_plans', 'problems'],
        lambda name : hash(name || p) % 5 = n % 5) AS person_first_sections
FROM placed ORDER BY day, hour, organisation
) TO '{to}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (day), FILENAME_PATTERN 'part');
