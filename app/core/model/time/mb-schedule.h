/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/show/mb-when.h"
#include "core/model/time/mb-market-time.h"

G_BEGIN_DECLS

/**
 * MbSchedule: one `when`, and what its rule says of the market day: worked out once a day, looked up
 * as often as anybody asks. Begins as mb_schedule_init(); holds nothing that has to be freed.
 */
typedef struct
{
  const MbWhen *when; /* (not owned) (nullable): always on */
  MbDate day;         /* what the following is about; 0 = nothing yet */
  gboolean on_day_before, on_day;
  MbDate next_day; /* the next day after it on which the rule falls; 0 = never again */
} MbSchedule;

/** mb_schedule_init: also when the `when` or the market's time has changed. */
void mb_schedule_init (MbSchedule *self, const MbWhen *when);

/** mb_schedule_is_on: whether it shows at @us. */
gboolean mb_schedule_is_on (MbSchedule *self, gint64 us, MbMarketTime *time);

/**
 * mb_schedule_get_next_change: the first instant after @us at which it is no longer as it is at @us;
 * %G_MAXINT64 when it stays so. What stays on for longer than a year is asked again after one.
 */
gint64 mb_schedule_get_next_change (MbSchedule *self, gint64 us, MbMarketTime *time);

/**
 * mb_schedule_is_daily: whether @us lies in windows that are every day's.
 * @windows: (element-type MbWindow): at least one
 * @next_us: (out) (optional): when that will be otherwise
 */
gboolean mb_schedule_is_daily (GArray *windows, gint64 us, MbMarketTime *time, gint64 *next_us);

G_END_DECLS
