CREATE TRIGGER access_evidence_unchanged BEFORE UPDATE ON access_evidence
BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END;

CREATE TRIGGER access_evidence_kept BEFORE DELETE ON access_evidence
BEGIN SELECT RAISE(ABORT, 'evidence is append-only'); END;

CREATE TRIGGER access_objection_unchanged BEFORE UPDATE ON access_objection
BEGIN SELECT RAISE(ABORT, 'objections are append-only'); END;

CREATE TRIGGER access_objection_kept BEFORE DELETE ON access_objection
BEGIN SELECT RAISE(ABORT, 'objections are append-only'); END;
