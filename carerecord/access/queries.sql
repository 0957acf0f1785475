-- name: state_about
SELECT (SELECT g.live FROM access_organisation AS g WHERE g.code = :organisation) AS live,
       (SELECT t.passed_until FROM access_training AS t
        WHERE t.viewer_id = :viewer_id) AS trained_until;

-- name: set_organisation
INSERT INTO access_organisation (code, live, changed) VALUES (:code, :live, :changed)
ON CONFLICT (code) DO UPDATE SET live = excluded.live, changed = excluded.changed;

-- name: set_training
INSERT INTO access_training (viewer_id, passed_until, changed)
VALUES (:viewer_id, :passed_until, :changed)
ON CONFLICT (viewer_id) DO UPDATE
SET passed_until = excluded.passed_until, changed = excluded.changed;
