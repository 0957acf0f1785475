CREATE TRIGGER breach_step_unchanged BEFORE UPDATE OR DELETE ON breach_step
FOR EACH ROW EXECUTE FUNCTION access_refuse();

CREATE TRIGGER person_matter_unchanged BEFORE UPDATE OR DELETE ON person_matter
FOR EACH ROW EXECUTE FUNCTION access_refuse();

CREATE TRIGGER person_matter_step_unchanged BEFORE UPDATE OR DELETE ON person_matter_step
FOR EACH ROW EXECUTE FUNCTION access_refuse();

CREATE TRIGGER person_note_unchanged BEFORE UPDATE OR DELETE ON person_note
FOR EACH ROW EXECUTE FUNCTION access_refuse();
