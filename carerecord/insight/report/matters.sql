-- name: ask
INSERT INTO person_matter (id, request_id, person_id, kind, from_organisation, to_organisation, officer, officer_name,
                           source, section, words, asked, due, recorded)
VALUES (:id, :request_id, :person_id, :kind, :from_organisation, :to_organisation, :officer, :officer_name, :source,
        :section, :words, :asked, :due, :recorded);

-- name: step
INSERT INTO person_matter_step (matter, number, step, words, made_by, made_by_name, at)
VALUES (:matter, :number, :step, :words, :made_by, :made_by_name, :at)
ON CONFLICT (matter, number) DO NOTHING;

-- name: matter
SELECT * FROM person_matter WHERE id = :id;

-- name: steps
SELECT step, words, made_by, made_by_name, at FROM person_matter_step WHERE matter = :matter ORDER BY number;

-- name: of_request
SELECT * FROM person_matter WHERE request_id = :request_id ORDER BY recorded, id;

-- name: about
SELECT * FROM person_matter WHERE person_id = :person_id ORDER BY recorded, id;

-- name: waiting
-- Asked of an organisation and not answered, the one due first on top.
SELECT * FROM person_matter AS m WHERE to_organisation = :organisation
    AND NOT EXISTS (SELECT 1 FROM person_matter_step AS s WHERE s.matter = m.id)
ORDER BY due, recorded, id;
