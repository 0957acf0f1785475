CREATE TRIGGER restricted_proposal_unchanged BEFORE UPDATE ON restricted_proposal
BEGIN SELECT RAISE(ABORT, 'proposals are append-only'); END;

CREATE TRIGGER restricted_proposal_kept BEFORE DELETE ON restricted_proposal
BEGIN SELECT RAISE(ABORT, 'proposals are append-only'); END;

CREATE TRIGGER restricted_approval_unchanged BEFORE UPDATE ON restricted_approval
BEGIN SELECT RAISE(ABORT, 'approvals are append-only'); END;

CREATE TRIGGER restricted_approval_kept BEFORE DELETE ON restricted_approval
BEGIN SELECT RAISE(ABORT, 'approvals are append-only'); END;
