CREATE TRIGGER source_link_unchanged BEFORE UPDATE ON source_link
BEGIN SELECT RAISE(ABORT, 'links are append-only'); END;

CREATE TRIGGER source_link_kept BEFORE DELETE ON source_link
BEGIN SELECT RAISE(ABORT, 'links are append-only'); END;
