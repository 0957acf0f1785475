CREATE TRIGGER objection_unchanged BEFORE UPDATE ON objection
BEGIN SELECT RAISE(ABORT, 'objections are append-only'); END;

CREATE TRIGGER objection_kept BEFORE DELETE ON objection
BEGIN SELECT RAISE(ABORT, 'objections are append-only'); END;

CREATE TRIGGER alert_unchanged BEFORE UPDATE ON alert
BEGIN SELECT RAISE(ABORT, 'alerts are append-only'); END;

CREATE TRIGGER alert_kept BEFORE DELETE ON alert
BEGIN SELECT RAISE(ABORT, 'alerts are append-only'); END;

CREATE TRIGGER tie_agreed_unchanged BEFORE UPDATE ON tie_agreed
BEGIN SELECT RAISE(ABORT, 'agreements are append-only'); END;

CREATE TRIGGER tie_agreed_kept BEFORE DELETE ON tie_agreed
BEGIN SELECT RAISE(ABORT, 'agreements are append-only'); END;

CREATE TRIGGER tie_watched_unchanged BEFORE UPDATE ON tie_watched
BEGIN SELECT RAISE(ABORT, 'watch lists are append-only'); END;

CREATE TRIGGER tie_watched_kept BEFORE DELETE ON tie_watched
BEGIN SELECT RAISE(ABORT, 'watch lists are append-only'); END;
