-- Signals are kept as they came. Evidence worked out from them may move its window and nothing else; what was
-- recorded as it is, a declaration or a launch, never changes. Nothing is removed.
DROP TRIGGER access_evidence_unchanged ON access_evidence;

CREATE TRIGGER access_evidence_unchanged BEFORE UPDATE ON access_evidence
FOR EACH ROW WHEN (
    OLD.source_id = '' OR NEW.source_id <> OLD.source_id OR NEW.person_id <> OLD.person_id
    OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.source <> OLD.source
    OR NEW.holder_kind <> OLD.holder_kind OR NEW.holder <> OLD.holder
    OR NEW.covers_kind <> OLD.covers_kind OR NEW.covers <> OLD.covers)
EXECUTE FUNCTION access_refuse();

CREATE TRIGGER access_evidence_kept BEFORE DELETE ON access_evidence
FOR EACH ROW EXECUTE FUNCTION access_refuse();

CREATE TRIGGER access_signal_unchanged BEFORE UPDATE OR DELETE ON access_signal
FOR EACH ROW EXECUTE FUNCTION access_refuse();

CREATE TRIGGER access_reconciliation_unchanged BEFORE UPDATE OR DELETE ON access_reconciliation
FOR EACH ROW EXECUTE FUNCTION access_refuse();

CREATE TRIGGER access_reconciled_unchanged BEFORE UPDATE OR DELETE ON access_reconciled
FOR EACH ROW EXECUTE FUNCTION access_refuse();
