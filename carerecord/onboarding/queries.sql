-- name: standing_of
-- Read on every request, by index: the version of everything that is kept in memory, whether this viewer is
-- suspended, and their training that counts now. Three parts of one read, which cost half of one join.
SELECT 'arrangements' AS what, '' AS module, version FROM onboarding_version
UNION ALL
SELECT 'suspended', '', 1 FROM onboarding_suspension
WHERE viewer_id = :viewer_id AND lifted = 0
UNION ALL
SELECT 'training', module, version FROM onboarding_training
WHERE viewer_id = :viewer_id AND counts_until > :at AND counts_from <= :at;

-- name: version
SELECT version FROM onboarding_version;

-- name: raise_version
UPDATE onboarding_version SET version = version + 1;

-- name: add_change
INSERT INTO onboarding_change (number, at, made_by, what, about, why, before, after)
SELECT 1 + coalesce(max(number), 0), :at, :made_by, :what, :about, :why, :before, :after
FROM onboarding_change
RETURNING number;

-- name: changes
-- Newest first; `before` is the last number of the page above.
SELECT number, at, made_by, what, about, why, before, after
FROM onboarding_change
WHERE number < :older_than
ORDER BY number DESC
LIMIT :limit;

-- name: organisations
SELECT code, name, kind, state, been_live, successor, dspt, dpia, caldicott_guardian, dpo,
       clinical_safety, conformance
FROM onboarding_organisation;

-- name: privacy_officers
SELECT organisation, staff_id FROM onboarding_privacy_officer;

-- name: organisation
SELECT code, name, kind, state, been_live, successor, dspt, dpia, caldicott_guardian, dpo,
       clinical_safety, conformance
FROM onboarding_organisation
WHERE code = :code;

-- name: privacy_officers_of
SELECT organisation, staff_id FROM onboarding_privacy_officer WHERE organisation = :code;

-- name: add_organisation
INSERT INTO onboarding_organisation (code, name, kind, state, been_live, successor, dspt, dpia,
                                     caldicott_guardian, dpo, clinical_safety, conformance)
VALUES (:code, :name, :kind, :state, :been_live, :successor, :dspt, :dpia,
        :caldicott_guardian, :dpo, :clinical_safety, :conformance);

-- name: set_organisation
UPDATE onboarding_organisation
SET name = :name, kind = :kind, state = :state, been_live = :been_live, successor = :successor,
    dspt = :dspt, dpia = :dpia, caldicott_guardian = :caldicott_guardian, dpo = :dpo,
    clinical_safety = :clinical_safety, conformance = :conformance
WHERE code = :code;

-- name: add_privacy_officer
INSERT INTO onboarding_privacy_officer (organisation, staff_id) VALUES (:code, :staff_id)
ON CONFLICT (organisation, staff_id) DO NOTHING;

-- name: remove_privacy_officer
DELETE FROM onboarding_privacy_officer WHERE organisation = :code AND staff_id = :staff_id;

-- name: agreements
SELECT id, starts, ends, review, signatory, organisation_scope, ended
FROM onboarding_agreement;

-- name: parties
SELECT agreement_id, organisation, sections_out, sections_in, purposes FROM onboarding_party;

-- name: agreement
SELECT id, ended FROM onboarding_agreement WHERE id = :id;

-- name: add_agreement
INSERT INTO onboarding_agreement (id, starts, ends, review, signatory, organisation_scope)
VALUES (:id, :starts, :ends, :review, :signatory, :organisation_scope);

-- name: add_party
INSERT INTO onboarding_party (agreement_id, organisation, sections_out, sections_in, purposes)
VALUES (:agreement_id, :organisation, :sections_out, :sections_in, :purposes);

-- name: end_agreement
UPDATE onboarding_agreement SET ended = :ended WHERE id = :id;

-- name: switches
SELECT source_id, section, consumer, is_on FROM onboarding_switch;

-- name: switch
SELECT is_on FROM onboarding_switch
WHERE source_id = :source_id AND section = :section AND consumer = :consumer;

-- name: set_switch
INSERT INTO onboarding_switch (source_id, section, consumer, is_on)
VALUES (:source_id, :section, :consumer, :is_on)
ON CONFLICT (source_id, section, consumer) DO UPDATE SET is_on = excluded.is_on;

-- name: modules
SELECT module, version, audience, comply_by FROM onboarding_module;

-- name: add_module
INSERT INTO onboarding_module (module, version, audience, comply_by)
VALUES (:module, :version, :audience, :comply_by);

-- name: add_training
-- The same record again changes nothing, and does not bring back one that was withdrawn.
INSERT INTO onboarding_training (viewer_id, module, version, day, score, organisation, delivered_by,
                                 counts_from, counts_until)
VALUES (:viewer_id, :module, :version, :day, :score, :organisation, :delivered_by,
        :counts_from, :counts_until)
ON CONFLICT (viewer_id, module, version, day, score) DO NOTHING;

-- name: withdraw_training
UPDATE onboarding_training SET counts_until = 0 WHERE viewer_id = :viewer_id AND module = :module;

-- name: training_of
SELECT module, version, day, score, organisation, delivered_by, counts_from, counts_until
FROM onboarding_training
WHERE viewer_id = :viewer_id
ORDER BY module, counts_from;

-- name: training_counting
-- Every record that counts for somebody now; for warnings, not for a request.
SELECT viewer_id, module, version, counts_until
FROM onboarding_training
WHERE counts_until > :at AND counts_from <= :at;

-- name: training_for_organisation
-- Of those who trained for it, or are its privacy officers: what counts now.
SELECT viewer_id, module, version
FROM onboarding_training
WHERE counts_until > :at AND counts_from <= :at
    AND (organisation = :code OR viewer_id IN (SELECT p.staff_id FROM onboarding_privacy_officer AS p
                                               WHERE p.organisation = :code));

-- name: open_suspension
SELECT number, since, made_by, why FROM onboarding_suspension
WHERE viewer_id = :viewer_id AND lifted = 0;

-- name: add_suspension
INSERT INTO onboarding_suspension (viewer_id, number, since, made_by, why, lifted, lifted_by,
                                   lifted_why)
SELECT :viewer_id, 1 + coalesce(max(number), 0), :since, :made_by, :why, 0, '', ''
FROM onboarding_suspension WHERE viewer_id = :viewer_id;

-- name: lift_suspension
UPDATE onboarding_suspension SET lifted = :lifted, lifted_by = :lifted_by, lifted_why = :lifted_why
WHERE viewer_id = :viewer_id AND lifted = 0;
