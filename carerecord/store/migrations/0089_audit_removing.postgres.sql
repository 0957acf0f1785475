-- Still append-only, but for what `audit_removed` names: content can go, the hash that stands for it cannot.
CREATE FUNCTION audit_entry_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM audit_removed WHERE log = OLD.log AND seq = OLD.seq)
        AND NEW.salt IS NULL AND NEW.body = '' AND NEW.person_id = '' AND NEW.viewer_id = ''
        AND NEW.log = OLD.log AND NEW.seq = OLD.seq AND NEW.leaf IS NOT DISTINCT FROM OLD.leaf
        AND NEW.entry_id = OLD.entry_id AND NEW.kind = OLD.kind AND NEW.at = OLD.at
        AND NEW.place = OLD.place
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION audit_entry_refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM audit_removed WHERE log = OLD.log AND seq = 0) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;

DROP TRIGGER audit_entry_unchanged ON audit_entry;
CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse_change();
CREATE TRIGGER audit_entry_removed BEFORE DELETE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse_removal();

CREATE TRIGGER audit_removed_unchanged BEFORE UPDATE OR DELETE ON audit_removed
FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse();
