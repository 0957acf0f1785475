-- name: begin
INSERT INTO insight_job (name, due) VALUES (:name, 0) ON CONFLICT (name) DO NOTHING;

-- name: claim
UPDATE insight_job SET due = :next WHERE name = :name AND due <= :at;
