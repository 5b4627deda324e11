/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/time/mb-market-time.h"
#include "hub/clerk/mb-standings.h"
#include "store/mb-transaction.h"

G_BEGIN_DECLS

/**
 * MbHousekeeping: what a hub does to a board because time has passed: it drops what has stood out its
 * days, and renews what is said beside prices, once a market day; it says what promotions that begin
 * cost before, when they begin. Asked at any time, it does what is left to do, and nothing twice.
 */
typedef struct
{
  MbDate done; /* the market day whose once-a-day is known to be done; 0: none */
  MbDate today;  /* set: the market day */
  gint64 due_us; /* set: when there will be more to do, unless the board changes before */
} MbHousekeeping;

/** mb_housekeeping_run: puts what it does into @fold, and into @transaction's changes. The journal's
 * thread. @market: (nullable) */
void mb_housekeeping_run (MbHousekeeping *self, MbStandings *fold, MbMarket *market, MbMarketTime *time,
                          MbTransaction *transaction);

G_END_DECLS
