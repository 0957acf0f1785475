-- name: in_force
-- Read on every view: one row by the primary key, or none while the sets of the package are in force.
SELECT number, version FROM restricted_approval ORDER BY number DESC LIMIT 1;

-- name: content_of
SELECT content, proposed_by, based_on FROM restricted_proposal WHERE version = :version;

-- name: propose
INSERT INTO restricted_proposal (version, content, based_on, proposed_by, proposed)
VALUES (:version, :content, :based_on, :proposed_by, :proposed)
ON CONFLICT (version) DO NOTHING;

-- name: approve
INSERT INTO restricted_approval (number, version, approved_by, approved)
VALUES (:number, :version, :approved_by, :approved);

-- name: every
-- Newest proposal first; a handful over the years.
SELECT p.version, p.proposed_by, p.proposed, p.based_on, a.number, a.approved_by, a.approved
FROM restricted_proposal AS p
LEFT JOIN restricted_approval AS a ON a.version = p.version
ORDER BY p.proposed DESC, p.version;
