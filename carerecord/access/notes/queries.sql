-- name: put
-- The next word on one matter; without words, the note is taken back.
INSERT INTO person_note (matter, number, person_id, source, section, words, noted)
SELECT :matter, 1 + coalesce(max(number), 0), :person_id, :source, :section, :words, :noted
FROM person_note WHERE matter = :matter;

-- name: about
SELECT source, section, words, noted FROM person_note AS n
WHERE person_id = :person_id AND words <> ''
    AND number = (SELECT max(m.number) FROM person_note AS m WHERE m.matter = n.matter)
ORDER BY noted, matter;
