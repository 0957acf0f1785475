CREATE TRIGGER number_doubt_unchanged BEFORE UPDATE ON number_doubt
BEGIN SELECT RAISE(ABORT, 'doubts are append-only'); END;

CREATE TRIGGER number_doubt_kept BEFORE DELETE ON number_doubt
BEGIN SELECT RAISE(ABORT, 'doubts are append-only'); END;
