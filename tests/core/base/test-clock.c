/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/mb-backoff.h"
#include "core/base/mb-clock.h"

#define HOUR (G_USEC_PER_SEC * G_GINT64_CONSTANT (3600))

static void
on_jumped (MbClock *clock, guint *n)
{
  (*n)++;
}

static void
test_standing (void)
{
  g_autoptr (MbClock) clock = mb_clock_new_at (HOUR, 0);
  guint n = 0;

  g_signal_connect (clock, "jumped", G_CALLBACK (on_jumped), &n);
  g_assert_cmpint (mb_clock_now (clock), ==, HOUR);
  g_assert_cmpuint (mb_clock_wait_ms (clock, HOUR), ==, 0);
  g_assert_cmpuint (mb_clock_wait_ms (clock, MB_UNSET), ==, 0);
  g_assert_cmpuint (mb_clock_wait_ms (clock, HOUR + 1), ==, G_MAXUINT);

  mb_clock_set (clock, 2 * HOUR, 0);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (mb_clock_now (clock), ==, 2 * HOUR);

  g_assert_finalize_object (g_steal_pointer (&clock));
}

/* Between two looks at the machine's own clock, ours has moved as much, times its speed. */
static void
test_running (void)
{
  g_autoptr (MbClock) clock = mb_clock_new_at (HOUR, 60);
  gint64 before = g_get_monotonic_time ();
  gint64 at = mb_clock_now (clock);
  gint64 until = before + 20000;
  gint64 later;

  g_assert_cmpint (at, >=, HOUR);
  while (g_get_monotonic_time () < until)
    g_thread_yield ();
  later = mb_clock_now (clock);
  g_assert_cmpint (later - at, >=, 60 * 19000);
  g_assert_cmpfloat (mb_clock_get_speed (clock), ==, 60);

  g_assert_cmpuint (mb_clock_wait_ms (clock, later + HOUR), <=, 60001);
  g_assert_cmpuint (mb_clock_wait_ms (clock, G_MAXINT64), ==, G_MAXUINT - 1);
}

static void
test_wait_is_enough (void)
{
  g_autoptr (MbClock) clock = mb_clock_new_at (HOUR, 1.0);
  gint64 target = HOUR + 5300;
  guint wait = mb_clock_wait_ms (clock, target);
  gint64 until = g_get_monotonic_time () + wait * 1000;

  g_assert_cmpuint (wait, <=, 6);
  while (g_get_monotonic_time () < until)
    g_thread_yield ();
  g_assert_cmpint (mb_clock_now (clock), >=, target);
}

static void
test_system (void)
{
  g_autoptr (MbClock) clock = mb_clock_new_system ();
  gint64 before = g_get_real_time ();
  gint64 now = mb_clock_now (clock);

  g_assert_cmpint (now, >=, before);
  g_assert_cmpint (now, <=, g_get_real_time ());
  g_assert_cmpfloat (mb_clock_get_speed (clock), ==, 1.0);

  mb_clock_set (clock, HOUR, 0);
  g_assert_cmpint (mb_clock_now (clock), ==, HOUR);
}

static gpointer
look_often (gpointer data)
{
  for (int i = 0; i < 20000; i++)
    {
      gint64 now = mb_clock_now (data);

      /* Never a mixture of two settings. */
      g_assert_true ((now >= HOUR && now < 2 * HOUR) || now >= 1000 * HOUR);
    }

  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (MbClock) clock = mb_clock_new_at (HOUR, 1);
  GThread *thread = g_thread_new ("looker", look_often, clock);

  for (int i = 0; i < 5000; i++)
    mb_clock_set (clock, i % 2 == 0 ? 1000 * HOUR : HOUR, i % 2 == 0 ? 100 : 1);
  g_thread_join (thread);
}

static void
test_backoff (void)
{
  static const guint expected[] = { 500, 1000, 2000, 4000, 8000, 8000, 8000 };
  GRand *random = g_rand_new_with_seed (7);
  guint n_below = 0;
  MbBackoff backoff;

  mb_backoff_init (&backoff, 500, 8000, random);
  backoff.jitter = FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (mb_backoff_next (&backoff), ==, expected[i]);

  backoff.jitter = TRUE;
  for (int i = 0; i < 1000; i++)
    {
      guint wait;

      mb_backoff_reset (&backoff);
      wait = mb_backoff_next (&backoff);
      g_assert_cmpuint (wait, <=, 500);
      n_below += wait < 250;
    }
  g_assert_cmpuint (n_below, >, 400);
  g_assert_cmpuint (n_below, <, 600);

  mb_backoff_init (&backoff, 0, 0, random);
  g_assert_cmpuint (mb_backoff_next (&backoff), ==, 0);
  mb_backoff_init (&backoff, 3000, 8000, random);
  backoff.jitter = FALSE;
  mb_backoff_next (&backoff);
  mb_backoff_next (&backoff);
  g_assert_cmpuint (mb_backoff_next (&backoff), ==, 8000);
  g_rand_free (random);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/clock/standing", test_standing);
  g_test_add_func ("/clock/running", test_running);
  g_test_add_func ("/clock/wait-is-enough", test_wait_is_enough);
  g_test_add_func ("/clock/system", test_system);
  g_test_add_func ("/clock/threads", test_threads);
  g_test_add_func ("/backoff", test_backoff);

  return g_test_run ();
}
