-- name: log
SELECT * FROM witness_log WHERE origin = :origin;

-- name: logs
SELECT * FROM witness_log ORDER BY origin;

-- name: forget
DELETE FROM witness_log WHERE origin = :origin;

-- name: keep
INSERT INTO witness_log (origin, size, note, heard_at, grown_at, closed)
VALUES (:origin, :size, :note, :heard_at, :grown_at, :closed);

-- name: alarm
SELECT * FROM witness_alarm WHERE alarm_id = :alarm_id;

-- name: alarms
SELECT * FROM witness_alarm ORDER BY at, alarm_id;

-- name: untold
SELECT * FROM witness_alarm WHERE told = 0 ORDER BY at, alarm_id;

-- name: told
UPDATE witness_alarm SET told = 1 WHERE alarm_id = :alarm_id;

-- name: raise_alarm
INSERT INTO witness_alarm (alarm_id, at, kind, origin, words, known, shown, over_at, told)
VALUES (:alarm_id, :at, :kind, :origin, :words, :known, :shown, '', 0);

-- name: again
-- What was over has come back, and is told again.
UPDATE witness_alarm SET over_at = '', told = 0 WHERE alarm_id = :alarm_id AND over_at <> '';

-- name: over
UPDATE witness_alarm SET over_at = :at WHERE alarm_id = :alarm_id AND over_at = '';

-- name: over_of_log
-- The kinds that pass when a log goes on as it should.
UPDATE witness_alarm SET over_at = :at
WHERE origin = :origin AND over_at = '' AND kind = :kind;
