/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-base"

#include "core/base/mb-time.h"

#include "core/base/mb-civil.h"
#include "core/base/mb-error.h"

#include <string.h>

/* Days of the calendar and where they lie on the line of time in a zone. */

static gint64
date_to_days (MbDate date)
{
  return mb_civil_to_days ((MbCivil){ (int) (date / 10000), (int) (date / 100 % 100),
                                      (int) (date % 100) });
}

static MbDate
date_from_days (gint64 days)
{
  MbCivil civil = mb_civil_from_days (days);

  return (MbDate) (civil.year * 10000 + civil.month * 100 + civil.day);
}

gboolean
mb_date_parse (const char *text, gssize length, MbDate *date, GError **error)
{
  MbCivil civil;
  gsize size;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (date != NULL, FALSE);

  size = length < 0 ? strlen (text) : (gsize) length;
  if (size == sizeof "2026-11-23" - 1 && mb_read_civil (text, &civil))
    {
      *date = (MbDate) (civil.year * 10000 + civil.month * 100 + civil.day);
      return TRUE;
    }

  mb_error_set (error, MB_ERROR_SYNTAX, "", "Not a date such as 2026-11-23");

  return FALSE;
}

char *
mb_date_format (MbDate date)
{
  g_return_val_if_fail (date != 0, NULL);

  return g_strdup_printf ("%04u-%02u-%02u", date / 10000, date / 100 % 100, date % 100);
}

MbDate
mb_date_of (gint64 us, GTimeZone *zone)
{
  gint64 local = mb_floor_div (us, G_USEC_PER_SEC) + mb_time_in_zone (us, zone).offset_s;

  return date_from_days (mb_floor_div (local, MB_SECONDS_PER_DAY));
}

MbDate
mb_date_add (MbDate date, int days)
{
  g_return_val_if_fail (date != 0, 0);

  return date_from_days (date_to_days (date) + days);
}

int
mb_date_days_between (MbDate from, MbDate to)
{
  return (int) (date_to_days (to) - date_to_days (from));
}

int
mb_date_weekday (MbDate date)
{
  gint64 days = date_to_days (date) + 3; /* 1970-01-01 was a Thursday */

  return (int) (days - mb_floor_div (days, 7) * 7) + 1;
}

static gint64
get_offset (gint64 seconds, GTimeZone *zone)
{
  return mb_time_in_zone (seconds * G_USEC_PER_SEC, zone).offset_s;
}

/* The first second after @before, and at most @after, at which the offset is no longer that of
 * @before. */
static gint64
find_change (gint64 before, gint64 after, GTimeZone *zone)
{
  gint64 offset = get_offset (before, zone);

  while (after - before > 1)
    {
      gint64 middle = before + (after - before) / 2;

      if (get_offset (middle, zone) == offset)
        before = middle;
      else
        after = middle;
    }

  return after;
}

gint64
mb_date_at (MbDate date, int minute, GTimeZone *zone)
{
  gint64 local, earlier, later;

  g_return_val_if_fail (date != 0, MB_UNSET);
  g_return_val_if_fail (zone != NULL, MB_UNSET);

  local = date_to_days (date) * MB_SECONDS_PER_DAY + minute * G_GINT64_CONSTANT (60);

  /* No clock is more than 14 hours from Greenwich, and none was ever set more than a day: the two
   * offsets around the minute are the only ones that it can be read in. */
  earlier = get_offset (local - 2 * MB_SECONDS_PER_DAY, zone);
  later = get_offset (local + 2 * MB_SECONDS_PER_DAY, zone);
  if (get_offset (local - earlier, zone) == earlier)
    return (local - earlier) * G_USEC_PER_SEC;
  if (get_offset (local - later, zone) == later)
    return (local - later) * G_USEC_PER_SEC;

  return find_change (local - later, local - earlier, zone) * G_USEC_PER_SEC;
}
