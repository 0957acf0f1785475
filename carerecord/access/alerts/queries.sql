-- name: add
-- Nothing when the same was told before.
INSERT INTO alert (organisation, number, reference, kind, rule, viewer_id, viewer_name, role, role_name,
                   role_id, viewer_organisation, viewer_organisation_name, registration, person_id,
                   occasion, at, words, around, entry_id, recorded)
SELECT :to, 1 + coalesce(max(number), 0), :reference, :kind, :rule, :viewer_id, :viewer_name, :role,
       :role_name, :role_id, :viewer_organisation, :viewer_organisation_name, :registration, :person_id,
       :occasion, :at, :words, :around, :entry_id, :recorded
FROM alert WHERE organisation = :to
ON CONFLICT (rule, organisation, viewer_id, person_id, occasion) DO NOTHING;

-- name: of_organisation
-- Newest first; `before` is the number of the last row of the page above, so paging never skips or repeats.
SELECT organisation, number, reference, kind, rule, viewer_id, viewer_name, role, role_name, role_id,
       viewer_organisation, viewer_organisation_name, registration, person_id, occasion, at, words,
       around, entry_id
FROM alert
WHERE organisation = :organisation AND number < :before
ORDER BY number DESC
LIMIT :limit;

-- name: after_number
-- Oldest first, for whoever works through every one of them.
SELECT organisation, number, reference, kind, rule, viewer_id, viewer_name, role, role_name, role_id,
       viewer_organisation, viewer_organisation_name, registration, person_id, occasion, at, words,
       around, entry_id
FROM alert
WHERE organisation = :organisation AND number > :after
ORDER BY number
LIMIT :limit;

-- name: about_person
SELECT organisation, number, reference, kind, rule, viewer_id, viewer_name, role, role_name, role_id,
       viewer_organisation, viewer_organisation_name, registration, person_id, occasion, at, words,
       around, entry_id
FROM alert
WHERE person_id = :person_id
ORDER BY at DESC, organisation, number DESC
LIMIT :limit;
