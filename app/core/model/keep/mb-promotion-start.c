/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/keep/mb-promotion-start.h"

#include "core/model/time/mb-rrule.h"

/* Where a run of days begins. The days are the rule's; hours that run past midnight belong to the day
 * on which they begin, as everywhere. */

#define MINUTES_PER_DAY 1440
#define LONGEST_RUN 366

/* The hours of a day, from the first to the last of them; what lies between counts, too. */
typedef struct
{
  gint64 begin_us, end_us;
} Hours;

static gint64
get_from (const MbWhen *when)
{
  return when->from.us != MB_UNSET ? when->from.us : G_MININT64;
}

static gint64
get_to (const MbWhen *when)
{
  return when->to.us != MB_UNSET ? when->to.us : G_MAXINT64;
}

static void
add_window (Hours *hours, const MbWhen *when, MbDate day, const MbWindow *window, GTimeZone *zone)
{
  gint32 to = window->to <= window->from ? window->to + MINUTES_PER_DAY : window->to;
  gint64 begin_us = MAX (mb_date_at (day, window->from, zone), get_from (when));
  gint64 end_us = MIN (mb_date_at (day, to, zone), get_to (when));

  if (begin_us >= end_us)
    return;

  hours->begin_us = MIN (hours->begin_us, begin_us);
  hours->end_us = MAX (hours->end_us, end_us);
}

/* Whether it is on at any time of the hours that belong to @day. */
static gboolean
find_hours (const MbWhen *when, MbDate day, MbMarketTime *time, Hours *hours)
{
  static const MbWindow whole = { 0, MINUTES_PER_DAY };
  GTimeZone *zone = mb_market_time_get_zone (time);
  MbDate first = when->from.us != MB_UNSET ? mb_date_of (when->from.us, zone) : 0;

  *hours = (Hours){ G_MAXINT64, G_MININT64 };
  if (when->rrule != NULL && mb_rrule_next (when->rrule, first, day, zone) != day)
    return FALSE;

  if (when->daily == NULL || when->daily->len == 0)
    add_window (hours, when, day, &whole, zone);
  for (guint i = 0; when->daily != NULL && i < when->daily->len; i++)
    add_window (hours, when, day, &g_array_index (when->daily, MbWindow, i), zone);

  return hours->begin_us < hours->end_us;
}

/* The day of the run that is on, 0 when none is. @hours: of that day */
static MbDate
find_day (const MbWhen *when, gint64 us, MbMarketTime *time, Hours *hours)
{
  MbDate today = mb_market_time_get_date (time, us);
  MbDate yesterday = mb_date_add (today, -1);
  Hours other;
  gboolean falls_today = find_hours (when, today, time, hours);

  if (falls_today && us >= hours->begin_us)
    return us < hours->end_us || find_hours (when, mb_date_add (today, 1), time, &other) ? today : 0;

  return find_hours (when, yesterday, time, hours) && (falls_today || us < hours->end_us) ? yesterday : 0;
}

gint64
mb_promotion_find_start (const MbWhen *when, gint64 known_us, gint64 now_us, MbMarketTime *time)
{
  Hours hours, before;
  MbDate day, known;

  g_return_val_if_fail (time != NULL, MB_UNSET);

  if (when == NULL)
    return known_us != MB_UNSET ? known_us : now_us;

  day = find_day (when, now_us, time, &hours);
  if (day == 0)
    return MB_UNSET;

  known = known_us != MB_UNSET ? mb_market_time_get_date (time, known_us) : 0;
  for (int i = 0; i < LONGEST_RUN; i++)
    {
      if (day <= known)
        return known_us;

      day = mb_date_add (day, -1);
      if (!find_hours (when, day, time, &before))
        return hours.begin_us;
      hours = before;
    }

  return known_us != MB_UNSET ? known_us : now_us;
}
