CREATE FUNCTION onboarding_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER onboarding_change_unchanged BEFORE UPDATE OR DELETE ON onboarding_change
FOR EACH ROW EXECUTE FUNCTION onboarding_refuse();
