CREATE TABLE place (name TEXT NOT NULL PRIMARY KEY) STRICT;
INSERT INTO place SELECT id FROM record WHERE kind = 'stall' AND live = 1;
