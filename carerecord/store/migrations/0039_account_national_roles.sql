-- The roles a person's national credential was last seen with: an account linked to it holds no others (AUT-8).
CREATE TABLE account_national_role (
    national_id TEXT NOT NULL,
    organisation TEXT NOT NULL,
    role TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (national_id, organisation, role)
);
