/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-time.h"
#include "core/model/place/mb-market.h"

G_BEGIN_DECLS

/**
 * MbMarketTime: the market's zone and opening hours. What is "today" is asked of it, never of the
 * box. Immutable, reference-counted; made anew when the market's record changes.
 *
 * A market day is a calendar day of the zone. Its opening is where its first hours begin; hours that
 * run past midnight belong to the day on which they begin. A market that never says when it opens
 * opens every day at midnight.
 */
typedef struct _MbMarketTime MbMarketTime;

/**
 * mb_market_time_new: @market may be %NULL: Asia/Shanghai, as for a zone that this machine does not
 * know, and no hours.
 */
MbMarketTime *mb_market_time_new (MbMarket *market);
MbMarketTime *mb_market_time_ref (MbMarketTime *self);
void mb_market_time_unref (MbMarketTime *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbMarketTime, mb_market_time_unref)

GTimeZone *mb_market_time_get_zone (MbMarketTime *self); /* (transfer none) */
MbDate mb_market_time_get_date (MbMarketTime *self, gint64 us);

/** mb_market_time_get_midnight: the first instant of a market day. */
gint64 mb_market_time_get_midnight (MbMarketTime *self, MbDate date);

/** mb_market_time_get_opening: when the market opens on a day; %MB_UNSET when it stays closed. */
gint64 mb_market_time_get_opening (MbMarketTime *self, MbDate date);

/** mb_market_time_get_closing: when the last of a day's hours end, be it past midnight; %MB_UNSET when it
 * stays closed. */
gint64 mb_market_time_get_closing (MbMarketTime *self, MbDate date);

/** mb_market_time_get_next_opening: the first opening of a market day, at @us or after it. */
gint64 mb_market_time_get_next_opening (MbMarketTime *self, gint64 us);

/** mb_market_time_is_open: whether @us lies in the hours. */
gboolean mb_market_time_is_open (MbMarketTime *self, gint64 us);

G_END_DECLS
