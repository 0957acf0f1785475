CREATE TRIGGER onboarding_change_unchanged BEFORE UPDATE ON onboarding_change
BEGIN SELECT RAISE(ABORT, 'changes are append-only'); END;

CREATE TRIGGER onboarding_change_kept BEFORE DELETE ON onboarding_change
BEGIN SELECT RAISE(ABORT, 'changes are append-only'); END;
