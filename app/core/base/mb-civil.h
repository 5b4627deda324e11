/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The proleptic Gregorian calendar as a count of days from 1970-01-01, in integers: a year is taken
 * to begin in March, so that the leap day is its last and the lengths of its months are linear.
 * Private to this room. */

#define MB_SECONDS_PER_DAY G_GINT64_CONSTANT (86400)

typedef struct
{
  int year, month, day;
} MbCivil;

static inline gint64
mb_floor_div (gint64 value, gint64 by)
{
  return value / by - (value % by < 0);
}

static inline gint64
mb_civil_to_days (MbCivil civil)
{
  gint64 year = civil.year - (civil.month <= 2);
  gint64 era = mb_floor_div (year, 400);
  gint64 year_of_era = year - era * 400;
  gint64 day_of_year = (153 * ((civil.month + 9) % 12) + 2) / 5 + civil.day - 1;

  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

static inline MbCivil
mb_civil_from_days (gint64 days)
{
  gint64 shifted = days + 719468;
  gint64 era = mb_floor_div (shifted, 146097);
  gint64 day_of_era = shifted - era * 146097;
  gint64 year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  gint64 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int month = (int) ((5 * day_of_year + 2) / 153);
  MbCivil civil;

  civil.day = (int) (day_of_year - (153 * month + 2) / 5 + 1);
  civil.month = month < 10 ? month + 3 : month - 9;
  civil.year = (int) (year_of_era + era * 400 + (civil.month <= 2));

  return civil;
}

static inline int
mb_civil_days_in_month (int year, int month)
{
  static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gboolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

  return days[month - 1] + (month == 2 && leap);
}

/* Reads exactly @n digits. */
static inline gboolean
mb_read_digits (const char *text, int n, int *value)
{
  int sum = 0;

  for (int i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      sum = sum * 10 + (text[i] - '0');
    }
  *value = sum;

  return TRUE;
}

/* Reads the ten bytes of "2026-11-23", a day that exists, from 1970 to 9999. */
static inline gboolean
mb_read_civil (const char *text, MbCivil *civil)
{
  return mb_read_digits (text, 4, &civil->year) && text[4] == '-' &&
         mb_read_digits (text + 5, 2, &civil->month) && text[7] == '-' &&
         mb_read_digits (text + 8, 2, &civil->day) && civil->year >= 1970 && civil->month >= 1 &&
         civil->month <= 12 && civil->day >= 1 &&
         civil->day <= mb_civil_days_in_month (civil->year, civil->month);
}
