/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/time/mb-schedule.h"

#include <stdio.h>
#include <string.h>

static gint64
at (const char *text)
{
  MbTime time;

  g_assert_true (mb_time_parse (text, -1, &time, NULL));

  return time.us;
}

static MbMarketTime *
make_time (const char *zone)
{
  g_autoptr (MbMarket) market = MB_MARKET (mb_record_new (MB_KIND_MARKET, "market"));

  market->time_zone = g_strdup (zone);

  return mb_market_time_new (market);
}

/* @daily: "09:00-11:30 22:00-02:00" */
static MbWhen *
make_when (const char *from, const char *to, const char *rrule, const char *daily)
{
  MbWhen *when = mb_schema_new (&mb_when_schema);
  g_auto (GStrv) windows = g_strsplit (daily != NULL ? daily : "", " ", -1);

  if (from != NULL)
    mb_time_parse (from, -1, &when->from, NULL);
  if (to != NULL)
    mb_time_parse (to, -1, &when->to, NULL);
  when->rrule = g_strdup (rrule);
  if (daily != NULL)
    when->daily = g_array_new (FALSE, FALSE, sizeof (MbWindow));
  for (guint i = 0; windows[i] != NULL; i++)
    {
      int a, b, c, d;
      MbWindow window;

      g_assert_cmpint (sscanf (windows[i], "%d:%d-%d:%d", &a, &b, &c, &d), ==, 4);
      window = (MbWindow){ a * 60 + b, c * 60 + d };
      g_array_append_val (when->daily, window);
    }

  return when;
}

static const struct
{
  const char *zone;
  const char *from, *to, *rrule, *daily;
  const char *begin;   /* where to look from */
  const char *changes; /* whether it is on then, and the next changes */
} cases[] = {
  { "Asia/Shanghai", NULL, NULL, NULL, NULL, "2026-11-23T12:00:00+08:00", "on" },
  { "Asia/Shanghai", "2026-11-24T08:00:00+08:00", "2026-11-25T08:00:00+08:00", NULL, NULL,
    "2026-11-23T12:00:00+08:00", "off 2026-11-24T08:00:00+08:00 2026-11-25T08:00:00+08:00" },
  { "Asia/Shanghai", "2029-11-24T08:00:00+08:00", NULL, NULL, NULL, "2026-11-23T12:00:00+08:00",
    "off 2029-11-24T08:00:00+08:00" },
  { "Asia/Shanghai", NULL, "2026-11-23T12:00:00+08:00", NULL, NULL, "2026-11-23T12:00:00+08:00", "off" },
  { "Asia/Shanghai", NULL, NULL, NULL, "09:00-11:30 14:00-16:00", "2026-11-23T12:00:00+08:00",
    "off 2026-11-23T14:00:00+08:00 2026-11-23T16:00:00+08:00 2026-11-24T09:00:00+08:00 2026-11-24T11:30:00+08:00" },
  /* hours that touch or overlap are one */
  { "Asia/Shanghai", NULL, NULL, NULL, "09:00-11:30 11:30-12:00 11:00-11:45", "2026-11-23T10:00:00+08:00",
    "on 2026-11-23T12:00:00+08:00 2026-11-24T09:00:00+08:00" },
  /* member days, whole days, over the year's end */
  { "Asia/Shanghai", NULL, NULL, "FREQ=MONTHLY;BYMONTHDAY=8,18,28", NULL, "2026-12-20T12:00:00+08:00",
    "off 2026-12-28T00:00:00+08:00 2026-12-29T00:00:00+08:00 2027-01-08T00:00:00+08:00" },
  { "Asia/Shanghai", NULL, NULL, "FREQ=MONTHLY;BYMONTHDAY=8,18,28", "08:00-18:00", "2026-12-28T07:59:59+08:00",
    "off 2026-12-28T08:00:00+08:00 2026-12-28T18:00:00+08:00 2027-01-08T08:00:00+08:00" },
  /* days that follow each other are one stretch */
  { "Asia/Shanghai", NULL, NULL, "FREQ=MONTHLY;BYMONTHDAY=8,9,10", NULL, "2026-12-01T12:00:00+08:00",
    "off 2026-12-08T00:00:00+08:00 2026-12-11T00:00:00+08:00" },
  { "Asia/Shanghai", NULL, NULL, "FREQ=MONTHLY;BYMONTHDAY=31,1", NULL, "2026-12-30T12:00:00+08:00",
    "off 2026-12-31T00:00:00+08:00 2027-01-02T00:00:00+08:00" },
  /* past midnight: the day on which it starts has the say */
  { "Asia/Shanghai", NULL, NULL, "FREQ=MONTHLY;BYMONTHDAY=8", "22:00-02:00", "2026-12-08T00:30:00+08:00",
    "off 2026-12-08T22:00:00+08:00 2026-12-09T02:00:00+08:00 2027-01-08T22:00:00+08:00" },
  { "Asia/Shanghai", NULL, NULL, "FREQ=MONTHLY;BYMONTHDAY=8", "22:00-02:00", "2026-12-09T01:59:59+08:00",
    "on 2026-12-09T02:00:00+08:00 2027-01-08T22:00:00+08:00" },
  { "Asia/Shanghai", NULL, NULL, NULL, "22:00-02:00", "2026-12-31T23:00:00+08:00",
    "on 2027-01-01T02:00:00+08:00 2027-01-01T22:00:00+08:00" },
  { "Asia/Shanghai", NULL, NULL, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "22:00-02:00", "2027-06-01T00:00:00+08:00",
    "off 2028-02-29T22:00:00+08:00 2028-03-01T02:00:00+08:00 2032-02-29T22:00:00+08:00" },
  { "Asia/Shanghai", NULL, NULL, "FREQ=MONTHLY;BYMONTHDAY=8", "10:00-10:00", "2026-12-08T09:00:00+08:00",
    "off 2026-12-08T10:00:00+08:00 2026-12-09T10:00:00+08:00" },
  /* bounds cut what rule and hours allow */
  { "Asia/Shanghai", "2026-12-08T23:00:00+08:00", "2026-12-09T01:00:00+08:00", NULL, "22:00-02:00",
    "2026-12-01T00:00:00+08:00", "off 2026-12-08T23:00:00+08:00 2026-12-09T01:00:00+08:00" },
  { "Asia/Shanghai", "2026-12-09T01:00:00+08:00", NULL, "FREQ=DAILY", "22:00-02:00", "2026-12-01T00:00:00+08:00",
    "off 2026-12-09T22:00:00+08:00 2026-12-10T02:00:00+08:00" },
  { "Asia/Shanghai", "2026-12-08T10:00:00+08:00", NULL, "FREQ=DAILY;INTERVAL=2;COUNT=2", NULL,
    "2026-12-01T00:00:00+08:00",
    "off 2026-12-08T10:00:00+08:00 2026-12-09T00:00:00+08:00 2026-12-10T00:00:00+08:00 2026-12-11T00:00:00+08:00" },
  { "Asia/Shanghai", NULL, NULL, "FREQ=DAILY;UNTIL=20261201", NULL, "2026-11-30T00:00:00+08:00",
    "on 2026-12-02T00:00:00+08:00" },
  /* the box's own zone has no say: the same moment, other hours */
  { "Europe/Berlin", NULL, NULL, NULL, "09:00-11:30", "2026-11-23T12:00:00+08:00",
    "off 2026-11-23T09:00:00+01:00 2026-11-23T11:30:00+01:00" },
  /* the clocks go forward at 02:00 and back at 03:00 */
  { "Europe/Berlin", NULL, NULL, NULL, "02:30-04:00", "2026-03-29T00:00:00+01:00",
    "off 2026-03-29T03:00:00+02:00 2026-03-29T04:00:00+02:00" },
  { "Europe/Berlin", NULL, NULL, NULL, "02:00-02:30", "2026-03-29T00:00:00+01:00",
    "off 2026-03-30T02:00:00+02:00 2026-03-30T02:30:00+02:00" },
  { "Europe/Berlin", NULL, NULL, NULL, "02:30-03:30", "2026-10-25T00:00:00+02:00",
    "off 2026-10-25T02:30:00+02:00 2026-10-25T03:30:00+01:00" },
  { "Europe/Berlin", NULL, NULL, "FREQ=WEEKLY;BYDAY=SU", NULL, "2026-03-27T00:00:00+01:00",
    "off 2026-03-29T00:00:00+01:00 2026-03-30T00:00:00+02:00" },
};

static void
test_changes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MbWhen *when = make_when (cases[i].from, cases[i].to, cases[i].rrule, cases[i].daily);
      g_autoptr (MbMarketTime) time = make_time (cases[i].zone);
      gint64 us = at (cases[i].begin);
      g_autoptr (GString) changes = g_string_new (NULL);
      gsize full = strlen (cases[i].changes);
      MbSchedule schedule;
      gboolean on;

      mb_schedule_init (&schedule, when);
      on = mb_schedule_is_on (&schedule, us, time);
      g_string_append (changes, on ? "on" : "off");
      while (changes->len < full || full < 4)
        {
          gint64 next = mb_schedule_get_next_change (&schedule, us, time);
          g_autofree char *text = NULL;

          if (next == G_MAXINT64 || (full < 4 && next - us > 365 * G_TIME_SPAN_DAY))
            break;
          /* It is exactly there, and a microsecond before it is not. */
          g_assert_true (mb_schedule_is_on (&schedule, next - 1, time) == on);
          g_assert_true (mb_schedule_is_on (&schedule, next, time) != on);
          text = mb_time_format (mb_time_in_zone (next, mb_market_time_get_zone (time)));
          g_string_append_printf (changes, " %s", text);
          on = !on;
          us = next;
        }
      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpstr (changes->str, ==, cases[i].changes);
      mb_schema_free (&mb_when_schema, when);
    }
}

static void
test_nothing (void)
{
  g_autoptr (MbMarketTime) time = make_time ("Asia/Shanghai");
  MbSchedule schedule;

  mb_schedule_init (&schedule, NULL);
  g_assert_true (mb_schedule_is_on (&schedule, 0, time));
  g_assert_cmpint (mb_schedule_get_next_change (&schedule, 0, time), ==, G_MAXINT64);
}

/* Every minute of a month: the schedule agrees with itself however it is asked, and is off wherever a
 * rule that was never allowed stands. */
static void
test_every_minute (void)
{
  MbWhen *when = make_when (NULL, NULL, "FREQ=WEEKLY;BYDAY=MO,SA,SU", "06:00-06:30 23:45-00:15");
  g_autoptr (MbMarketTime) time = make_time ("Europe/Berlin");
  gint64 end = at ("2026-04-05T00:00:00+02:00");
  MbSchedule forward, fresh;
  gint64 next = 0;
  gboolean on = FALSE;

  mb_schedule_init (&forward, when);
  for (gint64 us = at ("2026-03-20T00:00:00+01:00"); us < end; us += 60 * G_USEC_PER_SEC)
    {
      gboolean now_on;

      mb_schedule_init (&fresh, when);
      now_on = mb_schedule_is_on (&forward, us, time);
      g_assert_true (now_on == mb_schedule_is_on (&fresh, us, time));
      if (next != 0)
        g_assert_true ((us >= next) == (now_on != on));
      if (next == 0 || us >= next)
        {
          next = mb_schedule_get_next_change (&forward, us, time);
          on = now_on;
        }
    }

  g_free (when->rrule);
  when->rrule = g_strdup ("FREQ=SECONDLY");
  mb_schedule_init (&forward, when);
  g_assert_false (mb_schedule_is_on (&forward, end, time));
  g_assert_cmpint (mb_schedule_get_next_change (&forward, end, time), ==, G_MAXINT64);
  mb_schema_free (&mb_when_schema, when);
}

/* On for ever in pieces of a day: it says so within a bounded time. */
static void
test_endless (void)
{
  MbWhen *when = make_when (NULL, NULL, "FREQ=DAILY", "00:00-12:00 12:00-00:00");
  g_autoptr (MbMarketTime) time = make_time ("Asia/Shanghai");
  gint64 us = at ("2026-11-23T12:00:00+08:00");
  gint64 begin = g_get_monotonic_time ();
  MbSchedule schedule;
  gint64 next;

  mb_schedule_init (&schedule, when);
  next = mb_schedule_get_next_change (&schedule, us, time);
  g_assert_cmpint (next - us, >=, 366 * G_TIME_SPAN_DAY);
  g_assert_true (mb_schedule_is_on (&schedule, next, time));
  g_assert_cmpint (g_get_monotonic_time () - begin, <, G_USEC_PER_SEC);
  mb_schema_free (&mb_when_schema, when);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/schedule/changes", test_changes);
  g_test_add_func ("/schedule/nothing", test_nothing);
  g_test_add_func ("/schedule/every-minute", test_every_minute);
  g_test_add_func ("/schedule/endless", test_endless);

  return g_test_run ();
}
