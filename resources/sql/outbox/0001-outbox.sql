-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a device still has to tell its hub.

CREATE TABLE outbox (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  source TEXT NOT NULL -- ID~BIRTH: 64 random bits made with the file
) STRICT;

-- Never a number twice, also when the line that had it is long gone.
CREATE TABLE line (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  text BLOB NOT NULL
) STRICT;

-- Those that the hub would not have.
CREATE TABLE aside (
  n INTEGER PRIMARY KEY,
  text BLOB NOT NULL
) STRICT;
