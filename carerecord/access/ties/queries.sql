-- name: keys_of_staff
-- A member's keys that say something, by their own name or their registration: an address or a phone that
-- many share is left out.
SELECT t.kind, t.digest
FROM staff_tie AS t
WHERE t.staff_id IN (:name, :registration)
    AND (t.kind NOT IN ('home', 'phone')
         OR (NOT EXISTS (SELECT 1 FROM tie_institution AS i
                         WHERE i.digest = t.digest AND i.kind = t.kind)
             AND (SELECT count(DISTINCT o.staff_id) FROM staff_tie AS o
                  WHERE o.digest = t.digest AND o.kind = t.kind) < :many_staff));

-- name: told_about
-- The other three in one row: a colleague, agreed beforehand, watched. What was agreed or watched before names
-- were compared without case and spaces is kept as it was written.
SELECT (SELECT count(*) FROM staff_tie AS c
        WHERE c.digest = :own AND c.kind = 'own' AND c.organisation = :organisation
            AND c.staff_id NOT IN (:name, :registration)) AS colleagues,
       (SELECT a.until FROM tie_agreed AS a
        WHERE a.person = :agreed
            AND lower(replace(a.viewer_id, ' ', '')) IN (:name, :registration)
        ORDER BY a.recorded DESC, a.number DESC LIMIT 1) AS agreed_until,
       (SELECT w.watched FROM tie_watched AS w
        WHERE w.person = :watched AND upper(replace(w.organisation, ' ', '')) = :organisation
        ORDER BY w.recorded DESC, w.number DESC LIMIT 1) AS watched;

-- name: forget_staff
DELETE FROM staff_tie WHERE staff_id = :staff_id AND organisation = :organisation;

-- name: add_key
INSERT INTO staff_tie (staff_id, organisation, kind, digest, recorded)
VALUES (:staff_id, :organisation, :kind, :digest, :recorded);

-- name: shared_kinds
-- Every address and phone of staff, to count how many people have them.
SELECT DISTINCT kind, digest FROM staff_tie WHERE kind IN ('home', 'phone');

-- name: forget_institutions
DELETE FROM tie_institution;

-- name: add_institution
INSERT INTO tie_institution (digest, kind, people, counted)
VALUES (:digest, :kind, :people, :counted);

-- name: agree
INSERT INTO tie_agreed (person, viewer_id, number, until, agreed_by, why, recorded)
SELECT :person, :viewer_id, 1 + coalesce(max(number), 0), :until, :agreed_by, :why, :recorded
FROM tie_agreed WHERE person = :person AND viewer_id = :viewer_id;

-- name: watch
INSERT INTO tie_watched (person, organisation, number, watched, recorded_by, why, recorded)
SELECT :person, :organisation, 1 + coalesce(max(number), 0), :watched, :recorded_by, :why, :recorded
FROM tie_watched WHERE person = :person AND organisation = :organisation;
