/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/time/mb-schedule.h"

#include "core/model/time/mb-rrule.h"

/* A `when` is on where three things meet: its bounds, a day on which its rule falls, and the hours
 * of that day. Hours that run past midnight reach into one day more, so a moment is looked up on its
 * own day and on the day before. */

#define MINUTES_PER_DAY 1440
#define LOOK_AHEAD_US (366 * MINUTES_PER_DAY * G_GINT64_CONSTANT (60000000))

typedef gboolean (*SpanFunc) (gint64 begin_us, gint64 end_us, gpointer data);

void
mb_schedule_init (MbSchedule *self, const MbWhen *when)
{
  g_return_if_fail (self != NULL);

  *self = (MbSchedule){ .when = when };
}

static MbDate
find_day (MbSchedule *self, MbDate after, MbMarketTime *time)
{
  const MbWhen *when = self->when;
  GTimeZone *zone = mb_market_time_get_zone (time);

  if (when->rrule == NULL)
    return after;

  return mb_rrule_next (when->rrule, when->from.us != MB_UNSET ? mb_date_of (when->from.us, zone) : 0,
                        after, zone);
}

static void
look_at_day (MbSchedule *self, MbDate day, MbMarketTime *time)
{
  MbDate before = mb_date_add (day, -1);
  MbDate found;

  if (self->day == day)
    return;

  self->day = day;
  found = find_day (self, before, time);
  self->on_day_before = found == before;
  if (self->on_day_before)
    found = find_day (self, day, time);
  self->on_day = found == day;
  if (self->on_day)
    found = find_day (self, mb_date_add (day, 1), time);
  self->next_day = found;
}

/* Calls @func for the hours of a day, until it returns TRUE. */
static gboolean
foreach_span (const MbWhen *when, MbDate day, MbMarketTime *time, SpanFunc func, gpointer data)
{
  GTimeZone *zone = mb_market_time_get_zone (time);

  if (when->daily == NULL || when->daily->len == 0)
    return func (mb_date_at (day, 0, zone), mb_date_at (day, MINUTES_PER_DAY, zone), data);

  for (guint i = 0; i < when->daily->len; i++)
    {
      const MbWindow *window = &g_array_index (when->daily, MbWindow, i);
      gint32 to = window->to <= window->from ? window->to + MINUTES_PER_DAY : window->to;

      if (func (mb_date_at (day, window->from, zone), mb_date_at (day, to, zone), data))
        return TRUE;
    }

  return FALSE;
}

static gboolean
span_holds (gint64 begin_us, gint64 end_us, gpointer data)
{
  gint64 us = *(gint64 *) data;

  return us >= begin_us && us < end_us;
}

gboolean
mb_schedule_is_on (MbSchedule *self, gint64 us, MbMarketTime *time)
{
  const MbWhen *when;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (time != NULL, FALSE);

  when = self->when;
  if (when == NULL)
    return TRUE;
  if ((when->from.us != MB_UNSET && us < when->from.us) ||
      (when->to.us != MB_UNSET && us >= when->to.us))
    return FALSE;

  look_at_day (self, mb_market_time_get_date (time, us), time);

  return (self->on_day && foreach_span (when, self->day, time, span_holds, &us)) ||
         (self->on_day_before &&
          foreach_span (when, mb_date_add (self->day, -1), time, span_holds, &us));
}

typedef struct
{
  gint64 after_us;
  gint64 found_us;
} EdgeSearch;

static void
take_edge (EdgeSearch *search, gint64 us)
{
  if (us != MB_UNSET && us > search->after_us)
    search->found_us = MIN (search->found_us, us);
}

static gboolean
take_span (gint64 begin_us, gint64 end_us, gpointer data)
{
  take_edge (data, begin_us);
  take_edge (data, end_us);

  return FALSE;
}

/* The first moment after @us at which anything begins or ends. */
static gint64
find_edge (MbSchedule *self, gint64 us, MbMarketTime *time)
{
  EdgeSearch search = { us, G_MAXINT64 };

  take_edge (&search, self->when->from.us);
  take_edge (&search, self->when->to.us);

  look_at_day (self, mb_market_time_get_date (time, us), time);
  if (self->on_day_before)
    foreach_span (self->when, mb_date_add (self->day, -1), time, take_span, &search);
  if (self->on_day)
    foreach_span (self->when, self->day, time, take_span, &search);
  if (self->next_day != 0)
    foreach_span (self->when, self->next_day, time, take_span, &search);

  return search.found_us;
}

gint64
mb_schedule_get_next_change (MbSchedule *self, gint64 us, MbMarketTime *time)
{
  MbSchedule ahead;
  gboolean on;
  gint64 edge = us;

  g_return_val_if_fail (self != NULL, G_MAXINT64);
  g_return_val_if_fail (time != NULL, G_MAXINT64);

  if (self->when == NULL)
    return G_MAXINT64;

  on = mb_schedule_is_on (self, us, time);
  ahead = *self;
  while (edge - us < LOOK_AHEAD_US)
    {
      if (self->when->to.us != MB_UNSET && edge >= self->when->to.us)
        return G_MAXINT64;
      /* Nothing shows before its bounds. */
      if (self->when->from.us != MB_UNSET && edge < self->when->from.us)
        edge = self->when->from.us;
      else
        edge = find_edge (&ahead, edge, time);
      if (edge == G_MAXINT64 || mb_schedule_is_on (&ahead, edge, time) != on)
        return edge;
    }

  return edge;
}

gboolean
mb_schedule_is_daily (GArray *windows, gint64 us, MbMarketTime *time, gint64 *next_us)
{
  MbWhen when = { .from = MB_TIME_UNSET, .to = MB_TIME_UNSET, .daily = windows };
  MbSchedule schedule;

  mb_schedule_init (&schedule, &when);
  if (next_us != NULL)
    *next_us = mb_schedule_get_next_change (&schedule, us, time);

  return mb_schedule_is_on (&schedule, us, time);
}
