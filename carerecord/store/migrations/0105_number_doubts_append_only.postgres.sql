CREATE TRIGGER number_doubt_unchanged BEFORE UPDATE OR DELETE ON number_doubt
FOR EACH ROW EXECUTE FUNCTION access_refuse();
