-- name: seen
SELECT number FROM alerts_seen WHERE organisation = :organisation;

-- name: see
INSERT INTO alerts_seen (organisation, number) VALUES (:organisation, :number)
ON CONFLICT (organisation) DO UPDATE SET number = excluded.number;
