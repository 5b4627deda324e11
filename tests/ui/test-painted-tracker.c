/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen/painted/mb-painted-tracker.h"

/* The tracker against frames, completions and times that the test makes up. Records whose id begins
 * with "now" stand on the page, "later" on the next, all others nowhere. */

#define MS G_GINT64_CONSTANT (1000)
#define BY_US G_GINT64_CONSTANT (1795330800000000)

typedef struct
{
  MbPaintedTracker *tracker;
  gboolean turned; /* "later" stands on the page now */
  gint64 now_us;
} Fixture;

static MbVisibility
look (gpointer data, MbKind kind, const char *id, gint64 *by_us)
{
  Fixture *fixture = data;

  if (g_str_has_prefix (id, "now") || (fixture->turned && g_str_has_prefix (id, "later")))
    return MB_VISIBILITY_NOW;
  if (!g_str_has_prefix (id, "later"))
    return MB_VISIBILITY_ELSEWHERE;

  *by_us = BY_US + g_ascii_strtoll (id + strlen ("later"), NULL, 10);
  return MB_VISIBILITY_LATER;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->now_us = 1000 * MS;
  fixture->tracker = mb_painted_tracker_new ("entrance-1", MB_GLASS_SENT, look, fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  mb_painted_tracker_free (fixture->tracker);
}

static void
free_change (gpointer data)
{
  MbChangedRecord *change = data;

  g_object_unref (change->record);
  g_free (change);
}

/* ids: "now1 later7 x" */
static void
fold (Fixture *fixture, const char *position, const char *ids, gint64 frame)
{
  g_autoptr(GPtrArray) changes = g_ptr_array_new_with_free_func (free_change);
  g_auto(GStrv) words = g_strsplit (ids, " ", -1);

  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    {
      MbChangedRecord *change = g_new0 (MbChangedRecord, 1);

      change->record = mb_record_new (MB_KIND_PRODUCT, words[i]);
      g_ptr_array_add (changes, change);
    }
  mb_painted_tracker_folded (fixture->tracker, position, changes, FALSE, frame, fixture->now_us);
}

static void
cycle (Fixture *fixture, gint64 frame, gboolean drawn)
{
  if (drawn)
    mb_painted_tracker_drawn (fixture->tracker, frame);
  mb_painted_tracker_cycle_ended (fixture->tracker, frame);
}

static void
expect_nothing (Fixture *fixture)
{
  g_auto(MbPainted) painted = { 0 };

  g_assert_false (mb_painted_tracker_take (fixture->tracker, fixture->now_us, &painted));
}

static void
expect (Fixture *fixture, const char *position, gint64 visible, gint64 later, gint64 elsewhere, MbGlass glass)
{
  g_auto(MbPainted) painted = { 0 };

  g_assert_true (mb_painted_tracker_take (fixture->tracker, fixture->now_us, &painted));
  g_assert_cmpstr (painted.screen, ==, "entrance-1");
  g_assert_cmpstr (painted.position, ==, position);
  g_assert_cmpint (painted.visible, ==, visible);
  g_assert_cmpint (painted.later, ==, later);
  g_assert_cmpint (painted.elsewhere, ==, elsewhere);
  g_assert_cmpint (painted.glass, ==, glass);
  if (later == 0)
    g_assert_cmpint (painted.later_by.us, ==, MB_UNSET);
}

static void
test_complete (Fixture *fixture, gconstpointer data)
{
  expect_nothing (fixture);
  g_assert_cmpint (mb_painted_tracker_get_due (fixture->tracker), ==, MB_UNSET);
  fold (fixture, "p.1", "now1 now2 x", 10);
  expect_nothing (fixture);
  g_assert_true (mb_painted_tracker_is_waiting (fixture->tracker));
  mb_painted_tracker_completed (fixture->tracker, 9);
  cycle (fixture, 10, TRUE);
  expect_nothing (fixture);
  mb_painted_tracker_completed (fixture->tracker, 9);
  expect_nothing (fixture);
  mb_painted_tracker_completed (fixture->tracker, 10);
  g_assert_false (mb_painted_tracker_is_waiting (fixture->tracker));
  g_assert_cmpint (mb_painted_tracker_get_due (fixture->tracker), <=, fixture->now_us);
  expect (fixture, "p.1", 2, 0, 1, MB_GLASS_SENT);
  expect_nothing (fixture);
}

static void
test_later_frame_completes (Fixture *fixture, gconstpointer data)
{
  fold (fixture, "p.1", "now1", 10);
  cycle (fixture, 10, TRUE);
  cycle (fixture, 11, FALSE);
  mb_painted_tracker_completed (fixture->tracker, 12);
  expect (fixture, "p.1", 1, 0, 0, MB_GLASS_SENT);
}

/* Folded for frame 10, drawn in 10 although 9 was drawn before: 9 says nothing about it. */
static void
test_no_pixel (Fixture *fixture, gconstpointer data)
{
  cycle (fixture, 9, TRUE);
  fold (fixture, "p.1", "x", 10);
  expect_nothing (fixture);
  cycle (fixture, 10, FALSE);
  expect (fixture, "p.1", 0, 0, 1, MB_GLASS_SENT);
}

/* A delta without pixels behind one that is not on the glass yet does not overtake it. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  fold (fixture, "p.1", "now1", 10);
  cycle (fixture, 10, TRUE);
  fold (fixture, "p.2", "x", 11);
  cycle (fixture, 11, FALSE);
  expect_nothing (fixture);
  mb_painted_tracker_completed (fixture->tracker, 10);
  expect (fixture, "p.2", 1, 0, 1, MB_GLASS_SENT);
}

/* A hundred changes in a second are five reports, in which a record counts once. */
static void
test_rate (Fixture *fixture, gconstpointer data)
{
  guint reports = 0;

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *position = g_strdup_printf ("p.%u", i);
      g_autofree char *ids = g_strdup_printf ("now%u now0", i);
      g_auto(MbPainted) painted = { 0 };

      fold (fixture, position, ids, i);
      cycle (fixture, i, TRUE);
      mb_painted_tracker_completed (fixture->tracker, i);
      if (mb_painted_tracker_take (fixture->tracker, fixture->now_us, &painted))
        g_assert_cmpint (painted.visible, ==, reports++ == 0 ? 1 : 21);
      fixture->now_us += 10 * MS;
    }
  g_assert_cmpuint (reports, ==, 5);
  g_assert_cmpint (mb_painted_tracker_get_due (fixture->tracker), ==, 2000 * MS);
  fixture->now_us = 2000 * MS;
  expect (fixture, "p.99", 20, 0, 0, MB_GLASS_SENT);
}

static void
test_later (Fixture *fixture, gconstpointer data)
{
  g_auto(MbPainted) painted = { 0 };

  fold (fixture, "p.1", "later5 later9 later7 now1", 10);
  cycle (fixture, 10, TRUE);
  fold (fixture, "p.2", "later20", 11);
  mb_painted_tracker_completed (fixture->tracker, 10);
  /* what the frame that is not complete brought is not in this position */
  g_assert_true (mb_painted_tracker_take (fixture->tracker, fixture->now_us, &painted));
  g_assert_cmpint (painted.later, ==, 3);
  g_assert_cmpint (painted.later_by.us, ==, BY_US + 9);
  cycle (fixture, 11, FALSE);
  fixture->now_us += 200 * MS;
  expect (fixture, "p.2", 0, 4, 0, MB_GLASS_SENT);

  fixture->turned = TRUE;
  mb_painted_tracker_turned (fixture->tracker, 30, fixture->now_us);
  cycle (fixture, 30, TRUE);
  fixture->now_us += 200 * MS;
  expect_nothing (fixture);
  mb_painted_tracker_completed (fixture->tracker, 30);
  expect (fixture, "p.2", 0, 0, 0, MB_GLASS_SENT);
}

/* A page that was turned away before its frame was complete has not been seen. */
static void
test_turned_away (Fixture *fixture, gconstpointer data)
{
  fold (fixture, "p.1", "later5", 10);
  cycle (fixture, 10, FALSE);
  expect (fixture, "p.1", 0, 1, 0, MB_GLASS_SENT);
  fixture->turned = TRUE;
  mb_painted_tracker_turned (fixture->tracker, 20, fixture->now_us);
  cycle (fixture, 20, TRUE);
  fixture->turned = FALSE;
  mb_painted_tracker_turned (fixture->tracker, 21, fixture->now_us);
  cycle (fixture, 21, TRUE);
  mb_painted_tracker_completed (fixture->tracker, 21);
  fixture->now_us += 200 * MS;
  expect_nothing (fixture);
}

/* The pages are made when the frame is laid out: only then is it known where a record stands. */
static void
test_laid_out (Fixture *fixture, gconstpointer data)
{
  fixture->turned = TRUE;
  fold (fixture, "p.1", "later5", 10);
  fixture->turned = FALSE;
  cycle (fixture, 10, TRUE);
  mb_painted_tracker_completed (fixture->tracker, 10);
  expect (fixture, "p.1", 0, 1, 0, MB_GLASS_SENT);
}

/* A record that waits and is changed again, or leaves every zone, waits once or no more. */
static void
test_changed_again (Fixture *fixture, gconstpointer data)
{
  fold (fixture, "p.1", "later5", 10);
  cycle (fixture, 10, FALSE);
  fold (fixture, "p.2", "later5", 11);
  cycle (fixture, 11, FALSE);
  expect (fixture, "p.2", 0, 1, 0, MB_GLASS_SENT);
  fixture->turned = TRUE;
  fold (fixture, "p.3", "later5", 12);
  cycle (fixture, 12, TRUE);
  mb_painted_tracker_completed (fixture->tracker, 12);
  fixture->now_us += 200 * MS;
  expect (fixture, "p.3", 1, 0, 0, MB_GLASS_SENT);
}

static void
test_asleep (Fixture *fixture, gconstpointer data)
{
  fold (fixture, "p.1", "now1", 10);
  g_assert_cmpint (mb_painted_tracker_get_due (fixture->tracker), ==, 2000 * MS);
  fixture->now_us += 999 * MS;
  expect_nothing (fixture);
  fixture->now_us += 1 * MS;
  expect (fixture, "p.1", 1, 0, 0, MB_GLASS_ASLEEP);
  g_assert_cmpint (mb_painted_tracker_get_due (fixture->tracker), ==, MB_UNSET);
  g_assert_true (mb_painted_tracker_is_waiting (fixture->tracker));

  for (guint i = 0; i < 1000; i++)
    fold (fixture, "p.2", "now1 later5", 10);
  g_assert_cmpint (mb_painted_tracker_get_due (fixture->tracker), ==, fixture->now_us + 200 * MS);
  fixture->now_us += 200 * MS;
  expect (fixture, "p.2", 1, 1, 0, MB_GLASS_ASLEEP);

  /* awake again: the same position, now on the glass */
  cycle (fixture, 10, TRUE);
  fixture->now_us += 5000 * MS;
  expect_nothing (fixture);
  mb_painted_tracker_completed (fixture->tracker, 10);
  expect (fixture, "p.2", 0, 1, 0, MB_GLASS_SENT);
}

/* A display that is off: its frames are complete, and nobody sees them. */
static void
test_dark (Fixture *fixture, gconstpointer data)
{
  mb_painted_tracker_set_dark (fixture->tracker, TRUE);
  fold (fixture, "p.1", "now1", 10);
  cycle (fixture, 10, TRUE);
  mb_painted_tracker_completed (fixture->tracker, 10);
  fixture->now_us += 200 * MS;
  expect (fixture, "p.1", 1, 0, 0, MB_GLASS_ASLEEP);
  mb_painted_tracker_set_dark (fixture->tracker, TRUE);
  fixture->now_us += 200 * MS;
  expect_nothing (fixture);

  mb_painted_tracker_set_dark (fixture->tracker, FALSE);
  expect (fixture, "p.1", 0, 0, 0, MB_GLASS_SENT);
}

static void
test_put_back (Fixture *fixture, gconstpointer data)
{
  g_auto(MbPainted) painted = { 0 };

  fold (fixture, "p.1", "now1 x", 10);
  cycle (fixture, 10, FALSE);
  g_assert_true (mb_painted_tracker_take (fixture->tracker, fixture->now_us, &painted));
  mb_painted_tracker_put_back (fixture->tracker, &painted);
  fold (fixture, "p.2", "now2", 11);
  cycle (fixture, 11, FALSE);
  expect_nothing (fixture);
  fixture->now_us += 200 * MS;
  expect (fixture, "p.2", 2, 0, 1, MB_GLASS_SENT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/screen/painted-tracker/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("complete", test_complete);
  ADD ("later-frame-completes", test_later_frame_completes);
  ADD ("no-pixel", test_no_pixel);
  ADD ("order", test_order);
  ADD ("rate", test_rate);
  ADD ("later", test_later);
  ADD ("laid-out", test_laid_out);
  ADD ("turned-away", test_turned_away);
  ADD ("changed-again", test_changed_again);
  ADD ("asleep", test_asleep);
  ADD ("dark", test_dark);
  ADD ("put-back", test_put_back);
  return g_test_run ();
}
