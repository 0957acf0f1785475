-- name: newest
-- The time of the newest entry of the log that a node writes now.
SELECT e.at FROM audit_head h JOIN audit_entry e ON e.log = h.log AND e.seq = h.size
WHERE h.node = :node AND h.closed = 0;
