-- name: witnessed
SELECT * FROM audit_witnessed ORDER BY log, witness;

-- name: forget
DELETE FROM audit_witnessed WHERE log = :log AND witness = :witness;

-- name: keep
INSERT INTO audit_witnessed (log, witness, size, note, at, closed)
VALUES (:log, :witness, :size, :note, :at, :closed);

-- name: lost
-- The longest first: a witness that knows less says so, one that knows more would raise an alarm.
SELECT * FROM audit_lost ORDER BY log, size DESC;

-- name: lose
INSERT INTO audit_lost (log, size, note) VALUES (:log, :size, :note);

-- name: unlose
DELETE FROM audit_lost WHERE log = :log AND size = :size;

-- name: opened
-- What a log says of itself in its first entry.
SELECT body FROM audit_entry WHERE log = :log AND seq = 1;
