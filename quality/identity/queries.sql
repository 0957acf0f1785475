-- name: size_sqlite
SELECT sum(d.pgsize) AS bytes FROM dbstat AS d JOIN sqlite_schema AS s ON s.name = d.name
WHERE s.tbl_name IN ('match_key', 'trace_person', 'person_former', 'name_count');

-- name: size_postgres
SELECT CAST(sum(pg_total_relation_size(one::text)) AS BIGINT) AS bytes
FROM unnest(ARRAY['match_key', 'trace_person', 'person_former', 'name_count']) AS one;

-- name: keys
SELECT count(*) AS keys FROM match_key;
