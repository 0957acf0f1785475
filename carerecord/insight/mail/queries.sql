-- name: put
INSERT INTO outbox (id, recipient, subject, body, made, next_try, tries, sent)
VALUES (:id, :recipient, :subject, :body, :made, :made, 0, 0);

-- name: waiting
SELECT id, recipient, subject, body, made, tries FROM outbox
WHERE sent = 0 AND next_try <= :at ORDER BY made, id LIMIT :limit;

-- name: claim
-- Whoever changes the row has it: another process finds that it is not due any more.
UPDATE outbox SET tries = tries + 1, next_try = :next_try
WHERE id = :id AND sent = 0 AND tries = :tries;

-- name: sent
UPDATE outbox SET sent = :at WHERE id = :id;

-- name: unsent
SELECT count(*) AS many, coalesce(min(made), 0) AS oldest FROM outbox WHERE sent = 0;
