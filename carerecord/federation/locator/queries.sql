-- name: of_person
SELECT source_id, asked, holds FROM locator WHERE person = :person;

-- name: learn
INSERT INTO locator (person, source_id, asked, holds) VALUES (:person, :source_id, :asked, :holds)
ON CONFLICT (person, source_id) DO UPDATE SET asked = excluded.asked, holds = excluded.holds
WHERE excluded.asked >= locator.asked;
