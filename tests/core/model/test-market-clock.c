/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/time/mb-market-clock.h"

/* What a board believes about the time, by what it was told. */

#define DAY G_TIME_SPAN_DAY
#define HOUR G_TIME_SPAN_HOUR
#define STORED_US (G_GINT64_CONSTANT (1795304400) * G_USEC_PER_SEC) /* 2026-11-22T07:40:00+08:00 */
#define YEAR_1970 (5 * HOUR)

typedef struct
{
  MbClock *clock;
  MbMarketClock market;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->clock = mb_clock_new_at (YEAR_1970, 1);
  mb_market_clock_init (&fixture->market, fixture->clock);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  mb_market_clock_clear (&fixture->market);
  g_assert_finalize_object (fixture->clock);
}

static void
look (Fixture *fixture, gint64 us, gboolean synchronised)
{
  MbBoxTime box = { us, synchronised };

  mb_market_clock_look (&fixture->market, &box);
}

/* The time passes while a test runs. */
static void
assert_shows (Fixture *fixture, MbTrust trust, gint64 us)
{
  gint64 now = mb_clock_now (fixture->clock);

  g_assert_cmpint (fixture->market.trust, ==, trust);
  g_assert_cmpint (now, >=, us);
  g_assert_cmpint (now, <, us + 10 * G_USEC_PER_SEC);
}

static void
test_start_alone (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    gint64 box_us;
    gboolean synchronised;
    gboolean believed;
  } cases[] = {
    { STORED_US + HOUR, FALSE, TRUE },
    { STORED_US + HOUR, TRUE, TRUE },
    { STORED_US + 1, FALSE, TRUE },
    { STORED_US + 7 * DAY - 1, FALSE, TRUE },
    { STORED_US + 7 * DAY, FALSE, FALSE },
    { STORED_US + 7 * DAY, TRUE, TRUE },
    { STORED_US + 400 * DAY, TRUE, TRUE },
    { STORED_US + 400 * DAY, FALSE, FALSE },
    { STORED_US, TRUE, FALSE },
    { STORED_US - 1, TRUE, FALSE },
    { STORED_US - DAY, FALSE, FALSE },
    { YEAR_1970, FALSE, FALSE },
    { YEAR_1970, TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fixture->market.trust = MB_TRUST_UNKNOWN;
      mb_clock_set (fixture->clock, cases[i].box_us, 1);
      mb_market_clock_restore (&fixture->market, STORED_US);
      assert_shows (fixture, MB_TRUST_UNKNOWN, STORED_US);
      look (fixture, cases[i].box_us, cases[i].synchronised);
      if (cases[i].believed)
        assert_shows (fixture, MB_TRUST_CARRIED, MAX (STORED_US, cases[i].box_us - G_USEC_PER_SEC));
      else
        assert_shows (fixture, MB_TRUST_UNKNOWN, STORED_US);
    }
}

/* With nothing stored there is nothing to be later than. */
static void
test_start_empty (Fixture *fixture, gconstpointer data)
{
  look (fixture, STORED_US, FALSE);
  assert_shows (fixture, MB_TRUST_UNKNOWN, YEAR_1970);
  look (fixture, STORED_US, TRUE);
  assert_shows (fixture, MB_TRUST_CARRIED, STORED_US);
}

/* The network's time comes some time after the start; it may also put right what was believed. */
static void
test_put_right_later (Fixture *fixture, gconstpointer data)
{
  mb_market_clock_restore (&fixture->market, STORED_US);
  look (fixture, YEAR_1970, FALSE);
  look (fixture, STORED_US + 30 * DAY, TRUE);
  assert_shows (fixture, MB_TRUST_CARRIED, STORED_US + 30 * DAY);

  fixture->market.trust = MB_TRUST_UNKNOWN;
  look (fixture, STORED_US + 5 * DAY, FALSE);
  assert_shows (fixture, MB_TRUST_CARRIED, STORED_US + 5 * DAY);
  look (fixture, STORED_US + 2 * DAY, TRUE);
  assert_shows (fixture, MB_TRUST_CARRIED, STORED_US + 2 * DAY);
  look (fixture, STORED_US - DAY, TRUE);
  assert_shows (fixture, MB_TRUST_CARRIED, STORED_US + 2 * DAY);
}

/* Whatever it was before, and whatever the box says after. */
static void
test_hub (Fixture *fixture, gconstpointer data)
{
  mb_market_clock_restore (&fixture->market, STORED_US);
  look (fixture, STORED_US + DAY, TRUE);
  mb_market_clock_hear (&fixture->market, STORED_US - 3 * DAY);
  assert_shows (fixture, MB_TRUST_EXACT, STORED_US - 3 * DAY);
  look (fixture, STORED_US + DAY, TRUE);
  assert_shows (fixture, MB_TRUST_EXACT, STORED_US - 3 * DAY);
  mb_market_clock_hear (&fixture->market, STORED_US + HOUR);
  assert_shows (fixture, MB_TRUST_EXACT, STORED_US + HOUR);
}

static void
on_jumped (MbClock *clock, gpointer n)
{
  ++*(guint *) n;
}

/* A network's delay moves nothing. */
static void
test_near (Fixture *fixture, gconstpointer data)
{
  guint n = 0;

  mb_market_clock_hear (&fixture->market, STORED_US);
  g_signal_connect (fixture->clock, "jumped", G_CALLBACK (on_jumped), &n);
  mb_market_clock_hear (&fixture->market, mb_clock_now (fixture->clock) + 100 * G_TIME_SPAN_MILLISECOND);
  g_assert_cmpuint (n, ==, 0);
  mb_market_clock_hear (&fixture->market, mb_clock_now (fixture->clock) - 500 * G_TIME_SPAN_MILLISECOND);
  g_assert_cmpuint (n, ==, 1);
}

/* A day in a minute: the hub's word, and its speed kept. */
static void
test_fast (Fixture *fixture, gconstpointer data)
{
  mb_clock_set (fixture->clock, YEAR_1970, 1440);
  mb_market_clock_hear (&fixture->market, STORED_US);
  g_assert_cmpint (fixture->market.trust, ==, MB_TRUST_EXACT);
  g_assert_cmpint (mb_clock_now (fixture->clock), >=, STORED_US);
  g_assert_cmpfloat (mb_clock_get_speed (fixture->clock), ==, 1440);
}

static void
test_stands_still (void)
{
  g_autoptr (MbClock) clock = mb_clock_new_at (YEAR_1970, 0);
  MbMarketClock market;
  MbBoxTime box = { STORED_US, TRUE };

  mb_market_clock_init (&market, clock);
  mb_market_clock_restore (&market, STORED_US);
  mb_market_clock_look (&market, &box);
  mb_market_clock_hear (&market, STORED_US);
  g_assert_cmpint (mb_clock_now (clock), ==, YEAR_1970);
  g_assert_cmpint (market.trust, ==, MB_TRUST_EXACT);
  mb_market_clock_clear (&market);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/market-clock/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("start-alone", test_start_alone);
  ADD ("start-empty", test_start_empty);
  ADD ("put-right-later", test_put_right_later);
  ADD ("hub", test_hub);
  ADD ("near", test_near);
  ADD ("fast", test_fast);
  g_test_add_func ("/market-clock/stands-still", test_stands_still);
  return g_test_run ();
}
