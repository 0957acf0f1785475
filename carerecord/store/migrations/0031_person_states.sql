-- What the national service said of a death (DEC-2), and of a number it withdrew (SEN-13).
ALTER TABLE person ADD COLUMN death_status TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN invalidated INTEGER NOT NULL DEFAULT 0;
