-- name: off
-- Triggers count every row again, and an index grows faster when it is built at once.
SET session_replication_role = replica; SET synchronous_commit = off;
DROP INDEX audit_entry_id, audit_entry_person, audit_entry_viewer, audit_entry_viewer_at, audit_entry_organisation, audit_entry_place, audit_entry_view;

-- name: rows
-- Entries in the order of time, as a log has them, two in three seconds, without a tree. Who looks, and at whom, is
-- drawn unevenly: the busiest organisation has a seventh of all entries.
INSERT INTO audit_entry (log, seq, entry_id, at, kind, viewer_id, viewer_name, viewer_role, viewer_role_name,
    viewer_organisation, viewer_organisation_name, viewer_session, person_id, view_id, body, place, salt, leaf)
SELECT 'generated', n, 'e' || n, '2026-01-01T00:00:00.000+00:00', (ARRAY['open', 'shown', 'decided'])[n % 3 + 1],
    's' || staff, 'Dr Of The Bench', 'doctor', 'Doctor', 'o' || (200 * power(staff % 1000 / 1000.0, 3))::INTEGER,
    'Northgate', '', 'p' || (1500000 * power(random(), 2))::INTEGER, 'v' || n / 3,
    '{"digest":"' || repeat(md5(n::TEXT), 4) || '"}', (:start::BIGINT + n * 630720) * 64, NULL, NULL
FROM (
    SELECT n, (20000 * power(random(), 2))::INTEGER AS staff FROM generate_series(:low::BIGINT, :high::BIGINT) AS n
) AS drawn;

-- name: on
CREATE UNIQUE INDEX audit_entry_id ON audit_entry (entry_id);
CREATE INDEX audit_entry_place ON audit_entry (place);
CREATE INDEX audit_entry_person ON audit_entry (person_id, place);
CREATE INDEX audit_entry_viewer ON audit_entry (viewer_id, place);
CREATE INDEX audit_entry_viewer_at ON audit_entry (viewer_id, viewer_organisation, place);
CREATE INDEX audit_entry_organisation ON audit_entry (viewer_organisation, place);
CREATE INDEX audit_entry_view ON audit_entry (view_id);
SET session_replication_role = origin;
ANALYZE audit_entry;
