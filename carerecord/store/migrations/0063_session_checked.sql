-- When the identity provider last said what its person may do, and last was asked; what it takes to ask
-- again, sealed with the region's own key. 0 where nobody is asked, and for sessions of before: asked at once.
ALTER TABLE session ADD COLUMN checked_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN asked_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN provider_grant BYTEA;
