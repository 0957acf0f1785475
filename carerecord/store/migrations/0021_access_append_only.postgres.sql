CREATE FUNCTION access_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER access_evidence_unchanged BEFORE UPDATE OR DELETE ON access_evidence
FOR EACH ROW EXECUTE FUNCTION access_refuse();

CREATE TRIGGER access_objection_unchanged BEFORE UPDATE OR DELETE ON access_objection
FOR EACH ROW EXECUTE FUNCTION access_refuse();
