-- Entries from before the tree take their own number as their place; for that they may be changed once.
ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_unchanged;
UPDATE audit_entry SET place = seq;
ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_unchanged;
