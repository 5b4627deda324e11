-- SPDX-License-Identifier: GPL-3.0-or-later
-- The journal of one market. `change` is the truth; everything else can be made from it.

CREATE TABLE meta (
  name TEXT NOT NULL PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Of position 0, before there is a hash.
INSERT INTO meta VALUES ('salt', randomblob(32));

CREATE TABLE change (
  number INTEGER PRIMARY KEY,
  last INTEGER NOT NULL, -- the number that ends its transaction
  at TEXT NOT NULL,      -- RFC 3339
  "by" TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  salt BLOB NOT NULL,
  hash BLOB NOT NULL,
  derived BLOB,
  value BLOB             -- NULL: dropped; last, because it may be long
) STRICT;

-- A record's own history: what it was at an earlier position.
CREATE INDEX change_by_record ON change (kind, id);

-- The newest change of every record that ever was.
CREATE TABLE record (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  number INTEGER NOT NULL,
  live INTEGER NOT NULL, -- 0: dropped
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

-- A snapshot is the range (1, 0…), a delta the ranges (0, P…) and (1, P…).
CREATE UNIQUE INDEX record_by_number ON record (live, number);

-- The greatest number at or before a time, though the clock may have jumped back: only the times
-- that no later and earlier-stamped transaction outdoes. Both columns rise together.
CREATE TABLE moment (
  at_us INTEGER PRIMARY KEY, -- microseconds since 1970
  number INTEGER NOT NULL
) STRICT;

-- What was answered to an idempotency key.
CREATE TABLE answer (
  key TEXT NOT NULL PRIMARY KEY,
  at_us INTEGER NOT NULL,
  digest TEXT NOT NULL, -- hex SHA-256 of the body
  answer BLOB
) STRICT, WITHOUT ROWID;

CREATE INDEX answer_by_age ON answer (at_us);
