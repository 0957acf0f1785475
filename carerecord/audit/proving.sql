-- name: heads
SELECT * FROM audit_head ORDER BY month, node, log;

-- name: head
SELECT * FROM audit_head WHERE log = :log;

-- name: where
SELECT log, seq, leaf FROM audit_entry WHERE entry_id = :entry_id;

-- name: leaves
-- Leaves are numbered from 0 in the tree, entries from 1. (:level is not used: it is 0.)
SELECT leaf AS hash FROM audit_entry
WHERE log = :log AND seq > :low AND seq <= :high AND :level = 0 ORDER BY seq;

-- name: nodes
SELECT hash FROM audit_node
WHERE log = :log AND level = :level AND number >= :low AND number < :high ORDER BY number;
