-- name: checked
INSERT INTO insight_checked (at, entries, wrong) VALUES (:at, :entries, :wrong);

-- name: last_checked
SELECT at, entries, wrong FROM insight_checked ORDER BY at DESC LIMIT 1;
