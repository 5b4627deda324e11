/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/mb-error.h"
#include "core/base/mb-time.h"

#include <string.h>

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    gint64 us;
    int offset_s;
    const char *back; /* NULL: the same */
  } cases[] = {
    { "1970-01-01T00:00:00Z", 0, 0, NULL },
    { "1970-01-01T00:00:00+08:00", -28800000000, 28800, NULL },
    { "2026-11-23T06:58:12.204+08:00", 1795388292204000, 28800, NULL },
    { "2026-11-23t06:58:12.204000z", 1795417092204000, 0, "2026-11-23T06:58:12.204Z" },
    { "2026-11-22T22:58:12.204001999-00:00", 1795388292204001, 0, "2026-11-22T22:58:12.204001Z" },
    { "2024-02-29T23:59:59-03:30", 1709263799000000, -12600, NULL },
    { "2000-02-29T12:00:00+05:45", 951804900000000, 20700, NULL },
    { "9999-12-31T23:59:59.999999Z", 253402300799999999, 0, NULL },
    { "2016-12-31T23:59:60Z", 1483228799000000, 0, "2016-12-31T23:59:59Z" },
    { "2017-01-01T07:59:60.5+08:00", 1483228799500000, 28800, "2017-01-01T07:59:59.500+08:00" },
    { "2026-11-23T06:58:12.1+23:59", 1795330752100000, 86340, "2026-11-23T06:58:12.100+23:59" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *back = NULL;
      MbTime time;

      g_assert_true (mb_time_parse (cases[i].text, -1, &time, &error));
      g_assert_no_error (error);
      g_assert_cmpint (time.us, ==, cases[i].us);
      g_assert_cmpint (time.offset_s, ==, cases[i].offset_s);
      back = mb_time_format (time);
      g_assert_cmpstr (back, ==, cases[i].back != NULL ? cases[i].back : cases[i].text);
    }
}

static void
test_parse_refuses (void)
{
  static const char *const cases[] = {
    "",
    "2026-11-23",
    "2026-11-23T06:58:12",
    "2026-11-23T06:58Z",
    "2026-11-23 06:58:12Z",
    "2026-11-23T06:58:12.Z",
    "2026-11-23T06:58:12,5Z",
    "2026-11-23T06:58:12+0800",
    "2026-11-23T06:58:12+08",
    "2026-11-23T06:58:12+08:00 ",
    " 2026-11-23T06:58:12+08:00",
    "2026-11-23T06:58:12+24:00",
    "2026-11-23T06:58:12+08:60",
    "2026-11-23T24:00:00Z",
    "2026-11-23T06:60:00Z",
    "2026-11-23T06:58:61Z",
    "2026-11-23T06:58:60Z",  /* no leap second in the middle of a day */
    "2026-11-23T23:59:60Z",  /* nor of a month */
    "2026-02-29T00:00:00Z",
    "2100-02-29T00:00:00Z",
    "2026-00-01T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "2026-01-00T00:00:00Z",
    "1969-12-31T23:59:59Z",
    "+2026-11-23T06:58:12Z",
    "12026-11-23T06:58:12Z",
    "2026-1-23T06:58:12Z",
    "2026-11-23T-6:58:12Z",
    "2026-11-23T06:58:12.204+08:0０",
    "now",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      MbTime time;

      g_assert_false (mb_time_parse (cases[i], -1, &time, &error));
      g_assert_error (error, MB_ERROR, MB_ERROR_SYNTAX);
      g_assert_cmpstr (mb_error_get_pointer (error), ==, "");
    }
}

/* A prefix is never a time, and what stands behind the length is never read. */
static void
test_parse_length (void)
{
  const char *text = "2026-11-23T06:58:12.204+08:00";
  MbTime time;

  for (gsize length = 0; length < strlen (text); length++)
    {
      g_autofree char *cut = g_memdup2 (text, length > 0 ? length : 1);

      g_assert_false (mb_time_parse (cut, (gssize) length, &time, NULL));
    }
  g_assert_true (mb_time_parse ("2026-11-23T06:58:12Zebra", 20, &time, NULL));
}

static void
test_format_odd_offset (void)
{
  /* Monrovia until 1972: 44 minutes and a half behind; RFC 3339 writes whole minutes only. */
  g_autofree char *text = mb_time_format ((MbTime){ 0, -2670 });
  MbTime time;

  g_assert_cmpstr (text, ==, "1969-12-31T23:15:00-00:45");
  g_assert_true (mb_time_parse ("1970-06-01T00:00:00-00:45", -1, &time, NULL));
}

static void
test_in_zone (void)
{
  g_autoptr (GTimeZone) berlin = g_time_zone_new_identifier ("Europe/Berlin");
  g_autofree char *before = mb_time_format (mb_time_in_zone (1774745999999000, berlin));
  g_autofree char *after = mb_time_format (mb_time_in_zone (1774746000000000, berlin));

  g_assert_cmpstr (before, ==, "2026-03-29T01:59:59.999+01:00");
  g_assert_cmpstr (after, ==, "2026-03-29T03:00:00+02:00");
}

static void
test_date (void)
{
  MbDate date = 0;
  g_autofree char *text = mb_date_format (20260308);

  g_assert_cmpstr (text, ==, "2026-03-08");
  g_assert_true (mb_date_parse ("2026-11-23", -1, &date, NULL));
  g_assert_cmpuint (date, ==, 20261123);
  g_assert_true (mb_date_parse ("2026-11-23T", 10, &date, NULL));

  static const char *const wrong[] = { "", "2026-11-2", "2026-11-233", "2026-02-29", "20261123",
                                       "2026/11/23", "1969-12-31", "0000-01-01" };
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (mb_date_parse (wrong[i], -1, &date, &error));
      g_assert_error (error, MB_ERROR, MB_ERROR_SYNTAX);
    }
}

/* Every day of 130 years against GLib's calendar. */
static void
test_date_arithmetic (void)
{
  MbDate date = 19700101;
  GDate other;
  int n = 0;

  g_date_clear (&other, 1);
  g_date_set_dmy (&other, 1, 1, 1970);
  while (date < 21000401)
    {
      g_assert_cmpuint (date, ==,
                        g_date_get_year (&other) * 10000u + g_date_get_month (&other) * 100u +
                            g_date_get_day (&other));
      g_assert_cmpint (mb_date_weekday (date), ==, g_date_get_weekday (&other));
      g_assert_cmpint (mb_date_days_between (19700101, date), ==, n);
      g_assert_cmpuint (mb_date_add (19700101, n), ==, date);
      date = mb_date_add (date, 1);
      g_date_add_days (&other, 1);
      n++;
    }
  g_assert_cmpuint (mb_date_add (20260301, -1), ==, 20260228);
  g_assert_cmpuint (mb_date_add (20240301, -1), ==, 20240229);
  g_assert_cmpuint (mb_date_add (20260101, -1), ==, 20251231);
  g_assert_cmpint (mb_date_days_between (20260101, 20251225), ==, -7);
}

static void
test_date_at (void)
{
  static const struct
  {
    const char *zone;
    MbDate date;
    int minute;
    const char *at;
  } cases[] = {
    { "Asia/Shanghai", 20261123, 0, "2026-11-23T00:00:00+08:00" },
    { "Asia/Shanghai", 20261123, 450, "2026-11-23T07:30:00+08:00" },
    { "Asia/Shanghai", 20261231, 1440, "2027-01-01T00:00:00+08:00" },
    { "Asia/Shanghai", 20240228, 1500, "2024-02-29T01:00:00+08:00" },
    { "Asia/Shanghai", 19860504, 150, "1986-05-04T03:00:00+09:00" }, /* China's own summer time */
    { "Europe/Berlin", 20260329, 119, "2026-03-29T01:59:00+01:00" },
    { "Europe/Berlin", 20260329, 120, "2026-03-29T03:00:00+02:00" }, /* skipped */
    { "Europe/Berlin", 20260329, 150, "2026-03-29T03:00:00+02:00" },
    { "Europe/Berlin", 20260329, 180, "2026-03-29T03:00:00+02:00" },
    { "Europe/Berlin", 20260329, 1440, "2026-03-30T00:00:00+02:00" },
    { "Europe/Berlin", 20261025, 120, "2026-10-25T02:00:00+02:00" }, /* twice */
    { "Europe/Berlin", 20261025, 179, "2026-10-25T02:59:00+02:00" },
    { "Europe/Berlin", 20261025, 180, "2026-10-25T03:00:00+01:00" },
    { "Europe/Berlin", 20261024, 1440 + 1440, "2026-10-26T00:00:00+01:00" },
    { "Pacific/Apia", 20111230, 600, "2011-12-31T00:00:00+14:00" }, /* a day that never was */
    { "America/Havana", 20260308, 0, "2026-03-08T01:00:00-04:00" }, /* midnight skipped */
    { "America/New_York", 20260308, 150, "2026-03-08T03:00:00-04:00" },
    { "America/New_York", 20261101, 90, "2026-11-01T01:30:00-04:00" },
    { "Australia/Lord_Howe", 20261004, 135, "2026-10-04T02:30:00+11:00" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (cases[i].zone);
      gint64 us;
      g_autofree char *at = NULL;

      g_assert_nonnull (zone);
      us = mb_date_at (cases[i].date, cases[i].minute, zone);
      at = mb_time_format (mb_time_in_zone (us, zone));
      g_assert_cmpstr (at, ==, cases[i].at);
    }
}

/* Midnight is the first instant of its day, in every zone with odd changes. */
static void
test_midnight (void)
{
  static const char *const zones[] = { "Asia/Shanghai", "Europe/Berlin", "America/Havana",
                                       "Pacific/Apia", "Asia/Tehran", "Africa/Casablanca" };

  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zones[i]);

      g_assert_nonnull (zone);
      for (MbDate date = 20100101; date < 20140101; date = mb_date_add (date, 1))
        {
          gint64 midnight = mb_date_at (date, 0, zone);
          gboolean never_was = g_str_equal (zones[i], "Pacific/Apia") && date == 20111230;

          g_assert_cmpuint (mb_date_of (midnight, zone), ==, never_was ? 20111231 : date);
          g_assert_cmpuint (mb_date_of (midnight - 1, zone), <, date);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/time/parse", test_parse);
  g_test_add_func ("/time/parse/refuses", test_parse_refuses);
  g_test_add_func ("/time/parse/length", test_parse_length);
  g_test_add_func ("/time/format/odd-offset", test_format_odd_offset);
  g_test_add_func ("/time/in-zone", test_in_zone);
  g_test_add_func ("/date/parse", test_date);
  g_test_add_func ("/date/arithmetic", test_date_arithmetic);
  g_test_add_func ("/date/at", test_date_at);
  g_test_add_func ("/date/midnight", test_midnight);

  return g_test_run ();
}
