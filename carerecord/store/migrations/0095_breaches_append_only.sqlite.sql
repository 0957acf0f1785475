CREATE TRIGGER breach_step_unchanged BEFORE UPDATE ON breach_step
BEGIN SELECT RAISE(ABORT, 'breach_step is append-only'); END;

CREATE TRIGGER breach_step_kept BEFORE DELETE ON breach_step
BEGIN SELECT RAISE(ABORT, 'breach_step is append-only'); END;

CREATE TRIGGER person_matter_unchanged BEFORE UPDATE ON person_matter
BEGIN SELECT RAISE(ABORT, 'person_matter is append-only'); END;

CREATE TRIGGER person_matter_kept BEFORE DELETE ON person_matter
BEGIN SELECT RAISE(ABORT, 'person_matter is append-only'); END;

CREATE TRIGGER person_matter_step_unchanged BEFORE UPDATE ON person_matter_step
BEGIN SELECT RAISE(ABORT, 'person_matter_step is append-only'); END;

CREATE TRIGGER person_matter_step_kept BEFORE DELETE ON person_matter_step
BEGIN SELECT RAISE(ABORT, 'person_matter_step is append-only'); END;

CREATE TRIGGER person_note_unchanged BEFORE UPDATE ON person_note
BEGIN SELECT RAISE(ABORT, 'person_note is append-only'); END;

CREATE TRIGGER person_note_kept BEFORE DELETE ON person_note
BEGIN SELECT RAISE(ABORT, 'person_note is append-only'); END;
