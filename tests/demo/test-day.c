/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/goods/mb-doubt.h"
#include "core/model/goods/mb-price.h"
#include "core/model/goods/mb-test.h"
#include "core/model/place/mb-product.h"
#include "core/model/show/mb-notice.h"
#include "core/wire/mb-record-codec.h"
#include "demo-state.h"
#include "demo/mb-demo.h"

#include <string.h>

#define ALL G_MAXINT64

static GBytes *
write_events (MbDemoDay *day, guint done, guint until)
{
  g_autoptr (MbChangeSet) set = mb_demo_day_build_events (day, done, until);

  return mb_change_set_write (set);
}

static void
test_same_seed (void)
{
  g_autoptr (MbDemoDay) day = demo_day_new (MB_DEMO_SEED);
  g_autoptr (MbDemoDay) again = demo_day_new (MB_DEMO_SEED);
  g_autoptr (MbDemoDay) other = demo_day_new (MB_DEMO_SEED + 1);
  guint n = mb_demo_day_count_until (day, ALL);
  g_autoptr (GHashTable) a = demo_state_at (day, ALL);
  g_autoptr (GHashTable) b = demo_state_at (again, ALL);

  demo_state_assert_equal (a, b);
  g_assert_cmpuint (mb_demo_day_count_until (again, ALL), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GBytes) one = write_events (day, i, i + 1);
      g_autoptr (GBytes) same = write_events (again, i, i + 1);

      g_assert_true (g_bytes_equal (one, same));
    }
  {
    g_autoptr (GBytes) one = write_events (day, 0, n);
    g_autoptr (GBytes) else_where = write_events (other, 0, mb_demo_day_count_until (other, ALL));

    g_assert_false (g_bytes_equal (one, else_where));
  }
}

/* What stands at a minute is the same whether the day began then, at opening, or with an event at a time. */
static void
test_same_at_any_start (void)
{
  static const char *const times[] = { "05:00", "05:30", "07:10", "07:58", "12:00:30", "15:01", "19:29", "23:00" };
  g_autoptr (MbDemoDay) day = demo_day_new (MB_DEMO_SEED);
  g_autoptr (GHashTable) step_by_step = demo_state_at (day, 0);
  guint done = 0;

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      guint until = mb_demo_day_count_until (day, demo_at (times[i]));
      g_autoptr (GHashTable) begun_late = demo_state_at (day, demo_at (times[i]));

      for (; done < until; done++)
        {
          g_autoptr (MbChangeSet) one = mb_demo_day_build_events (day, done, done + 1);

          g_assert_cmpuint (one->proposals->len, ==, 1);
          demo_state_fold (step_by_step, one);
        }
      demo_state_assert_equal (begun_late, step_by_step);
    }
  g_assert_cmpint (mb_demo_day_get_time (day, done), ==, MB_UNSET);
}

/* The sample day may be lived on another: every date moves with it, and nothing else. */
static void
test_another_day (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (MB_DEMO_ZONE);
  g_autoptr (MbDemoDay) day = mb_demo_day_new (mb_date_add (MB_DEMO_DAY, 100), zone, MB_DEMO_SEED);
  g_autoptr (MbDemoDay) sample = demo_day_new (MB_DEMO_SEED);
  g_autoptr (GHashTable) state = demo_state_at (day, ALL);
  g_autoptr (GHashTable) own = demo_state_at (sample, ALL);
  g_autoptr (GPtrArray) records = demo_state_decode (state);
  guint n = 0;

  g_assert_cmpint (mb_demo_day_get_time (day, 0) - mb_demo_day_get_time (sample, 0), ==, 100 * G_TIME_SPAN_DAY);
  g_assert_cmpuint (g_hash_table_size (state), ==, g_hash_table_size (own));
  for (guint i = 0; i < records->len; i++)
    {
      MbRecord *record = records->pdata[i];
      g_autoptr (MbRecord) former = demo_state_get (own, mb_record_get_kind (record), mb_record_get_id (record));

      if (!MB_IS_TEST (record))
        continue;
      g_assert_cmpint (MB_TEST (record)->tested_at.us - MB_TEST (former)->tested_at.us, ==, 100 * G_TIME_SPAN_DAY);
      n++;
    }
  g_assert_cmpuint (n, >, 30);
}

static MbFigures
figures_of (MbPrice *price)
{
  return (MbFigures){ price->fen, price->low_fen, price->high_fen, (MbPer) price->per };
}

/* Prices are whole 角, near where they began, in order of time, within the hours, and no hub doubts them. */
static void
test_prices (void)
{
  g_autoptr (MbDemoDay) day = demo_day_new (MB_DEMO_SEED);
  g_autoptr (GHashTable) state = demo_state_at (day, 0);
  guint n = mb_demo_day_count_until (day, ALL), moved = 0;
  gint64 last = demo_at ("05:30");

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MbChangeSet) set = mb_demo_day_build_events (day, i, i + 1);
      const MbProposal *proposal = set->proposals->pdata[0];
      g_autoptr (MbRecord) former = demo_state_get (state, proposal->kind, proposal->id);
      g_autoptr (MbRecord) record = NULL;
      MbFigures news, old;

      g_assert_cmpint (mb_demo_day_get_time (day, i), >=, last);
      last = mb_demo_day_get_time (day, i);
      g_assert_cmpint (last, <, demo_at ("19:30"));
      demo_state_fold (state, set);
      if (proposal->kind != MB_KIND_PRICE || proposal->value == NULL)
        continue;

      record = demo_state_get (state, MB_KIND_PRICE, proposal->id);
      news = figures_of (MB_PRICE (record));
      old = figures_of (MB_PRICE (former));
      g_assert_cmpint (MB_PRICE (record)->observed_at.us, ==, last);
      g_assert_cmpint (news.fen % 10, ==, 0);
      g_assert_cmpint (mb_doubt (&old, &news, MB_UNSET), ==, MB_DOUBT_NONE);
      moved += news.fen != old.fen;
    }
  g_test_message ("%u events, %u of them another price", n, moved);
  g_assert_cmpuint (moved, >, 1000);
}

/* Stalls have marked theirs by seven, the office has noted the market's before eight, and what is off sale has none. */
static void
test_noted_in_time (void)
{
  g_autoptr (MbDemoDay) day = demo_day_new (MB_DEMO_SEED);
  g_autoptr (GHashTable) at_seven = demo_state_at (day, demo_at ("07:00"));
  g_autoptr (GHashTable) at_eight = demo_state_at (day, demo_at ("07:55"));
  g_autoptr (GPtrArray) early = demo_state_decode (at_seven);
  g_autoptr (GPtrArray) later = demo_state_decode (at_eight);
  guint of_yesterday = 0;

  for (guint i = 0; i < early->len; i++)
    if (MB_IS_PRICE (early->pdata[i]) && MB_PRICE (early->pdata[i])->stall != NULL)
      of_yesterday += MB_PRICE (early->pdata[i])->observed_at.us < demo_at ("05:30");
  g_assert_cmpuint (of_yesterday, ==, 1); /* which is off sale by then */
  for (guint i = 0; i < later->len; i++)
    if (MB_IS_PRICE (later->pdata[i]))
      g_assert_cmpint (MB_PRICE (later->pdata[i])->observed_at.us, >=, demo_at ("05:30"));
  g_assert_false (g_hash_table_contains (at_eight, "price/yardlong-bean@stall@a-012"));
}

/* Every test as the day goes on: what it was, and how far its handling has come. */
typedef struct
{
  gboolean failed, open;
  guint n_steps;
} Course;

static void
follow_test (GHashTable *courses, MbTest *test)
{
  const char *id = mb_record_get_id (MB_RECORD (test));
  Course *course = g_hash_table_lookup (courses, id);
  guint n_steps = test->disposal != NULL ? test->disposal->len : 0;
  int last = -1;

  if (course == NULL)
    g_hash_table_insert (courses, g_strdup (id), course = g_new0 (Course, 1));
  g_assert_true (!course->failed || test->conclusion == MB_CONCLUSION_FAIL); /* a failure stays one */
  g_assert_true (!course->failed || course->open);                            /* and is never opened again */
  g_assert_cmpuint (n_steps, >=, course->n_steps);
  for (guint i = 0; i < n_steps; i++)
    {
      const MbDisposal *step = test->disposal->pdata[i];

      g_assert_cmpint (step->state, >, last);
      last = step->state;
    }
  course->failed = test->conclusion == MB_CONCLUSION_FAIL;
  course->open = mb_test_is_open (test);
  course->n_steps = n_steps;
}

/* A failure is open until it is closed, step by step, and closed before the market is. */
static void
test_failure (void)
{
  static const char *const states[][2] = {
    { "06:50", "" },  { "06:55", "F" }, { "07:15", "FS" },    { "08:30", "FSA" },
    { "12:00", "FSAR" }, { "16:00", "FSARD" }, { "17:00", "FSARDC" },
  };
  g_autoptr (MbDemoDay) day = demo_day_new (MB_DEMO_SEED);
  g_autoptr (GHashTable) courses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  guint n = mb_demo_day_count_until (day, ALL), failures = 0;
  GHashTableIter iter;
  gpointer course;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MbChangeSet) set = mb_demo_day_build_events (day, i, i + 1);
      const MbProposal *proposal = set->proposals->pdata[0];
      g_autoptr (MbRecord) record = NULL;

      if (proposal->kind != MB_KIND_TEST)
        continue;
      g_assert_nonnull (proposal->value);
      record = mb_record_decode_bytes (MB_KIND_TEST, proposal->id, proposal->value, NULL, NULL);
      follow_test (courses, MB_TEST (record));
    }
  g_hash_table_iter_init (&iter, courses);
  while (g_hash_table_iter_next (&iter, NULL, &course))
    {
      failures += ((Course *) course)->failed;
      g_assert_false (((Course *) course)->open);
    }
  g_assert_cmpuint (failures, ==, 2); /* the quick test, and the laboratory's of the same batch */

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (GHashTable) state = demo_state_at (day, demo_at (states[i][0]));
      g_autoptr (GPtrArray) records = demo_state_decode (state);
      g_autoptr (GString) found = g_string_new (NULL);

      for (guint j = 0; j < records->len; j++)
        {
          MbTest *test = MB_IS_TEST (records->pdata[j]) ? MB_TEST (records->pdata[j]) : NULL;

          if (test == NULL || test->conclusion != MB_CONCLUSION_FAIL || test->kind != MB_TEST_QUICK)
            continue;
          g_string_append_c (found, 'F');
          for (guint k = 0; test->disposal != NULL && k < test->disposal->len; k++)
            g_string_append_c (found, "SARDC"[((const MbDisposal *) test->disposal->pdata[k])->state]);
        }
      g_assert_cmpstr (found->str, ==, states[i][1]);
    }
}

static void
test_drill (void)
{
  g_autoptr (MbDemoDay) day = demo_day_new (MB_DEMO_SEED);
  guint n = mb_demo_day_count_until (day, ALL), emergencies = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MbChangeSet) set = mb_demo_day_build_events (day, i, i + 1);
      const MbProposal *proposal = set->proposals->pdata[0];
      g_autoptr (MbRecord) record = NULL;
      MbNotice *notice;

      if (proposal->kind != MB_KIND_NOTICE)
        continue;
      record = mb_record_decode_bytes (MB_KIND_NOTICE, proposal->id, proposal->value, NULL, NULL);
      notice = MB_NOTICE (record);
      if (notice->level != MB_LEVEL_EMERGENCY)
        continue;
      emergencies++;
      g_assert_cmpint (notice->when->from.us, ==, mb_demo_day_get_time (day, i));
      g_assert_cmpint (notice->when->to.us, <=, notice->when->from.us + 5 * G_TIME_SPAN_MINUTE);
    }
  g_assert_cmpuint (emergencies, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/day/same-seed", test_same_seed);
  g_test_add_func ("/day/same-at-any-start", test_same_at_any_start);
  g_test_add_func ("/day/another-day", test_another_day);
  g_test_add_func ("/day/prices", test_prices);
  g_test_add_func ("/day/noted-in-time", test_noted_in_time);
  g_test_add_func ("/day/failure", test_failure);
  g_test_add_func ("/day/drill", test_drill);

  return g_test_run ();
}
