CREATE TRIGGER restricted_proposal_kept BEFORE UPDATE OR DELETE ON restricted_proposal
FOR EACH ROW EXECUTE FUNCTION access_refuse();

CREATE TRIGGER restricted_approval_kept BEFORE UPDATE OR DELETE ON restricted_approval
FOR EACH ROW EXECUTE FUNCTION access_refuse();
