CREATE TRIGGER case_file_unchanged BEFORE UPDATE ON case_file
BEGIN SELECT RAISE(ABORT, 'cases are append-only'); END;

CREATE TRIGGER case_file_kept BEFORE DELETE ON case_file
BEGIN SELECT RAISE(ABORT, 'cases are append-only'); END;

CREATE TRIGGER case_step_unchanged BEFORE UPDATE ON case_step
BEGIN SELECT RAISE(ABORT, 'cases are append-only'); END;

CREATE TRIGGER case_step_kept BEFORE DELETE ON case_step
BEGIN SELECT RAISE(ABORT, 'cases are append-only'); END;
