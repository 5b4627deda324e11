/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/page/mb-test-day.h"

#include <string.h>

#define PERCENT_FROM 20 /* batches */
#define BEGINS_ON (30 * G_TIME_SPAN_MINUTE) /* what is told of a day to come is no more exact than that */

typedef struct
{
  MbBoard *board;
  const MbTestScope *scope;
  MbMarketTime *time;
  gint64 judged_us;
  MbTestDay *day;
  GHashTable *newest; /* goods and item -> MbTest: the one that counts */
  MbDate begun;       /* the last day on which anything was screened, in scope or not; 0 */
  gint64 first_us;    /* of that day */
} Work;

static void
row_free (gpointer data)
{
  MbTestRow *row = data;

  g_object_unref (row->test);
  g_clear_object (&row->product);
  g_clear_object (&row->stall);
  g_free (row);
}

static MbProduct *
get_product (MbBoard *board, MbTest *test)
{
  return (MbProduct *) mb_board_get (board, MB_KIND_PRODUCT, test->product);
}

static gboolean
is_in_scope (Work *work, MbTest *test)
{
  MbProduct *product;

  if (work->scope->stall != NULL && g_strcmp0 (test->stall, work->scope->stall) != 0)
    return FALSE;
  if (work->scope->trades == 0)
    return TRUE;

  product = get_product (work->board, test);
  return product != NULL && product->trade >= 0 && (work->scope->trades >> product->trade & 1) != 0;
}

/* The goods that a test speaks for. */
static char *
dup_goods (MbTest *test)
{
  if (test->batch != NULL)
    return g_strdup (test->batch);

  return g_strjoin ("@", test->product, test->stall, NULL);
}

static char *
dup_subject (MbTest *test)
{
  g_autofree char *goods = dup_goods (test);

  return g_strdup_printf ("%d\n%s\n%s", test->kind, goods, mb_texts_get (test->item, "zh-Hans"));
}

static gboolean
is_answered_by (MbTest *test, const char *goods, MbTest *other)
{
  g_autofree char *others = NULL;

  if (other->kind != MB_TEST_LABORATORY || other->conclusion != MB_CONCLUSION_FAIL ||
      other->tested_at.us <= test->tested_at.us || (mb_test_is_open (test) && !mb_test_is_open (other)))
    return FALSE;

  others = dup_goods (other);
  return g_str_equal (others, goods);
}

gboolean
mb_test_day_is_answered (MbBoard *board, MbTest *test)
{
  g_autofree char *goods = NULL;
  GListModel *tests;
  gboolean answered = FALSE;

  g_return_val_if_fail (MB_IS_BOARD (board), FALSE);
  g_return_val_if_fail (MB_IS_TEST (test), FALSE);

  if (test->kind != MB_TEST_QUICK || test->conclusion != MB_CONCLUSION_FAIL)
    return FALSE;

  goods = dup_goods (test);
  tests = mb_board_get_list (board, MB_KIND_TEST);
  for (guint i = 0; i < g_list_model_get_n_items (tests) && !answered; i++)
    {
      g_autoptr (MbTest) other = g_list_model_get_item (tests, i);

      answered = is_answered_by (test, goods, other);
    }
  return answered;
}

static int
compare_newest_first (MbTest *a, MbTest *b)
{
  if (a->tested_at.us != b->tested_at.us)
    return a->tested_at.us > b->tested_at.us ? -1 : 1;

  return strcmp (mb_record_get_id (MB_RECORD (a)), mb_record_get_id (MB_RECORD (b)));
}

static gint64
get_closed_at (MbTest *test)
{
  for (guint i = 0; test->disposal != NULL && i < test->disposal->len; i++)
    {
      const MbDisposal *step = test->disposal->pdata[i];

      if (step->state == MB_DISPOSAL_CLOSED)
        return step->at.us;
    }

  return MB_UNSET;
}

/* Shown until the market closes; where it closed before that, until the day ends. */
static gboolean
is_closed_today (Work *work, MbTest *test)
{
  gint64 closed_us = get_closed_at (test), until_us, now_us = work->judged_us;
  MbDate date;

  if (closed_us == MB_UNSET || now_us == MB_UNSET || closed_us > now_us)
    return FALSE;

  date = mb_market_time_get_date (work->time, closed_us);
  until_us = mb_market_time_get_closing (work->time, date);
  if (until_us == MB_UNSET || until_us <= closed_us)
    until_us = mb_market_time_get_midnight (work->time, mb_date_add (date, 1));
  if (now_us >= until_us)
    return FALSE;

  work->day->next_us = MIN (work->day->next_us, until_us);
  return TRUE;
}

static void
add_row (Work *work, MbTest *test, MbTestState state)
{
  MbTestRow *row = g_new0 (MbTestRow, 1);
  MbProduct *product = get_product (work->board, test);
  MbRecord *stall = test->stall != NULL ? mb_board_get (work->board, MB_KIND_STALL, test->stall)
                                        : NULL;

  row->state = state;
  row->test = g_object_ref (test);
  row->product = product != NULL ? g_object_ref (product) : NULL;
  row->stall = stall != NULL ? MB_STALL (g_object_ref (stall)) : NULL;
  g_ptr_array_add (work->day->rows, row);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const MbTestRow *first = *(const MbTestRow *const *) a, *second = *(const MbTestRow *const *) b;

  if (first->state != second->state)
    return (int) first->state - (int) second->state;

  return compare_newest_first (first->test, second->test);
}

static MbDate
get_test_date (Work *work, MbTest *test)
{
  return mb_market_time_get_date (work->time, test->tested_at.us);
}

/* A result of later today is a clock's small error, one of tomorrow a mistake. */
static gboolean
is_of_the_future (Work *work, MbTest *test)
{
  return work->judged_us != MB_UNSET &&
         get_test_date (work, test) > mb_market_time_get_date (work->time, work->judged_us);
}

/* The market's screening begins for all of it: a stall whose goods have no turn yet waits for no time of its own. */
static void
note_beginning (Work *work, MbTest *test)
{
  MbDate date = get_test_date (work, test);

  if (test->kind != MB_TEST_QUICK || date < work->begun)
    return;

  work->first_us = date > work->begun ? test->tested_at.us : MIN (work->first_us, test->tested_at.us);
  work->begun = date;
}

static void
look (Work *work, MbTest *test)
{
  gboolean answered = mb_test_day_is_answered (work->board, test);
  g_autofree char *subject = NULL;
  MbTest *other;

  if (mb_test_is_open (test) && !answered)
    add_row (work, test, MB_TEST_FAILED);
  if (is_of_the_future (work, test))
    return;

  note_beginning (work, test);
  if (!is_in_scope (work, test))
    return;

  if (!answered && is_closed_today (work, test))
    add_row (work, test, MB_TEST_CLOSED);
  work->day->day = MAX (work->day->day, get_test_date (work, test));
  subject = dup_subject (test);
  other = g_hash_table_lookup (work->newest, subject);
  if (other == NULL || compare_newest_first (test, other) < 0)
    g_hash_table_insert (work->newest, g_steal_pointer (&subject), test);
}

/* A batch is as good as the worst that was found in it. */
static void
count (Work *work, GHashTable *batches)
{
  GHashTableIter iter;
  gpointer conclusion;

  g_hash_table_iter_init (&iter, batches);
  while (g_hash_table_iter_next (&iter, NULL, &conclusion))
    {
      work->day->n_batches++;
      work->day->n_passed += GPOINTER_TO_INT (conclusion) == MB_CONCLUSION_PASS ? 1 : 0;
      work->day->n_positive += GPOINTER_TO_INT (conclusion) == MB_CONCLUSION_FAIL ? 1 : 0;
    }
}

static void
take_newest (Work *work)
{
  g_autoptr (GHashTable) batches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, work->newest);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    {
      MbTest *test = item;
      g_autofree char *goods = NULL;
      int worst;

      if (get_test_date (work, test) != work->day->day)
        continue;

      if (test->conclusion != MB_CONCLUSION_FAIL)
        add_row (work, test,
                 test->conclusion == MB_CONCLUSION_PASS ? MB_TEST_PASSED : MB_TEST_SUSPECT);
      if (test->kind != MB_TEST_QUICK)
        continue;

      goods = dup_goods (test);
      worst = GPOINTER_TO_INT (g_hash_table_lookup (batches, goods));
      g_hash_table_insert (batches, g_steal_pointer (&goods),
                           GINT_TO_POINTER (MAX (worst, test->conclusion)));
    }
  count (work, batches);
}

/* When the market opens; or when the last day's first result was there, should that be later. */
static gint64
get_beginning (Work *work, MbDate today)
{
  gint64 opening_us = mb_market_time_get_opening (work->time, today), after_us;

  if (opening_us == MB_UNSET || work->begun == 0 || work->begun == today)
    return opening_us;

  after_us = work->first_us - mb_market_time_get_midnight (work->time, work->begun);
  after_us = (after_us + BEGINS_ON - 1) / BEGINS_ON * BEGINS_ON;
  return MAX (opening_us, mb_market_time_get_midnight (work->time, today) + after_us);
}

static void
place_in_time (Work *work)
{
  MbTestDay *day = work->day;
  gint64 begins_us;
  MbDate today;

  if (work->judged_us == MB_UNSET)
    return;

  today = mb_market_time_get_date (work->time, work->judged_us);
  day->is_today = day->day == today;
  begins_us = get_beginning (work, today);
  if (!day->is_today && begins_us != MB_UNSET && begins_us > work->judged_us)
    {
      day->begins_us = begins_us;
      day->next_us = MIN (day->next_us, begins_us);
    }
  day->next_us = MIN (day->next_us,
                      mb_market_time_get_midnight (work->time, mb_date_add (today, 1)));
}

MbTestDay *
mb_test_day_new (MbBoard *board, const MbTestScope *scope, gint64 judged_us, MbMarketTime *time)
{
  MbTestDay *self;
  Work work;
  GListModel *tests;

  g_return_val_if_fail (MB_IS_BOARD (board), NULL);
  g_return_val_if_fail (scope != NULL && time != NULL, NULL);

  self = g_new0 (MbTestDay, 1);
  self->begins_us = MB_UNSET;
  self->next_us = G_MAXINT64;
  self->rows = g_ptr_array_new_with_free_func (row_free);
  work = (Work){ .board = board, .scope = scope, .time = time, .judged_us = judged_us, .day = self };
  work.newest = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  tests = mb_board_get_list (board, MB_KIND_TEST);
  for (guint i = 0; i < g_list_model_get_n_items (tests); i++)
    {
      g_autoptr (MbTest) test = g_list_model_get_item (tests, i);

      look (&work, test); /* the board holds it */
    }
  take_newest (&work);
  place_in_time (&work);
  g_ptr_array_sort (self->rows, compare_rows);
  g_hash_table_unref (work.newest);
  return self;
}

void
mb_test_day_free (MbTestDay *self)
{
  g_ptr_array_unref (self->rows);
  g_free (self);
}

int
mb_test_day_get_pass_percent (const MbTestDay *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->n_batches >= PERCENT_FROM ? (int) (100 * self->n_passed / self->n_batches) : -1;
}

static gboolean
was_put_before (const MbTestRow *row, const MbSlot *slot)
{
  MbRecord *record = MB_RECORD (row->test);
  gint64 at_us = mb_record_get_at (record), length_us = slot->end_us - slot->begin_us;

  return mb_record_is_by_person (record) && at_us >= slot->begin_us - length_us &&
         at_us < slot->begin_us;
}

guint
mb_test_day_choose_page (const MbTestDay *self, const GArray *starts, const MbSlot *slot)
{
  g_return_val_if_fail (self != NULL && starts != NULL && slot != NULL, 0);
  g_return_val_if_fail (starts->len > 0, 0);

  for (guint page = 0; page < starts->len; page++)
    {
      guint end = page + 1 < starts->len ? g_array_index (starts, guint, page + 1) : self->rows->len;

      for (guint i = g_array_index (starts, guint, page); i < end; i++)
        if (was_put_before (self->rows->pdata[i], slot))
          return page;
    }

  return (guint) (slot->number % starts->len);
}

gboolean
mb_test_day_is_touched (GPtrArray *changes)
{
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    switch (mb_record_get_kind (((MbChangedRecord *) changes->pdata[i])->record))
      {
      case MB_KIND_TEST:
      case MB_KIND_PRODUCT:
      case MB_KIND_STALL:
      case MB_KIND_MARKET:
        return TRUE;
      default:
        break;
      }

  return FALSE;
}
