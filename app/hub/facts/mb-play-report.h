/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/time/mb-market-time.h"
#include "store/mb-fact-row.h"

G_BEGIN_DECLS

/**
 * mb_play_report_write: what was shown from one day to another, both included, by film, screen and hour of the day
 * in the market's zone, as JSON: an hour has all its plays of all those days, since that is what is agreed and
 * paid for. A play counts where it began.
 * @sums: MbFactSum of plays, of those days
 * @by_part: by the named parts of the day (#MbDayPart) instead of its hours
 */
GString *mb_play_report_write (GPtrArray *sums, MbMarketTime *time, MbDate from, MbDate to, gboolean by_part);

G_END_DECLS
