-- Still append-only, but for what `audit_removed` names: content can go, the hash that stands for it cannot.
DROP TRIGGER audit_entry_unchanged;
CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry
WHEN NOT EXISTS (SELECT 1 FROM audit_removed WHERE log = OLD.log AND seq = OLD.seq)
    OR NEW.salt IS NOT NULL OR NEW.body <> '' OR NEW.person_id <> '' OR NEW.viewer_id <> ''
    OR NEW.log <> OLD.log OR NEW.seq <> OLD.seq OR NEW.leaf IS NOT OLD.leaf
    OR NEW.entry_id <> OLD.entry_id OR NEW.kind <> OLD.kind OR NEW.at <> OLD.at
    OR NEW.place <> OLD.place
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

DROP TRIGGER audit_entry_kept;
CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry
WHEN NOT EXISTS (SELECT 1 FROM audit_removed WHERE log = OLD.log AND seq = 0)
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TRIGGER audit_removed_unchanged BEFORE UPDATE ON audit_removed
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_removed_kept BEFORE DELETE ON audit_removed
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
