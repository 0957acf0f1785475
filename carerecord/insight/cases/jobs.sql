-- name: begin
INSERT INTO insight_job (name, due) VALUES (:name, 0) ON CONFLICT (name) DO NOTHING;

-- name: claim
UPDATE insight_job SET due = :next WHERE name = :name AND due <= :at;

-- name: checked
INSERT INTO insight_checked (at, entries, wrong) VALUES (:at, :entries, :wrong);

-- name: last_checked
SELECT at, entries, wrong FROM insight_checked ORDER BY at DESC LIMIT 1;
