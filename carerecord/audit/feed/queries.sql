-- name: unsent
-- Logs with entries that this feed has not delivered; those of before the tree have no head.
SELECT ends.log, ends.month, ends.size, coalesce(sent.seq, 0) AS sent
FROM (
    SELECT log, month, size FROM audit_head
    UNION ALL
    SELECT 'main' AS log, '' AS month, max(seq) AS size FROM audit_entry WHERE log = 'main'
) AS ends
LEFT JOIN audit_feed_sent AS sent ON sent.feed = :feed AND sent.log = ends.log
WHERE ends.size > coalesce(sent.seq, 0)
ORDER BY ends.month, ends.log;

-- name: after
SELECT * FROM audit_entry
WHERE log = :log AND seq > :seq AND seq <= :size
ORDER BY seq LIMIT :limit;

-- name: renew
-- One process sends; another takes over when it has not been heard of for a while.
UPDATE audit_feed SET holder = :holder, until = :until
WHERE feed = :feed AND (holder = :holder OR until < :at);

-- name: begin
INSERT INTO audit_feed (feed, holder, until) VALUES (:feed, :holder, :until)
ON CONFLICT (feed) DO NOTHING;

-- name: held
SELECT 1 AS held FROM audit_feed WHERE feed = :feed AND holder = :holder;

-- name: let_go
UPDATE audit_feed SET until = 0 WHERE feed = :feed AND holder = :holder;

-- name: sent
INSERT INTO audit_feed_sent (feed, log, seq) VALUES (:feed, :log, :seq)
ON CONFLICT (feed, log) DO UPDATE SET seq = excluded.seq;
