-- From the number in use back to those it replaced: what was recorded under them still counts.
CREATE INDEX superseded_number_new ON superseded_number (new);
