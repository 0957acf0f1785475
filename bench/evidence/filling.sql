-- name: people
-- One chunk of people, each with the evidence a region has: everybody a practice; half an appointment; a third
-- on a caseload; a quarter a referral, a quarter a test; one in twelve a stay; one in twelve a key worker.
INSERT INTO access_evidence (
    person_id, id, kind, holder_kind, holder, words, starts, ends, strength, source, note, recorded,
    source_id)
WITH RECURSIVE person (i) AS (
    SELECT CAST(:low AS BIGINT)
    UNION ALL
    SELECT i + 1 FROM person WHERE i + 1 < :high
),
held (i, n, kind, holder_kind, holder, words, open_days) AS (
    SELECT i, 0, 'LR-1', 'organisation', 'Y' || (10000 + i % 1500), 'registered practice', 0 FROM person
    UNION ALL
    SELECT i, 1, 'LR-4', 'team', 'R' || (100 + i % 60) || '/clinic-' || (i / 60 % 40),
           'seen in your clinic this month', 90
    FROM person WHERE i % 2 = 0
    UNION ALL
    SELECT i, 2, 'LR-6', 'team', 'C' || (100 + i % 40) || '/team-' || (i / 40 % 50),
           'on the caseload of your team', 0
    FROM person WHERE i % 3 = 0
    UNION ALL
    SELECT i, 3, 'LR-5', 'team', 'R' || (100 + i % 60) || '/triage-' || (i / 60 % 20),
           'referred to your team', 548
    FROM person WHERE i % 4 = 1
    UNION ALL
    SELECT i, 4, 'LR-11', 'organisation', 'L' || (100 + i % 25), 'a test was asked of you', 60
    FROM person WHERE i % 4 = 2
    UNION ALL
    SELECT i, 5, 'LR-2', 'team', 'R' || (100 + i % 60) || '/ward-' || (i / 60 % 80),
           'admitted to your ward', 40
    FROM person WHERE i % 12 = 0
    UNION ALL
    SELECT i, 6, 'LR-13', 'user', 'staff-' || (i % 100000), 'you are the key worker', 0
    FROM person WHERE i % 12 = 5
)
SELECT 'p' || (1000000000000000 + i), 'e' || (10000000000000000 + i * 8 + n), kind, holder_kind, holder, words,
       :now - (i * 7919 % 31) * 86400000000 - i % 1000,
       CASE WHEN open_days = 0 THEN 253402214400000000
            ELSE :now + (1 + i * 104729 % open_days) * 86400000000 END,
       'S3', 'feed', '', :now, 'x'
FROM held
ORDER BY i, n;

-- name: by_key
-- The floor: one row by its primary key.
SELECT words FROM access_evidence WHERE person_id = :person_id AND id = :id;

-- name: sqlite_indexes
SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'access_evidence' AND sql IS NOT NULL;

-- name: postgres_indexes
-- All but the primary key's.
SELECT c.relname, pg_get_indexdef(i.indexrelid)
FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
WHERE i.indrelid = 'access_evidence'::regclass AND NOT i.indisprimary;

-- name: analyse
ANALYZE access_evidence;
