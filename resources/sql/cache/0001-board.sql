-- SPDX-License-Identifier: GPL-3.0-or-later
-- The board that a screen showed last.

CREATE TABLE board (
  one INTEGER PRIMARY KEY CHECK (one = 1), -- no row: nothing is kept
  owner TEXT NOT NULL,
  scope TEXT NOT NULL,
  position TEXT NOT NULL,
  at_us INTEGER NOT NULL, -- microseconds since 1970 and the offset it was said in: the hub's newest time
  offset_s INTEGER NOT NULL,
  sum INTEGER NOT NULL -- over all of this and of `record`: what is too much, too little or rotten is found
) STRICT;

CREATE TABLE record (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  bytes BLOB NOT NULL, -- as they came
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
