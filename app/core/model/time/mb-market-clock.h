/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-clock.h"

G_BEGIN_DECLS

/** MbTrust: how well a board knows what time it is. */
typedef enum
{
  MB_TRUST_UNKNOWN, /* nobody could be asked: the stored time carried on, for schedules; not to be shown */
  MB_TRUST_CARRIED, /* the box's own clock, believed, has carried it since the hub was heard */
  MB_TRUST_EXACT    /* the hub said so, since this program began */
} MbTrust;

/** MbBoxTime: what the machine believes. */
typedef struct
{
  gint64 us;             /* its wall clock, since 1970 */
  gboolean synchronised; /* something outside the machine keeps it right */
} MbBoxTime;

/**
 * MbMarketClock: keeps a board's clock at the market's time, and knows how far it is to be trusted. The
 * hub's word counts; between two of them, and when it is gone, the clock goes on by itself
 * (%CLOCK_BOOTTIME). A start without a hub has the newest time that the hub told before, and a box
 * whose clock may be years off: the box is believed only when it is later than that and either
 * synchronised or less than seven days later.
 *
 * A clock that stands still was set by somebody who knows, and is left alone.
 */
typedef struct
{
  MbClock *clock;   /* (owned) */
  gint64 stored_us; /* the hub's newest time before this program began; MB_UNSET: never heard */
  MbTrust trust;
} MbMarketClock;

void mb_market_clock_init (MbMarketClock *self, MbClock *clock);
void mb_market_clock_clear (MbMarketClock *self);

/** mb_market_clock_restore: goes on from the time that was stored; for the start. */
void mb_market_clock_restore (MbMarketClock *self, gint64 stored_us);

/** mb_market_clock_look: takes the box's word, where it counts. May be asked again: a box that was wrong at
 * the start can be put right later. */
void mb_market_clock_look (MbMarketClock *self, const MbBoxTime *box);

/** mb_market_clock_hear: takes the hub's word. */
void mb_market_clock_hear (MbMarketClock *self, gint64 hub_us);

G_END_DECLS
