CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

-- INSERT OR REPLACE deletes without asking the trigger above, so a row must also be the next one.
CREATE TRIGGER audit_entry_next BEFORE INSERT ON audit_entry
WHEN NEW.seq IS NOT 1 + (SELECT coalesce(max(seq), 0) FROM audit_entry WHERE log = NEW.log)
    OR EXISTS (SELECT 1 FROM audit_entry WHERE entry_id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
