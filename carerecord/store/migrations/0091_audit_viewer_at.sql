-- What one member of staff did at one organisation: what its privacy officer asks.
CREATE INDEX audit_entry_viewer_at ON audit_entry (viewer_id, viewer_organisation, place);
