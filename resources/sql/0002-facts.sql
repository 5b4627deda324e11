-- SPDX-License-Identifier: GPL-3.0-or-later
-- What happened: appended once, never changed. `fact` is the truth, `tally` is made from it.

CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE -- ID~BIRTH
) STRICT;

CREATE TABLE fact (
  number INTEGER PRIMARY KEY, -- 1, 2, 3 … in the order in which they became durable
  source INTEGER NOT NULL,
  n INTEGER NOT NULL,         -- the source's own
  type TEXT NOT NULL,
  at_us INTEGER NOT NULL,     -- microseconds since 1970: when it happened
  stall TEXT,
  code TEXT,                  -- of the weighing that it is about
  derived BLOB,               -- what the hub says beside it
  text BLOB NOT NULL          -- as its source told it; last, because it may be long
) STRICT;

CREATE UNIQUE INDEX fact_by_source ON fact (source, n);
CREATE INDEX fact_by_type ON fact (type);
CREATE INDEX fact_by_time ON fact (type, at_us, stall);
CREATE INDEX fact_by_code ON fact (code) WHERE code IS NOT NULL;

-- Sums by quarters of an hour since 1970, of which the hours and days of every time zone are made.
CREATE TABLE tally (
  type TEXT NOT NULL,
  quarter INTEGER NOT NULL,
  subject TEXT NOT NULL,
  place TEXT NOT NULL,
  outcome TEXT NOT NULL,
  count INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (type, quarter, subject, place, outcome)
) STRICT, WITHOUT ROWID;
