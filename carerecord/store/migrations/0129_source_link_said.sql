-- When the source itself said so, in UTC; empty of a step that a person took. What was said before it changes nothing after it.
ALTER TABLE source_link ADD COLUMN said TEXT NOT NULL DEFAULT '';
