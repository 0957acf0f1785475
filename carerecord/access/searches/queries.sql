-- name: add_search
INSERT INTO access_search (viewer_id, id, at, outcome) VALUES (:viewer_id, :id, :at, :outcome);

-- name: forget_searches
-- Of this viewer: older than the hour that is counted.
DELETE FROM access_search WHERE viewer_id = :viewer_id AND at <= :before;

-- name: count_searches
SELECT count(*) AS number FROM access_search
WHERE viewer_id = :viewer_id AND at > :since AND outcome = :outcome;

-- name: start_counting_anew
DELETE FROM access_search WHERE viewer_id = :viewer_id;

-- name: stopped
SELECT at FROM access_search_stop
WHERE viewer_id = :viewer_id AND session = :session AND signed_in = 0
LIMIT 1;

-- name: stop
INSERT INTO access_search_stop (viewer_id, session, at, signed_in)
VALUES (:viewer_id, :session, :at, 0)
ON CONFLICT (viewer_id, session, at) DO NOTHING;

-- name: signed_in_again
UPDATE access_search_stop SET signed_in = :at
WHERE viewer_id = :viewer_id AND session = :session AND signed_in = 0 AND at <= :at;
