/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/page/mb-test-day.h"

#include "test-market.h"

#include <string.h>

/* The market opens at 06:00 and closes at 18:00, but stays closed on Sundays; 23 November 2026 is a Monday. */

#define TODAY "2026-11-23T"
#define ZONE ":00+08:00"

typedef struct
{
  TestMarket market;
  MbMarketTime *time;
} Fixture;

static void
fixture_init (Fixture *self)
{
  g_autoptr (MbMarket) market = test_market_make_market ("Asia/Shanghai", MB_PER_500G);

  test_market_init (&self->market, test_time (TODAY "05:00" ZONE));
  self->time = mb_market_time_new (market);
  test_market_put (&self->market, test_market_make_product ("spinach", MB_TRADE_VEGETABLES, 1, TRUE));
  test_market_put (&self->market, test_market_make_product ("pork", MB_TRADE_PORK, 2, TRUE));
}

static void
fixture_clear (Fixture *self)
{
  mb_market_time_unref (self->time);
  test_market_clear (&self->market);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static MbTest *
make_test (const char *id, const char *product, const char *batch, MbConclusion conclusion, const char *at)
{
  MbTest *test = MB_TEST (mb_record_new (MB_KIND_TEST, id));

  test->kind = MB_TEST_QUICK;
  test->product = g_strdup (product);
  test->batch = g_strdup (batch);
  test->item = mb_texts_new_single ("zh-Hans", "农药残留");
  test->method = mb_texts_new_single ("zh-Hans", "酶抑制率法");
  test->conclusion = conclusion;
  test->sampled_at = test->tested_at = (MbTime){ test_time (at), 8 * 3600 };
  test->tester = g_strdup ("tester");
  return test;
}

static void
put_test (Fixture *self, const char *id, const char *batch, MbConclusion conclusion, const char *at)
{
  test_market_put (&self->market, make_test (id, "spinach", batch, conclusion, at));
}

static void
add_step (MbTest *test, MbDisposalState state, const char *at)
{
  const MbSchema *schema = mb_schema_find (mb_kind_get_schema (MB_KIND_TEST), "disposal", -1)->schema;
  MbDisposal *step = mb_schema_new (schema);

  step->state = state;
  step->at = (MbTime){ test_time (at), 8 * 3600 };
  if (test->disposal == NULL)
    test->disposal = g_ptr_array_new ();
  g_ptr_array_add (test->disposal, step);
}

static MbTestDay *
look (Fixture *self, const MbTestScope *scope, const char *at)
{
  static const MbTestScope all = { 0, NULL };

  return mb_test_day_new (self->market.board, scope != NULL ? scope : &all, at != NULL ? test_time (at) : MB_UNSET,
                          self->time);
}

/* "failed a, passed b" */
static char *
print_rows (const MbTestDay *day)
{
  static const char *const names[] = { "failed", "suspect", "closed", "passed" };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < day->rows->len; i++)
    {
      const MbTestRow *row = day->rows->pdata[i];

      g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "", names[row->state],
                              mb_record_get_id (MB_RECORD (row->test)));
    }
  return g_string_free (text, FALSE);
}

static void
assert_rows (const MbTestDay *day, const char *expected)
{
  g_autofree char *rows = print_rows (day);

  g_assert_cmpstr (rows, ==, expected);
}

static void
test_order (void)
{
  g_auto (Fixture) self = { 0 };
  g_autoptr (MbTestDay) day = NULL;

  fixture_init (&self);
  put_test (&self, "a", "one", MB_CONCLUSION_PASS, TODAY "06:40" ZONE);
  put_test (&self, "b", "two", MB_CONCLUSION_FAIL, TODAY "06:52" ZONE);
  put_test (&self, "c", "three", MB_CONCLUSION_SUSPECT, TODAY "06:48" ZONE);
  put_test (&self, "d", "four", MB_CONCLUSION_PASS, TODAY "06:55" ZONE);
  day = look (&self, NULL, TODAY "07:00" ZONE);

  assert_rows (day, "failed b, suspect c, passed d, passed a");
  g_assert_true (day->is_today);
  g_assert_cmpuint (day->n_batches, ==, 4);
  g_assert_cmpuint (day->n_passed, ==, 2);
  g_assert_cmpuint (day->n_positive, ==, 1);
  g_assert_cmpint (mb_test_day_get_pass_percent (day), ==, -1);
  g_assert_cmpint (day->next_us, ==, test_time ("2026-11-24T00:00:00+08:00"));
}

/* A positive that was tested again is what the second test says; a laboratory's is no quick test. */
static void
test_repetition (void)
{
  g_auto (Fixture) self = { 0 };
  g_autoptr (MbTestDay) day = NULL;
  MbTest *laboratory;

  fixture_init (&self);
  put_test (&self, "first", "one", MB_CONCLUSION_SUSPECT, TODAY "06:48" ZONE);
  put_test (&self, "again", "one", MB_CONCLUSION_PASS, TODAY "07:41" ZONE);
  laboratory = make_test ("lab", "spinach", "one", MB_CONCLUSION_PASS, TODAY "09:00" ZONE);
  laboratory->kind = MB_TEST_LABORATORY;
  test_market_put (&self.market, laboratory);
  day = look (&self, NULL, TODAY "10:00" ZONE);

  assert_rows (day, "passed lab, passed again");
  g_assert_cmpuint (day->n_batches, ==, 1);
  g_assert_cmpuint (day->n_passed, ==, 1);
}

/* A batch tested for two things is one, and as good as the worse. */
static void
test_items (void)
{
  g_auto (Fixture) self = { 0 };
  g_autoptr (MbTestDay) day = NULL;
  MbTest *other = make_test ("b", "spinach", "one", MB_CONCLUSION_FAIL, TODAY "06:40" ZONE);

  fixture_init (&self);
  put_test (&self, "a", "one", MB_CONCLUSION_PASS, TODAY "06:50" ZONE);
  mb_texts_unref (other->item);
  other->item = mb_texts_new_single ("zh-Hans", "亚硝酸盐");
  test_market_put (&self.market, other);
  day = look (&self, NULL, TODAY "07:00" ZONE);

  assert_rows (day, "failed b, passed a");
  g_assert_cmpuint (day->n_batches, ==, 1);
  g_assert_cmpuint (day->n_passed, ==, 0);
  g_assert_cmpuint (day->n_positive, ==, 1);
}

static void
test_percent (void)
{
  g_auto (Fixture) self = { 0 };

  fixture_init (&self);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *id = g_strdup_printf ("t-%u", i);
      g_autoptr (MbTestDay) day = NULL;

      put_test (&self, id, id, i == 3 ? MB_CONCLUSION_SUSPECT : MB_CONCLUSION_PASS, TODAY "06:40" ZONE);
      day = look (&self, NULL, TODAY "07:00" ZONE);
      g_assert_cmpint (mb_test_day_get_pass_percent (day), ==, i < 19 ? -1 : 95);
    }
  put_test (&self, "t-20", "t-20", MB_CONCLUSION_PASS, TODAY "06:40" ZONE);
  {
    g_autoptr (MbTestDay) day = look (&self, NULL, TODAY "07:00" ZONE);

    g_assert_cmpint (mb_test_day_get_pass_percent (day), ==, 95); /* 20 of 21 are 95.2 */
  }
}

/* An open failure stays, whatever its age and whose it is; a closed one until the market closes. */
static void
test_handling (void)
{
  g_auto (Fixture) self = { 0 };
  g_autoptr (MbTestDay) open = NULL, closed = NULL, over = NULL;
  MbTestScope pork = { 1u << MB_TRADE_PORK, NULL };
  MbTest *test;

  fixture_init (&self);
  put_test (&self, "old", "one", MB_CONCLUSION_FAIL, "2026-11-02T06:40:00+08:00");
  open = look (&self, &pork, TODAY "07:00" ZONE);
  assert_rows (open, "failed old");
  g_assert_cmpuint (open->n_positive, ==, 0);

  test = make_test ("old", "spinach", "one", MB_CONCLUSION_FAIL, "2026-11-02T06:40:00+08:00");
  add_step (test, MB_DISPOSAL_SALE_STOPPED, "2026-11-02T07:10:00+08:00");
  add_step (test, MB_DISPOSAL_CLOSED, TODAY "16:45" ZONE);
  test_market_put (&self.market, test);
  closed = look (&self, NULL, TODAY "17:00" ZONE);
  assert_rows (closed, "closed old");
  g_assert_cmpint (closed->next_us, ==, test_time (TODAY "18:00" ZONE));
  over = look (&self, NULL, TODAY "18:00" ZONE);
  assert_rows (over, "");
}

static void
test_before (void)
{
  g_auto (Fixture) self = { 0 };
  g_autoptr (MbTestDay) none = NULL, night = NULL, open = NULL, morning = NULL, unknown = NULL;

  fixture_init (&self);
  none = look (&self, NULL, TODAY "07:00" ZONE);
  g_assert_cmpuint (none->day, ==, 0);
  g_assert_false (none->is_today);
  g_assert_cmpint (none->begins_us, ==, MB_UNSET);

  put_test (&self, "a", "one", MB_CONCLUSION_PASS, "2026-11-21T06:40:00+08:00");
  put_test (&self, "b", "two", MB_CONCLUSION_PASS, "2026-11-20T06:40:00+08:00");
  put_test (&self, "mistake", "three", MB_CONCLUSION_PASS, "2026-11-24T06:40:00+08:00");
  night = look (&self, NULL, TODAY "05:00" ZONE);
  assert_rows (night, "passed a");
  g_assert_cmpuint (night->day, ==, 20261121);
  g_assert_cmpint (night->begins_us, ==, test_time (TODAY "07:00" ZONE)); /* yesterday the first was there at 06:40 */
  g_assert_cmpint (night->next_us, ==, night->begins_us);
  open = look (&self, NULL, TODAY "06:00" ZONE);
  g_assert_cmpint (open->begins_us, ==, night->begins_us);
  morning = look (&self, NULL, TODAY "07:00" ZONE);
  g_assert_cmpint (morning->begins_us, ==, MB_UNSET);
  g_assert_false (morning->is_today);

  unknown = look (&self, NULL, NULL);
  g_assert_cmpuint (unknown->day, ==, 20261124);
  g_assert_false (unknown->is_today);
  g_assert_cmpint (unknown->next_us, ==, G_MAXINT64);
}

static void
test_scope (void)
{
  g_auto (Fixture) self = { 0 };
  g_autoptr (MbTestDay) pork = NULL, stall = NULL;
  MbTestScope trade = { 1u << MB_TRADE_PORK, NULL }, own = { 0, "a-012" };
  MbTest *test = make_test ("of-a-stall", "spinach", NULL, MB_CONCLUSION_PASS, TODAY "06:30" ZONE);

  fixture_init (&self);
  test->stall = g_strdup ("a-012");
  test_market_put (&self.market, test);
  test_market_put (&self.market, make_test ("of-pork", "pork", "two", MB_CONCLUSION_PASS, TODAY "06:40" ZONE));
  pork = look (&self, &trade, TODAY "07:00" ZONE);
  assert_rows (pork, "passed of-pork");
  stall = look (&self, &own, TODAY "07:00" ZONE);
  assert_rows (stall, "passed of-a-stall");
  g_assert_cmpuint (stall->n_batches, ==, 1);
}

static MbTest *
make_laboratory_test (const char *batch, MbConclusion conclusion)
{
  MbTest *test = make_test ("laboratory", "spinach", batch, conclusion, TODAY "14:25" ZONE);

  test->kind = MB_TEST_LABORATORY;
  mb_texts_unref (test->item);
  test->item = mb_texts_new_single ("zh-Hans", "克百威");
  return test;
}

/* Once a laboratory has failed them, its result is what is said of the goods; nothing else answers a failure. */
static void
test_answer (void)
{
  g_auto (Fixture) self = { 0 };
  g_autoptr (MbTestDay) day = NULL, other = NULL, passed = NULL, settled = NULL;
  MbTest *laboratory;

  fixture_init (&self);
  put_test (&self, "quick", "one", MB_CONCLUSION_FAIL, TODAY "06:52" ZONE);
  test_market_put (&self.market, make_laboratory_test ("one", MB_CONCLUSION_FAIL));
  day = look (&self, NULL, TODAY "14:30" ZONE);
  assert_rows (day, "failed laboratory");
  g_assert_cmpuint (day->n_positive, ==, 1);

  test_market_put (&self.market, make_laboratory_test ("two", MB_CONCLUSION_FAIL));
  other = look (&self, NULL, TODAY "14:30" ZONE);
  assert_rows (other, "failed laboratory, failed quick");

  test_market_put (&self.market, make_laboratory_test ("one", MB_CONCLUSION_PASS));
  passed = look (&self, NULL, TODAY "14:30" ZONE);
  assert_rows (passed, "failed quick, passed laboratory");

  laboratory = make_laboratory_test ("one", MB_CONCLUSION_FAIL);
  add_step (laboratory, MB_DISPOSAL_CLOSED, TODAY "14:30" ZONE);
  test_market_put (&self.market, laboratory);
  settled = look (&self, NULL, TODAY "14:40" ZONE);
  assert_rows (settled, "failed quick, closed laboratory");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/test-day/order", test_order);
  g_test_add_func ("/test-day/repetition", test_repetition);
  g_test_add_func ("/test-day/items", test_items);
  g_test_add_func ("/test-day/percent", test_percent);
  g_test_add_func ("/test-day/handling", test_handling);
  g_test_add_func ("/test-day/before", test_before);
  g_test_add_func ("/test-day/scope", test_scope);
  g_test_add_func ("/test-day/answer", test_answer);
  return g_test_run ();
}
