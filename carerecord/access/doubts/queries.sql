-- name: put
INSERT INTO doubt (id, person_id, source, item, section, organisation, what, words, asked_by, asked_by_name,
                   asked_by_organisation, at)
VALUES (:id, :person_id, :source, :item, :section, :organisation, :what, :words, :asked_by, :asked_by_name,
        :asked_by_organisation, :at);

-- name: take_step
INSERT INTO doubt_step (doubt, number, step, words, made_by, made_by_name, at)
VALUES (:doubt, :number, :step, :words, :made_by, :made_by_name, :at)
ON CONFLICT (doubt, number) DO NOTHING;

-- name: about
SELECT * FROM doubt WHERE person_id = :person_id ORDER BY at, id;

-- name: of_organisation
-- Newest first.
SELECT * FROM doubt WHERE organisation = :organisation ORDER BY at DESC, id LIMIT :limit;

-- name: steps_about
SELECT s.* FROM doubt_step AS s JOIN doubt AS d ON d.id = s.doubt
WHERE d.person_id = :person_id ORDER BY s.doubt, s.number;

-- name: steps_of_organisation
SELECT s.* FROM doubt_step AS s JOIN doubt AS d ON d.id = s.doubt
WHERE d.organisation = :organisation ORDER BY s.doubt, s.number;
