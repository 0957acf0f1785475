CREATE TRIGGER source_link_unchanged BEFORE UPDATE OR DELETE ON source_link
FOR EACH ROW EXECUTE FUNCTION access_refuse();
