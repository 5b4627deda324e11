/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/time/mb-age.h"

#define MO_TO_SA 0x3f
#define MINUTE (60 * G_USEC_PER_SEC)

static gint64
at (const char *text)
{
  MbTime time;

  g_assert_true (mb_time_parse (text, -1, &time, NULL));

  return time.us;
}

static MbMarket *
make_market (const char *zone)
{
  MbMarket *market = MB_MARKET (mb_record_new (MB_KIND_MARKET, "market"));

  market->time_zone = g_strdup (zone);

  return market;
}

static void
add_hours (MbMarket *market, guint32 days, int from, int to)
{
  const MbSchema *schema = mb_schema_find (mb_kind_get_schema (MB_KIND_MARKET), "opening", -1)->schema;
  MbOpening *opening = mb_schema_new (schema);

  opening->days = days;
  opening->from = from;
  opening->to = to;
  if (market->opening == NULL)
    market->opening = g_ptr_array_new ();
  g_ptr_array_add (market->opening, opening);
}

static void
assert_time (MbMarketTime *time, gint64 us, const char *expected)
{
  g_autofree char *text = NULL;

  if (expected == NULL)
    {
      g_assert_cmpint (us, ==, MB_UNSET);
      return;
    }
  text = mb_time_format (mb_time_in_zone (us, mb_market_time_get_zone (time)));
  g_assert_cmpstr (text, ==, expected);
}

/* Closed on Sundays, two runs of hours a day, given in the wrong order. */
static void
test_hours (void)
{
  g_autoptr (MbMarket) market = make_market ("Asia/Shanghai");
  g_autoptr (MbMarketTime) time = NULL;

  add_hours (market, MO_TO_SA, 15 * 60, 19 * 60);
  add_hours (market, MO_TO_SA, 6 * 60 + 30, 12 * 60);
  time = mb_market_time_new (market);

  /* 2026-11-23 is a Monday. */
  g_assert_cmpuint (mb_market_time_get_date (time, at ("2026-11-22T16:00:00Z")), ==, 20261123);
  g_assert_cmpuint (mb_market_time_get_date (time, at ("2026-11-22T15:59:59.999Z")), ==, 20261122);
  assert_time (time, mb_market_time_get_opening (time, 20261123), "2026-11-23T06:30:00+08:00");
  assert_time (time, mb_market_time_get_opening (time, 20261122), NULL);
  assert_time (time, mb_market_time_get_next_opening (time, at ("2026-11-21T06:30:00+08:00")),
               "2026-11-21T06:30:00+08:00");
  assert_time (time, mb_market_time_get_next_opening (time, at ("2026-11-21T06:30:01+08:00")),
               "2026-11-23T06:30:00+08:00");
  g_assert_false (mb_market_time_is_open (time, at ("2026-11-23T06:29:59+08:00")));
  g_assert_true (mb_market_time_is_open (time, at ("2026-11-23T06:30:00+08:00")));
  g_assert_false (mb_market_time_is_open (time, at ("2026-11-23T12:00:00+08:00")));
  g_assert_true (mb_market_time_is_open (time, at ("2026-11-23T18:59:59+08:00")));
  g_assert_false (mb_market_time_is_open (time, at ("2026-11-22T10:00:00+08:00")));
}

/* A wholesale market opens at night; those hours belong to the day on which they begin. */
static void
test_night (void)
{
  g_autoptr (MbMarket) market = make_market ("Europe/Berlin");
  g_autoptr (MbMarketTime) time = NULL;

  add_hours (market, 1 << MB_DAY_SA, 22 * 60, 5 * 60);
  time = mb_market_time_new (market);

  /* The clocks go forward in the night to Sunday, 2026-03-29, and back in that to 2026-10-25. */
  g_assert_true (mb_market_time_is_open (time, at ("2026-03-28T22:00:00+01:00")));
  g_assert_true (mb_market_time_is_open (time, at ("2026-03-29T04:59:59+02:00")));
  g_assert_false (mb_market_time_is_open (time, at ("2026-03-29T05:00:00+02:00")));
  g_assert_true (mb_market_time_is_open (time, at ("2026-10-25T04:59:59+01:00")));
  g_assert_false (mb_market_time_is_open (time, at ("2026-10-25T05:00:00+01:00")));
  g_assert_false (mb_market_time_is_open (time, at ("2026-03-28T04:00:00+01:00")));
  assert_time (time, mb_market_time_get_next_opening (time, at ("2026-03-29T00:00:00+01:00")),
               "2026-04-04T22:00:00+02:00");
}

static void
test_unknown (void)
{
  g_autoptr (MbMarket) market = make_market ("Mars/Olympus");
  g_autoptr (MbMarketTime) nothing = mb_market_time_new (NULL);
  g_autoptr (MbMarketTime) mars = mb_market_time_new (market);
  g_autoptr (MbMarketTime) never = NULL;

  assert_time (nothing, mb_market_time_get_midnight (nothing, 20261123), "2026-11-23T00:00:00+08:00");
  assert_time (mars, mb_market_time_get_midnight (mars, 20261123), "2026-11-23T00:00:00+08:00");
  assert_time (nothing, mb_market_time_get_opening (nothing, 20261123), "2026-11-23T00:00:00+08:00");
  g_assert_true (mb_market_time_is_open (nothing, at ("2026-11-23T03:00:00+08:00")));

  add_hours (market, 0, 6 * 60, 18 * 60);
  never = mb_market_time_new (market);
  g_assert_false (mb_market_time_is_open (never, at ("2026-11-23T10:00:00+08:00")));
  g_assert_cmpint (mb_market_time_get_next_opening (never, 0), ==, G_MAXINT64);
}

static const struct
{
  const char *zone;
  const char *observed;
  const char *now;
  MbAge age;
  const char *until; /* NULL: stays so */
} day_cases[] = {
  { "Asia/Shanghai", "2026-11-20T17:40:00+08:00", "2026-11-20T17:40:00+08:00", MB_AGE_FRESH, "2026-11-21T00:00:00+08:00" },
  { "Asia/Shanghai", "2026-11-20T00:00:00+08:00", "2026-11-20T23:59:59.999999+08:00", MB_AGE_FRESH, "2026-11-21T00:00:00+08:00" },
  { "Asia/Shanghai", "2026-11-20T17:40:00+08:00", "2026-11-21T00:00:00+08:00", MB_AGE_YESTERDAY, "2026-11-21T06:30:00+08:00" },
  { "Asia/Shanghai", "2026-11-20T17:40:00+08:00", "2026-11-21T06:29:59+08:00", MB_AGE_YESTERDAY, "2026-11-21T06:30:00+08:00" },
  /* Saturday's opening, then Monday's: Sunday is closed, the afternoon's hours open no day */
  { "Asia/Shanghai", "2026-11-20T17:40:00+08:00", "2026-11-21T06:30:00+08:00", MB_AGE_YESTERDAY_DIM, "2026-11-23T06:30:00+08:00" },
  { "Asia/Shanghai", "2026-11-20T17:40:00+08:00", "2026-11-22T12:00:00+08:00", MB_AGE_YESTERDAY_DIM, "2026-11-23T06:30:00+08:00" },
  { "Asia/Shanghai", "2026-11-20T17:40:00+08:00", "2026-11-23T06:30:00+08:00", MB_AGE_HIDDEN, NULL },
  { "Asia/Shanghai", "2026-11-21T17:40:00+08:00", "2026-11-22T12:00:00+08:00", MB_AGE_YESTERDAY, "2026-11-23T06:30:00+08:00" },
  /* said in another offset, it is the market's day that counts */
  { "Asia/Shanghai", "2026-11-20T17:40:00Z", "2026-11-21T10:00:00+08:00", MB_AGE_FRESH, "2026-11-22T00:00:00+08:00" },
  /* typed for tomorrow: not older than fresh */
  { "Asia/Shanghai", "2026-11-24T06:00:00+08:00", "2026-11-23T22:00:00+08:00", MB_AGE_FRESH, "2026-11-25T00:00:00+08:00" },
  /* over the year's end and a leap day */
  { "Asia/Shanghai", "2026-12-31T17:40:00+08:00", "2027-01-01T00:00:00+08:00", MB_AGE_YESTERDAY, "2027-01-01T06:30:00+08:00" },
  { "Asia/Shanghai", "2024-02-28T17:40:00+08:00", "2024-02-29T07:00:00+08:00", MB_AGE_YESTERDAY_DIM, "2024-03-01T06:30:00+08:00" },
  /* the day begins late, or is an hour shorter or longer */
  { "Europe/Berlin", "2026-03-27T17:40:00+01:00", "2026-03-28T07:00:00+01:00", MB_AGE_YESTERDAY_DIM, "2026-03-30T06:30:00+02:00" },
  { "Europe/Berlin", "2026-10-23T17:40:00+02:00", "2026-10-24T07:00:00+02:00", MB_AGE_YESTERDAY_DIM, "2026-10-26T06:30:00+01:00" },
  { "America/Havana", "2026-03-07T17:40:00-05:00", "2026-03-08T00:59:59-05:00", MB_AGE_YESTERDAY, "2026-03-09T06:30:00-04:00" },
};

static void
test_age_by_day (void)
{
  MbFreshness rule = mb_freshness_for (NULL, MB_KIND_PRICE);

  for (gsize i = 0; i < G_N_ELEMENTS (day_cases); i++)
    {
      g_autoptr (MbMarket) market = make_market (day_cases[i].zone);
      g_autoptr (MbMarketTime) time = NULL;
      MbFreshnessState state;

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      add_hours (market, MO_TO_SA, 6 * 60 + 30, 12 * 60);
      add_hours (market, MO_TO_SA, 15 * 60, 19 * 60);
      time = mb_market_time_new (market);
      state = mb_freshness_judge (&rule, at (day_cases[i].observed), at (day_cases[i].now), time);
      g_assert_cmpint (state.age, ==, day_cases[i].age);
      if (day_cases[i].until != NULL)
        assert_time (time, state.until_us, day_cases[i].until);
      else
        g_assert_cmpint (state.until_us, ==, G_MAXINT64);
    }
}

/* Walks from change to change: each is where it was said to be, and nothing changes between. */
static void
test_age_walk (void)
{
  static const MbAge expected[] = { MB_AGE_FRESH, MB_AGE_YESTERDAY, MB_AGE_YESTERDAY_DIM, MB_AGE_HIDDEN };
  g_autoptr (MbMarket) market = make_market ("Asia/Shanghai");
  g_autoptr (MbMarketTime) time = NULL;
  MbFreshness rule = mb_freshness_for (market, MB_KIND_PRICE);
  gint64 observed = at ("2026-11-20T17:40:00+08:00");
  gint64 now = observed;

  add_hours (market, MO_TO_SA, 6 * 60, 18 * 60);
  time = mb_market_time_new (market);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      MbFreshnessState state = mb_freshness_judge (&rule, observed, now, time);

      g_assert_cmpint (state.age, ==, expected[i]);
      if (state.until_us == G_MAXINT64)
        break;
      for (gint64 us = now; us < state.until_us; us += 7 * MINUTE)
        g_assert_cmpint (mb_freshness_judge (&rule, observed, us, time).age, ==, expected[i]);
      g_assert_cmpint (mb_freshness_judge (&rule, observed, state.until_us - 1, time).age, ==, expected[i]);
      now = state.until_us;
    }
}

static void
test_age_by_seconds (void)
{
  g_autoptr (MbMarketTime) time = mb_market_time_new (NULL);
  MbFreshness quote = mb_freshness_for (NULL, MB_KIND_QUOTE);
  MbFreshness never = { FALSE, MB_UNSET, MB_UNSET };
  MbFreshness huge = { FALSE, G_MAXINT64, G_MAXINT64 - 1 };
  gint64 observed = at ("2026-11-23T17:00:00+08:00");
  MbFreshnessState state = mb_freshness_judge (&quote, observed, observed, time);

  g_assert_cmpint (state.age, ==, MB_AGE_FRESH);
  assert_time (time, state.until_us, "2026-11-23T19:00:00+08:00");
  state = mb_freshness_judge (&quote, observed, state.until_us, time);
  g_assert_cmpint (state.age, ==, MB_AGE_DIM);
  assert_time (time, state.until_us, "2026-11-24T17:00:00+08:00");
  state = mb_freshness_judge (&quote, observed, state.until_us, time);
  g_assert_cmpint (state.age, ==, MB_AGE_HIDDEN);
  g_assert_cmpint (state.until_us, ==, G_MAXINT64);

  g_assert_cmpint (mb_freshness_judge (&never, observed, G_MAXINT64 - 1, time).age, ==, MB_AGE_FRESH);
  g_assert_cmpint (mb_freshness_judge (&huge, observed, observed, time).age, ==, MB_AGE_FRESH);

  /* Nobody knows the time: nothing stands as if it were new, nothing is taken away. */
  state = mb_freshness_judge (&quote, observed, MB_UNSET, time);
  g_assert_cmpint (state.age, ==, MB_AGE_DIM);
  g_assert_cmpint (state.until_us, ==, G_MAXINT64);
}

static void
test_rules (void)
{
  g_autoptr (MbMarket) market = make_market ("Asia/Shanghai");
  const MbSchema *schema = mb_schema_find (mb_kind_get_schema (MB_KIND_MARKET), "freshness", -1)->schema;

  g_assert_true (mb_freshness_for (market, MB_KIND_PRICE).day);
  g_assert_true (mb_freshness_for (market, MB_KIND_TEST).day);
  g_assert_false (mb_freshness_for (market, MB_KIND_QUOTE).day);
  g_assert_cmpint (mb_freshness_for (market, MB_KIND_QUOTE).dim_after_s, ==, 7200);

  market->freshness = mb_schema_new (schema);
  g_assert_true (mb_freshness_for (market, MB_KIND_PRICE).day);
  g_assert_cmpint (mb_freshness_for (market, MB_KIND_QUOTE).dim_after_s, ==, 7200);
  market->freshness->price = (MbFreshness){ FALSE, 3600, MB_UNSET };
  market->freshness->quote = (MbFreshness){ TRUE, MB_UNSET, MB_UNSET };
  g_assert_cmpint (mb_freshness_for (market, MB_KIND_PRICE).dim_after_s, ==, 3600);
  g_assert_true (mb_freshness_for (market, MB_KIND_QUOTE).day);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/market-time/hours", test_hours);
  g_test_add_func ("/market-time/night", test_night);
  g_test_add_func ("/market-time/unknown", test_unknown);
  g_test_add_func ("/age/by-day", test_age_by_day);
  g_test_add_func ("/age/walk", test_age_walk);
  g_test_add_func ("/age/by-seconds", test_age_by_seconds);
  g_test_add_func ("/age/rules", test_rules);

  return g_test_run ();
}
