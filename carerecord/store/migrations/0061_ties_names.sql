-- Staff and organisations are compared without case and spaces, so that is how their ties are kept.
INSERT INTO staff_tie (staff_id, organisation, kind, digest, recorded)
SELECT lower(replace(staff_id, ' ', '')), upper(replace(organisation, ' ', '')), kind, digest, max(recorded)
FROM staff_tie
WHERE staff_id <> lower(replace(staff_id, ' ', '')) OR organisation <> upper(replace(organisation, ' ', ''))
GROUP BY 1, 2, 3, 4
ON CONFLICT DO NOTHING;

DELETE FROM staff_tie
WHERE staff_id <> lower(replace(staff_id, ' ', '')) OR organisation <> upper(replace(organisation, ' ', ''));
