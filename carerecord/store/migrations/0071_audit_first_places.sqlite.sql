-- Entries from before the tree take their own number as their place; for that they may be changed once.
DROP TRIGGER audit_entry_unchanged;
UPDATE audit_entry SET place = seq;
CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
