/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/time/mb-market-time.h"
#include "hub/clerk/mb-standing.h"

G_BEGIN_DECLS

/**
 * mb_derive: what only the hub can say beside a value: for a price yesterday's last figure, the
 * week's lowest, and since when it is what it is. Whatever it needs of the past it finds in what stood
 * before (`days`: the last and the lowest figure of each of the last seven market days, by
 * observation), so the same changes give the same bytes after any restart.
 * @news: what is going to stand; the same record as in @former when only the day has changed
 * @former: (nullable): what stood
 * @at_us: the hub's time of the change
 *
 * Returns: (transfer full) (nullable): compact JSON; %NULL where nothing is derived
 */
GBytes *mb_derive (MbRecord *news, const MbStanding *former, gint64 at_us, MbMarketTime *time);

G_END_DECLS
