/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-time.h"

G_BEGIN_DECLS

/**
 * MbPriceDay: one market day of a price, by observation. A price's history is a GArray of them, in
 * order of date: all that can be said beside a price is a function of that list and the day it is said
 * on. Amounts are fen for one and the same unit.
 */
typedef struct
{
  MbDate date;
  gint64 last_fen, lowest_fen;
} MbPriceDay;

GArray *mb_price_days_new (void);

/** mb_price_days_note: a figure observed on @date, as the day's newest. */
void mb_price_days_note (GArray *days, MbDate date, gint64 fen);

/**
 * mb_price_days_trim: forgets what cannot matter any more on @today: what is older than the seven days
 * before it, but for the last of those. What lies as far ahead stays: the clock may have been set back.
 */
void mb_price_days_trim (GArray *days, MbDate today);

/** mb_price_days_get_yesterday: yesterday's last figure, %MB_UNSET when there was none. */
gint64 mb_price_days_get_yesterday (const GArray *days, MbDate today);

/** mb_price_days_get_lowest: the lowest of seven days, of which @today is the last; or %MB_UNSET. */
gint64 mb_price_days_get_lowest (const GArray *days, MbDate today);

/**
 * mb_price_days_get_was: what a price was before a promotion that begins on @began, after all that is
 * noted of that day: the lowest of it and of the seven days before it; if there is none, the last
 * before them (the rules on price promotion of the State Administration for Market Regulation, 2020).
 * @marked: a mark stands until it is changed, so the last before those days stood in them, too; a deal
 *   is over when it is done
 */
gint64 mb_price_days_get_was (const GArray *days, MbDate began, gboolean marked);

G_END_DECLS
