/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-base"

#include "core/base/mb-time.h"

#include "core/base/mb-civil.h"
#include "core/base/mb-error.h"

#include <string.h>

/* RFC 3339 by hand: a list of 97,686 rows and every record on a stream carry several of these. */

#define SHORTEST (sizeof "2026-11-23T06:58:12Z" - 1)

/* A fraction of a second; @text stands behind the dot. Moves @text behind its digits. */
static gboolean
read_fraction (const char **text, const char *end, int *us)
{
  const char *p = *text;
  int scale = 100000;

  *us = 0;
  for (; p < end && g_ascii_isdigit (*p); p++)
    {
      *us += scale * (*p - '0');
      scale /= 10;
    }
  if (p == *text)
    return FALSE;
  *text = p;

  return TRUE;
}

/* "Z" or "+08:00", and nothing behind it. */
static gboolean
read_offset (const char *text, const char *end, gint32 *offset_s)
{
  int hours, minutes;

  *offset_s = 0;
  if (end - text == 1)
    return *text == 'Z' || *text == 'z';
  if (end - text != 6 || (*text != '+' && *text != '-') || text[3] != ':' ||
      !mb_read_digits (text + 1, 2, &hours) || !mb_read_digits (text + 4, 2, &minutes) ||
      hours > 23 || minutes > 59)
    return FALSE;
  *offset_s = (hours * 3600 + minutes * 60) * (*text == '-' ? -1 : 1);

  return TRUE;
}

/* The second that a leap second is counted as, or -1 where there can be none: they end a month of
 * Greenwich. */
static gint64
replace_leap_second (gint64 seconds)
{
  gint64 next_day = mb_floor_div (seconds, MB_SECONDS_PER_DAY);

  if (seconds % MB_SECONDS_PER_DAY != 0 || mb_civil_from_days (next_day).day != 1)
    return -1;

  return seconds - 1;
}

static gboolean
read_time (const char *text, const char *end, MbTime *time)
{
  MbCivil civil;
  int hour, minute, second;
  int fraction = 0;
  gint32 offset_s;
  gint64 seconds;

  if (end - text < (gssize) SHORTEST || !mb_read_civil (text, &civil) ||
      (text[10] != 'T' && text[10] != 't') || !mb_read_digits (text + 11, 2, &hour) ||
      text[13] != ':' || !mb_read_digits (text + 14, 2, &minute) || text[16] != ':' ||
      !mb_read_digits (text + 17, 2, &second) || hour > 23 || minute > 59 || second > 60)
    return FALSE;

  text += 19;
  if (*text == '.')
    {
      text++;
      if (!read_fraction (&text, end, &fraction))
        return FALSE;
    }
  if (!read_offset (text, end, &offset_s))
    return FALSE;

  seconds = mb_civil_to_days (civil) * MB_SECONDS_PER_DAY + hour * 3600 + minute * 60 + second -
            offset_s;
  if (second == 60)
    {
      seconds = replace_leap_second (seconds);
      if (seconds < 0)
        return FALSE;
    }

  *time = (MbTime){ seconds * G_USEC_PER_SEC + fraction, offset_s };

  return TRUE;
}

gboolean
mb_time_parse (const char *text, gssize length, MbTime *time, GError **error)
{
  gsize size;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (time != NULL, FALSE);

  size = length < 0 ? strlen (text) : (gsize) length;
  if (read_time (text, text + size, time))
    return TRUE;

  mb_error_set (error, MB_ERROR_SYNTAX, "",
                "Not a time as in RFC 3339, such as 2026-11-23T06:58:12+08:00");

  return FALSE;
}

char *
mb_time_format (MbTime time)
{
  /* The text has no room for the odd seconds of offsets before 1972. */
  int offset_min = (int) mb_floor_div (time.offset_s, 60);
  int shown = ABS (offset_min);
  gint64 local = time.us + (gint64) offset_min * 60 * G_USEC_PER_SEC;
  gint64 seconds = mb_floor_div (local, G_USEC_PER_SEC);
  gint64 days = mb_floor_div (seconds, MB_SECONDS_PER_DAY);
  int second = (int) (seconds - days * MB_SECONDS_PER_DAY);
  int us = (int) (local - seconds * G_USEC_PER_SEC);
  MbCivil civil = mb_civil_from_days (days);
  char fraction[8] = "";
  char offset[8] = "Z";

  g_return_val_if_fail (time.us != MB_UNSET, NULL);

  if (us % 1000 != 0)
    g_snprintf (fraction, sizeof fraction, ".%06d", us);
  else if (us != 0)
    g_snprintf (fraction, sizeof fraction, ".%03d", us / 1000);
  if (offset_min != 0)
    g_snprintf (offset, sizeof offset, "%c%02d:%02d", offset_min < 0 ? '-' : '+',
                (shown / 60) % 100, shown % 60);

  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d%s%s", civil.year, civil.month, civil.day,
                          second / 3600, second / 60 % 60, second % 60, fraction, offset);
}

MbTime
mb_time_in_zone (gint64 us, GTimeZone *zone)
{
  int interval;

  g_return_val_if_fail (zone != NULL, MB_TIME_UNSET);

  interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL,
                                        mb_floor_div (us, G_USEC_PER_SEC));

  return (MbTime){ us, g_time_zone_get_offset (zone, interval) };
}
