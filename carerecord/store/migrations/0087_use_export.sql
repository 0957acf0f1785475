-- When the days of use that are whole are next written to files; one row, claimed by one server process at a time.
CREATE TABLE use_export (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    due BIGINT NOT NULL
);

INSERT INTO use_export (id, due) VALUES (1, 0);
