-- name: add_request
INSERT INTO person_report (id, person_id, organisation, officer, officer_name, received, requester, purpose,
                           consulted, refused, why, due, responded, recorded)
VALUES (:id, :person_id, :organisation, :officer, :officer_name, :received, :requester, :purpose, :consulted,
        :refused, :why, :due, :responded, :recorded);

-- name: request
SELECT * FROM person_report WHERE id = :id AND (:organisation = '' OR organisation = :organisation);

-- name: requests
-- Those not answered first, the one due first on top; then the newest.
SELECT * FROM person_report WHERE organisation = :organisation
ORDER BY CASE WHEN responded IS NULL THEN 0 ELSE 1 END, CASE WHEN responded IS NULL THEN due ELSE '' END,
         recorded DESC
LIMIT :limit;

-- name: respond
UPDATE person_report SET responded = :day WHERE id = :id AND responded IS NULL;

-- name: propose
INSERT INTO person_report_left_out (id, person_id, look, organisation, why, words, proposed_by, until, recorded)
VALUES (:id, :person_id, :look, :organisation, :why, :words, :proposed_by, :until, :recorded);

-- name: agree
-- A second officer of the same organisation: never who proposed it.
UPDATE person_report_left_out SET agreed_by = :officer
WHERE id = :id AND person_id = :person_id AND organisation = :organisation AND agreed_by IS NULL
    AND proposed_by <> :officer;

-- name: exclusions
SELECT * FROM person_report_left_out WHERE person_id = :person_id AND until >= :day ORDER BY recorded, id;
