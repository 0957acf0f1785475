-- name: compared
SELECT entry_id FROM insight_source_log WHERE source = :source AND day = :day;

-- name: keep
INSERT INTO insight_source_log (source, day, entry_id) VALUES (:source, :day, :entry_id);
