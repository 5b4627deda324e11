/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/time/mb-market-time.h"
#include "hub/clerk/mb-standings.h"

G_BEGIN_DECLS

/**
 * mb_derive: what only the hub can say beside a value: for a price yesterday's last figure, the
 * week's lowest, and since when it is what it is; for a promotion what its product was at its stall
 * before it began; for a playlist when it was changed, and what it showed then, which goes on to its end.
 * Whatever it needs of the past stands beside what stood before (`days`: the last and the lowest figure of each of
 * the last market days, by observation), so the same changes give the same bytes after any restart.
 * @news: what is going to stand
 * @former: (nullable): what stood
 * @fold: what stands besides
 * @at_us: the hub's time of the change
 *
 * Returns: (transfer full) (nullable): compact JSON; %NULL where nothing is derived
 */
GBytes *mb_derive (MbRecord *news, const MbStanding *former, MbStandings *fold, gint64 at_us, MbMarketTime *time);

/**
 * mb_derive_anew: what is to be said beside a value that stays, now that time has passed. It names the
 * revision that the value came with (`value_rev`), for whoever has seen only that.
 *
 * Returns: (transfer full) (nullable): %NULL when it is what stands already
 */
GBytes *mb_derive_anew (const MbStanding *standing, MbStandings *fold, gint64 at_us, MbMarketTime *time);

/** mb_derived_get_value_rev: the revision that mb_derive_anew() named; 0: none. */
guint64 mb_derived_get_value_rev (GBytes *derived);

G_END_DECLS
