/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/time/mb-rrule.h"

#include "core/base/mb-error.h"
#include "core/model/time/mb-rrule-private.h"

/* A rule falls on days of periods: a day, a week, a month or a year, every so many of them. Within
 * one, every BY part only says which days match, and BYSETPOS picks among those that do; so a period
 * costs at most 366 looks, and a rule at most so many periods. */

#define MAX_STEPS 10000
#define MAX_YEARS 400 /* then the calendar repeats itself */
#define USUAL_START 20000101

typedef struct
{
  MbDate first; /* day of the period */
  guint n_days;
} Period;

typedef struct
{
  int year, month, day;
} Day;

static Day
split (MbDate date)
{
  return (Day){ (int) (date / 10000), (int) (date / 100 % 100), (int) (date % 100) };
}

static MbDate
join (int year, int month, int day)
{
  return (MbDate) (year * 10000 + month * 100 + day);
}

/* Days of a month, or of a year when @month is 0. */
static int
count_days (int year, int month)
{
  MbDate first = join (year, MAX (month, 1), 1);
  MbDate next = month == 0 || month == 12 ? join (year + 1, 1, 1) : join (year, month + 1, 1);

  return mb_date_days_between (first, next);
}

static MbDate
week_of (const MbRule *rule, MbDate date)
{
  return mb_date_add (date, -((mb_date_weekday (date) - rule->week_start + 7) % 7));
}

/* The number of a day's period, counted from that of @start. */
static int
get_period_number (const MbRule *rule, MbDate start, MbDate date)
{
  Day from = split (start), to = split (date);

  switch (rule->freq)
    {
    case MB_FREQ_DAILY:
      return mb_date_days_between (start, date);
    case MB_FREQ_WEEKLY:
      return mb_date_days_between (week_of (rule, start), week_of (rule, date)) / 7;
    case MB_FREQ_MONTHLY:
      return (to.year - from.year) * 12 + to.month - from.month;
    case MB_FREQ_YEARLY:
    default:
      return to.year - from.year;
    }
}

static Period
get_period (const MbRule *rule, MbDate start, int number)
{
  Day from = split (start);
  int months = from.month - 1 + number;

  switch (rule->freq)
    {
    case MB_FREQ_DAILY:
      return (Period){ mb_date_add (start, number), 1 };
    case MB_FREQ_WEEKLY:
      return (Period){ mb_date_add (week_of (rule, start), number * 7), 7 };
    case MB_FREQ_MONTHLY:
      return (Period){ join (from.year + months / 12, months % 12 + 1, 1),
                       (guint) count_days (from.year + months / 12, months % 12 + 1) };
    case MB_FREQ_YEARLY:
    default:
      return (Period){ join (from.year + number, 1, 1), (guint) count_days (from.year + number, 0) };
    }
}

/* Whether a numbered weekday counts here: in its month where months matter, else in its year. */
static gboolean
matches_ordinal (const MbRule *rule, MbDate date, int weekday)
{
  Day day = split (date);
  gboolean in_month = rule->freq == MB_FREQ_MONTHLY || rule->months != 0;
  int n_days = count_days (day.year, in_month ? day.month : 0);
  int index = in_month ? day.day - 1 : mb_date_days_between (join (day.year, 1, 1), date);
  int nth = index / 7 + 1;
  int nth_back = (n_days - 1 - index) / 7 + 1;

  return (rule->weekday_nth[weekday] >> nth & 1) != 0 ||
         (rule->weekday_back[weekday] >> nth_back & 1) != 0;
}

/* What a rule leaves open, its first day says. */
static gboolean
matches_default (const MbRule *rule, MbDate start, MbDate date)
{
  Day from = split (start), day = split (date);

  switch (rule->freq)
    {
    case MB_FREQ_DAILY:
      return TRUE;
    case MB_FREQ_WEEKLY:
      return mb_date_weekday (date) == mb_date_weekday (start);
    case MB_FREQ_MONTHLY:
      return day.day == from.day;
    case MB_FREQ_YEARLY:
    default:
      return day.day == from.day && (rule->months != 0 || day.month == from.month);
    }
}

static gboolean
matches (const MbRule *rule, MbDate start, MbDate date)
{
  Day day = split (date);
  gboolean by_month_day = (rule->days | rule->days_back) != 0;
  gboolean by_weekday = rule->weekdays != 0 || rule->has_ordinals;

  if (rule->months != 0 && (rule->months >> day.month & 1) == 0)
    return FALSE;
  if (!by_month_day && !by_weekday)
    return matches_default (rule, start, date);
  if (by_month_day && (rule->days >> day.day & 1) == 0 &&
      (rule->days_back >> (count_days (day.year, day.month) - day.day + 1) & 1) == 0)
    return FALSE;
  if (by_weekday)
    {
      int weekday = mb_date_weekday (date);

      return (rule->weekdays >> weekday & 1) != 0 ||
             (rule->has_ordinals && matches_ordinal (rule, date, weekday));
    }

  return TRUE;
}

static gboolean
is_picked (const MbRule *rule, guint index, guint n)
{
  if (rule->n_positions == 0)
    return TRUE;
  for (guint i = 0; i < rule->n_positions; i++)
    {
      int position = rule->positions[i];

      if (position > 0 ? (guint) position == index + 1 : (guint) -position == n - index)
        return TRUE;
    }

  return FALSE;
}

/* @days has room for a year. */
static guint
expand (const MbRule *rule, MbDate start, Period period, MbDate *days)
{
  guint n = 0, n_picked = 0;

  for (guint i = 0; i < period.n_days; i++)
    {
      MbDate date = mb_date_add (period.first, (int) i);

      if (matches (rule, start, date))
        days[n++] = date;
    }
  for (guint i = 0; i < n; i++)
    if (is_picked (rule, i, n))
      days[n_picked++] = days[i];

  return n_picked;
}

static MbDate
get_last_day (const MbRule *rule, GTimeZone *zone)
{
  if (rule->until_us != MB_UNSET)
    return mb_date_of (rule->until_us, zone);

  return rule->until != 0 ? rule->until : 99991231;
}

MbDate
mb_rule_next (const MbRule *rule, MbDate start, MbDate after, GTimeZone *zone)
{
  MbDate days[366];
  MbDate last = MIN (get_last_day (rule, zone), (after / 10000 + MAX_YEARS) * 10000 + 1231);
  int n_before = 0, number = 0;

  /* Where occurrences are counted, from the beginning; else from the period asked about. */
  if (rule->count == 0 && after > start)
    {
      number = get_period_number (rule, start, after);
      number -= number % rule->interval;
    }

  for (int step = 0; step < MAX_STEPS; step++, number += rule->interval)
    {
      Period period = get_period (rule, start, number);
      guint n;

      if (period.first > last)
        return 0;
      n = expand (rule, start, period, days);
      for (guint i = 0; i < n; i++)
        {
          if (days[i] < start)
            continue;
          if (days[i] > last || (rule->count != 0 && n_before++ >= rule->count))
            return 0;
          if (days[i] >= after)
            return days[i];
        }
    }

  return 0;
}

gboolean
mb_rrule_check (const char *rrule, gboolean has_from, GError **error)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  MbRule rule;

  g_return_val_if_fail (rrule != NULL, FALSE);

  if (!mb_rule_parse (&rule, rrule, error))
    return FALSE;
  if (!has_from && (rule.interval > 1 || rule.count != 0))
    {
      mb_error_set (error, MB_ERROR_INVALID, "", "INTERVAL and COUNT need a first day in “from”");
      return FALSE;
    }

  /* Its end does not make a rule impossible, and neither does a first day that is not known here. */
  rule.until = 0;
  rule.until_us = MB_UNSET;
  rule.interval = 1;
  if (mb_rule_next (&rule, USUAL_START, USUAL_START, utc) == 0)
    {
      mb_error_set (error, MB_ERROR_INVALID, "", "The rule never falls on a day");
      return FALSE;
    }

  return TRUE;
}

MbDate
mb_rrule_next (const char *rrule, MbDate start, MbDate after, GTimeZone *zone)
{
  MbRule rule;

  g_return_val_if_fail (rrule != NULL, 0);
  g_return_val_if_fail (after != 0, 0);
  g_return_val_if_fail (zone != NULL, 0);

  if (!mb_rule_parse (&rule, rrule, NULL))
    return 0;

  return mb_rule_next (&rule, start != 0 ? start : USUAL_START, after, zone);
}
