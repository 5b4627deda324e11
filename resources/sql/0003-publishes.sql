-- SPDX-License-Identifier: GPL-3.0-or-later
-- The newest transactions whose painting is to be confirmed, screen by screen; kept for minutes, so that a hub
-- that starts again knows what it still has to write down.

CREATE TABLE publish (
  number INTEGER PRIMARY KEY, -- of the transaction's last change
  at_us INTEGER NOT NULL
) STRICT;
