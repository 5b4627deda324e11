/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-file.h"

#include "core/base/mb-error.h"
#include "store/mb-facts.h"
#include "store/mb-publishes.h"

#include <signal.h>

/* What facts promise, whatever keeps them; and what a file promises beyond that. */

#define HOUR_US G_TIME_SPAN_HOUR
#define NOON_US (G_GINT64_CONSTANT (1795406400) * G_USEC_PER_SEC) /* 2026-11-23T12:00:00+08:00 */

typedef struct
{
  TestRoom *room;
  MbFacts *facts;
  GString *told; /* "n n n " of the rows that the signal told of */
} Desk;

static void
on_appended (MbFacts *facts, GPtrArray *rows, Desk *desk)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const MbFactRow *row = rows->pdata[i];

      g_assert_cmpuint (row->number, >, 0);
      g_string_append_printf (desk->told, "%" G_GINT64_FORMAT "%s%s ", row->n, row->stall != NULL ? "@" : "",
                              row->stall != NULL ? row->stall : "");
    }
}

static void
desk_open (Desk *desk)
{
  desk->facts = mb_facts_new (desk->room->journal);
  g_signal_connect (desk->facts, "appended", G_CALLBACK (on_appended), desk);
}

static Desk *
desk_new (gboolean sqlite)
{
  Desk *desk = g_new0 (Desk, 1);

  desk->room = test_room_new (sqlite);
  desk->told = g_string_new (NULL);
  desk_open (desk);
  return desk;
}

static void
desk_reopen (Desk *desk)
{
  g_assert_finalize_object (g_steal_pointer (&desk->facts));
  test_room_reopen (desk->room);
  desk_open (desk);
}

static void
desk_free (Desk *desk)
{
  g_assert_finalize_object (desk->facts);
  test_room_free (desk->room);
  g_string_free (desk->told, TRUE);
  g_free (desk);
}

static MbFactRow *
make (const char *type, const char *source, gint64 n, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return mb_fact_row_new (type, source, n, NOON_US + n * G_USEC_PER_SEC, bytes);
}

static MbFactRow *
make_play (gint64 n, const char *film, const char *screen, const char *outcome, gint64 at_us, gint64 ms)
{
  MbFactRow *row = make ("play", "screen~1", n, "play");

  row->subject = g_strdup (film);
  row->place = g_strdup (screen);
  row->outcome = g_intern_string (outcome);
  row->counted_us = at_us;
  row->amount = ms;
  return row;
}

static gboolean
append (Desk *desk, GPtrArray *rows, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  TestWait wait = { 0 };

  mb_facts_append_async (desk->facts, rows, NULL, test_wait_ready, &wait);
  result = test_wait_result (&wait);
  return mb_facts_append_finish (desk->facts, result, error);
}

/* One row, for which there has to be room. @row: (transfer full) */
static MbFactVerdict
append_one (Desk *desk, MbFactRow *row)
{
  g_autoptr (GPtrArray) rows = mb_fact_rows_new ();
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (rows, row);
  g_assert_true (append (desk, rows, &error));
  g_assert_no_error (error);
  return row->verdict;
}

static GPtrArray *
get_page (Desk *desk, const char *type, guint64 after, guint limit, gboolean *more)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TestWait wait = { 0 };
  GPtrArray *rows;

  mb_facts_page_async (desk->facts, type, after, limit, NULL, test_wait_ready, &wait);
  result = test_wait_result (&wait);
  rows = mb_facts_page_finish (desk->facts, result, more, &error);
  g_assert_no_error (error);
  return rows;
}

/* "source/n source/n " */
static char *
text_of (GPtrArray *rows)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (text, "%s/%" G_GINT64_FORMAT " ", ((MbFactRow *) rows->pdata[i])->source,
                            ((MbFactRow *) rows->pdata[i])->n);
  return g_string_free (text, FALSE);
}

static void
assert_page (Desk *desk, const char *type, guint64 after, guint limit, const char *expected, gboolean expect_more)
{
  gboolean more;
  g_autoptr (GPtrArray) rows = get_page (desk, type, after, limit, &more);
  g_autofree char *text = text_of (rows);

  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpint (more, ==, expect_more);
}

static void
test_once (gconstpointer sqlite)
{
  Desk *desk = desk_new (GPOINTER_TO_INT (sqlite));
  g_autoptr (GPtrArray) rows = mb_fact_rows_new ();
  static const MbFactVerdict verdicts[] = { MB_FACT_ROW_KNOWN, MB_FACT_ROW_CONFLICT, MB_FACT_ROW_NEW, MB_FACT_ROW_KNOWN,
                                            MB_FACT_ROW_NEW, MB_FACT_ROW_CONFLICT };

  g_assert_cmpint (append_one (desk, make ("rating", "a~1", 1, "one")), ==, MB_FACT_ROW_NEW);
  g_assert_cmpint (append_one (desk, make ("rating", "b~1", 1, "one")), ==, MB_FACT_ROW_NEW);
  g_assert_cmpint (append_one (desk, make ("rating", "a~1", 2, "two")), ==, MB_FACT_ROW_NEW);
  g_assert_cmpstr (desk->told->str, ==, "1 1 2 ");

  /* Again, otherwise, and twice within one batch. */
  g_ptr_array_add (rows, make ("rating", "a~1", 1, "one"));
  g_ptr_array_add (rows, make ("rating", "a~1", 2, "not two"));
  g_ptr_array_add (rows, make ("rating", "a~1", 9, "nine"));
  g_ptr_array_add (rows, make ("rating", "a~1", 9, "nine"));
  g_ptr_array_add (rows, make ("rating", "c~1", 1, ""));
  g_ptr_array_add (rows, make ("rating", "c~1", 1, "x"));
  g_assert_true (append (desk, rows, NULL));
  for (guint i = 0; i < rows->len; i++)
    g_assert_cmpint (((MbFactRow *) rows->pdata[i])->verdict, ==, verdicts[i]);
  g_assert_cmpstr (desk->told->str, ==, "1 1 2 9 1 ");

  /* Nothing new is nothing to tell. */
  g_assert_true (append (desk, rows, NULL));
  g_assert_cmpstr (desk->told->str, ==, "1 1 2 9 1 ");
  assert_page (desk, NULL, 0, 100, "a~1/1 b~1/1 a~1/2 a~1/9 c~1/1 ", FALSE);
  if (desk->room->sqlite)
    {
      desk_reopen (desk);
      g_assert_true (append (desk, rows, NULL));
      assert_page (desk, NULL, 0, 100, "a~1/1 b~1/1 a~1/2 a~1/9 c~1/1 ", FALSE);
    }
  desk_free (desk);
}

static void
test_pages (gconstpointer sqlite)
{
  Desk *desk = desk_new (GPOINTER_TO_INT (sqlite));
  g_autofree char *large = g_strnfill (1536 * 1024, 'x');
  gboolean more;

  assert_page (desk, NULL, 0, 10, "", FALSE);
  for (gint64 n = 1; n <= 6; n++)
    append_one (desk, make (n % 3 == 0 ? "call" : "rating", "a~1", n, "x"));

  assert_page (desk, NULL, 0, 4, "a~1/1 a~1/2 a~1/3 a~1/4 ", TRUE);
  assert_page (desk, NULL, 4, 4, "a~1/5 a~1/6 ", FALSE);
  assert_page (desk, "call", 0, 10, "a~1/3 a~1/6 ", FALSE);
  assert_page (desk, "call", 3, 10, "a~1/6 ", FALSE);
  assert_page (desk, "rating", 0, 3, "a~1/1 a~1/2 a~1/4 ", TRUE);
  assert_page (desk, "weighing", 0, 3, "", FALSE);
  assert_page (desk, NULL, G_MAXUINT64, 3, "", FALSE);

  /* One that is too large for a page of its own is a page. */
  for (gint64 n = 7; n <= 10; n++)
    append_one (desk, make ("rating", "a~1", n, large));
  for (guint64 after = 6; after < 10;)
    {
      g_autoptr (GPtrArray) rows = get_page (desk, NULL, after, 100, &more);

      g_assert_cmpuint (rows->len, ==, after == 6 ? 3 : 1);
      g_assert_cmpint (more, ==, after == 6);
      after += rows->len;
    }
  desk_free (desk);
}

static void
assert_recent (Desk *desk, const char *const *types, const char *stall, gint64 since_us, const char *expected)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  TestWait wait = { 0 };

  mb_facts_recent_async (desk->facts, types, stall, since_us, 3, NULL, test_wait_ready, &wait);
  result = test_wait_result (&wait);
  rows = mb_facts_recent_finish (desk->facts, result, &error);
  g_assert_no_error (error);
  text = text_of (rows);
  g_assert_cmpstr (text, ==, expected);
}

/* A payment has no stall but its weighing's, whichever comes first. */
static void
test_stalls (gconstpointer sqlite)
{
  Desk *desk = desk_new (GPOINTER_TO_INT (sqlite));
  static const char *const both[] = { "weighing", "payment", NULL }, *const payments[] = { "payment", NULL };
  static const char *const steps[] = { "wa-012", "p", "p", "wa-012", "wb-001", "p" };
  static const char *const codes[] = { "one", "one", "two", "two", "three", "four" };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      MbFactRow *row = make (steps[i][0] == 'w' ? "weighing" : "payment", "a~1", i + 1, "x");

      row->code = g_strdup (codes[i]);
      row->stall = steps[i][0] == 'w' ? g_strdup (steps[i] + 1) : NULL;
      append_one (desk, row);
    }
  g_assert_cmpstr (desk->told->str, ==, "1@a-012 2@a-012 3 4@a-012 3@a-012 5@b-001 6 ");

  assert_recent (desk, both, "a-012", 0, "a~1/2 a~1/3 a~1/4 ");
  assert_recent (desk, payments, "a-012", 0, "a~1/2 a~1/3 ");
  assert_recent (desk, payments, NULL, 0, "a~1/2 a~1/3 a~1/6 ");
  assert_recent (desk, both, "b-001", 0, "a~1/5 ");
  assert_recent (desk, both, "b-002", 0, "");
  assert_recent (desk, both, "a-012", NOON_US + 4 * G_USEC_PER_SEC, "a~1/4 ");
  desk_free (desk);
}

static char *
get_sums (Desk *desk, gint64 from_us, gint64 to_us)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) sums = NULL;
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);
  TestWait wait = { 0 };

  mb_facts_sum_async (desk->facts, "play", from_us, to_us, NULL, test_wait_ready, &wait);
  result = test_wait_result (&wait);
  sums = mb_facts_sum_finish (desk->facts, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < sums->len; i++)
    {
      const MbFactSum *sum = sums->pdata[i];

      g_string_append_printf (text, "%+d %s %s %s %dx %dms\n", (int) ((sum->from_us - NOON_US) / G_TIME_SPAN_MINUTE),
                              sum->subject, sum->place, sum->outcome, (int) sum->count, (int) sum->amount);
    }
  return g_string_free (text, FALSE);
}

static void
test_sums (gconstpointer sqlite)
{
  Desk *desk = desk_new (GPOINTER_TO_INT (sqlite));
  g_autofree char *all = NULL, *hour = NULL, *none = NULL;

  append_one (desk, make_play (1, "tea", "e-1", "whole", NOON_US, 15000));
  append_one (desk, make_play (2, "tea", "e-1", "whole", NOON_US + 15 * G_TIME_SPAN_MINUTE - 1, 14000));
  append_one (desk, make_play (2, "tea", "e-1", "whole", NOON_US, 14000)); /* known */
  append_one (desk, make_play (3, "tea", "e-1", "cut", NOON_US, 4000));
  append_one (desk, make_play (4, "rice", "e-2", "whole", NOON_US, 9000));
  append_one (desk, make_play (5, "tea", "e-1", "whole", NOON_US - 1, 15000));
  append_one (desk, make_play (6, "tea", "e-1", "failed", NOON_US + HOUR_US, 0));
  append_one (desk, make ("rating", "a~1", 1, "not counted"));

  all = get_sums (desk, 0, G_MAXINT64 / 2);
  g_assert_cmpstr (all, ==,
                   "-15 tea e-1 whole 1x 15000ms\n+0 rice e-2 whole 1x 9000ms\n+0 tea e-1 cut 1x 4000ms\n"
                   "+0 tea e-1 whole 2x 29000ms\n+60 tea e-1 failed 1x 0ms\n");
  hour = get_sums (desk, NOON_US, NOON_US + HOUR_US);
  g_assert_cmpstr (hour, ==,
                   "+0 rice e-2 whole 1x 9000ms\n+0 tea e-1 cut 1x 4000ms\n+0 tea e-1 whole 2x 29000ms\n");
  none = get_sums (desk, NOON_US + 1, NOON_US + HOUR_US);
  g_assert_cmpstr (none, ==, "");
  desk_free (desk);
}

/* Facts and changes under way at once keep their own orders, and one commit takes many of both. */
static void
test_together (gconstpointer sqlite)
{
  Desk *desk = desk_new (GPOINTER_TO_INT (sqlite));
  TestWait changes[40] = { 0 }, facts[40] = { 0 };
  MbHead head;

  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (MbTransaction) transaction = test_transaction_new (NULL, NULL);
      g_autoptr (GPtrArray) rows = mb_fact_rows_new ();
      g_autofree char *value = g_strdup_printf ("%u", i);

      test_put (transaction, "price", "leek", value, -1);
      mb_journal_append_async (desk->room->journal, transaction, NULL, test_wait_ready, &changes[i]);
      g_ptr_array_add (rows, make ("rating", "a~1", i + 1, "x"));
      mb_facts_append_async (desk->facts, rows, NULL, test_wait_ready, &facts[i]);
    }
  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (GAsyncResult) change = test_wait_result (&changes[i]), fact = test_wait_result (&facts[i]);

      g_assert_true (mb_journal_append_finish (desk->room->journal, change, NULL));
      g_assert_true (mb_facts_append_finish (desk->facts, fact, NULL));
    }
  mb_journal_get_head (desk->room->journal, &head);
  g_assert_cmpuint (head.number, ==, 40);
  if (desk->room->sqlite)
    desk_reopen (desk);
  assert_page (desk, NULL, 38, 10, "a~1/39 a~1/40 ", FALSE);
  desk_free (desk);
}

/* Thousands come in slices: a change that is made meanwhile does not wait for the last of them. */
static void
test_slices (gconstpointer sqlite)
{
  Desk *desk = desk_new (GPOINTER_TO_INT (sqlite));
  g_autoptr (GPtrArray) rows = mb_fact_rows_new ();
  g_autoptr (GAsyncResult) change = NULL, fact = NULL;
  g_autoptr (MbTransaction) transaction = test_transaction_new (NULL, NULL);
  TestWait changed = { 0 }, kept = { 0 };

  for (gint64 n = 1; n <= 3001; n++)
    g_ptr_array_add (rows, make ("rating", "a~1", n, "x"));
  test_put (transaction, "price", "leek", "1", -1);
  mb_facts_append_async (desk->facts, rows, NULL, test_wait_ready, &kept);
  mb_journal_append_async (desk->room->journal, transaction, NULL, test_wait_ready, &changed);
  change = test_wait_result (&changed);
  g_assert_false (kept.done);
  fact = test_wait_result (&kept);
  g_assert_true (mb_facts_append_finish (desk->facts, fact, NULL));
  for (guint i = 0; i < rows->len; i++)
    g_assert_cmpuint (((MbFactRow *) rows->pdata[i])->number, ==, i + 1);
  g_assert_true (g_str_has_prefix (desk->told->str, "1 2 3 ") && g_str_has_suffix (desk->told->str, " 3000 3001 "));
  g_clear_object (&change);
  g_clear_object (&fact);
  desk_free (desk);
}

static void
test_closing (gconstpointer sqlite)
{
  Desk *desk = desk_new (GPOINTER_TO_INT (sqlite));
  g_autoptr (GPtrArray) rows = mb_fact_rows_new ();
  g_autoptr (GAsyncResult) closed = NULL, appended = NULL, refused = NULL;
  g_autoptr (GError) error = NULL;
  TestWait close = { 0 }, early = { 0 }, late = { 0 };

  g_ptr_array_add (rows, make ("rating", "a~1", 1, "x"));
  mb_facts_append_async (desk->facts, rows, NULL, test_wait_ready, &early);
  mb_journal_close_async (desk->room->journal, NULL, test_wait_ready, &close);
  mb_facts_append_async (desk->facts, rows, NULL, test_wait_ready, &late);
  appended = test_wait_result (&early);
  g_assert_true (mb_facts_append_finish (desk->facts, appended, NULL));
  refused = test_wait_result (&late);
  g_assert_false (mb_facts_append_finish (desk->facts, refused, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_BUSY);
  closed = test_wait_result (&close);
  g_assert_true (mb_journal_close_finish (desk->room->journal, closed, NULL));
  g_clear_object (&closed);
  g_clear_object (&appended);
  g_clear_object (&refused);

  g_assert_finalize_object (desk->facts);
  g_assert_finalize_object (g_steal_pointer (&desk->room->journal));
  g_clear_pointer (&desk->room->clerk, test_clerk_free);
  test_room_free (desk->room);
  g_string_free (desk->told, TRUE);
  g_free (desk);
}

static guint64
publish (Desk *desk, const char *value, gboolean confirmed)
{
  g_autoptr (MbTransaction) transaction = test_transaction_new (NULL, NULL);
  MbHead head;

  transaction->publish = confirmed;
  test_put (transaction, "price", "leek", value, -1);
  g_assert_true (test_append (desk->room, transaction, NULL));
  mb_journal_get_head (desk->room->journal, &head);
  return head.number;
}

static void
assert_publishes (Desk *desk, guint64 first, guint n)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GArray) publishes = NULL;
  TestWait wait = { 0 };
  MbHead head;

  mb_publishes_read_async (desk->room->journal, NULL, test_wait_ready, &wait);
  result = test_wait_result (&wait);
  publishes = mb_publishes_read_finish (result, NULL);
  g_assert_cmpuint (publishes->len, ==, n);
  if (n == 0)
    return;

  mb_journal_get_head (desk->room->journal, &head);
  g_assert_cmpuint (g_array_index (publishes, MbPublish, 0).head.number, ==, first);
  g_assert_cmpstr (g_array_index (publishes, MbPublish, n - 1).head.position, ==, head.position);
  g_assert_cmpint (g_array_index (publishes, MbPublish, n - 1).at_us, ==, mb_clock_now (desk->room->clock));
}

/* A publish is remembered with its transaction, for ten minutes. */
static void
test_publishes (gconstpointer sqlite)
{
  Desk *desk = desk_new (GPOINTER_TO_INT (sqlite));
  guint64 first;

  publish (desk, "0", FALSE);
  assert_publishes (desk, 0, 0);
  first = publish (desk, "1", TRUE);
  publish (desk, "1", TRUE); /* changes nothing */
  publish (desk, "2", FALSE);
  mb_clock_set (desk->room->clock, mb_clock_now (desk->room->clock) + 10 * G_TIME_SPAN_MINUTE - 1, 0);
  publish (desk, "3", TRUE);
  assert_publishes (desk, first, 2);
  if (desk->room->sqlite)
    desk_reopen (desk);
  mb_clock_set (desk->room->clock, mb_clock_now (desk->room->clock) + 1, 0);
  assert_publishes (desk, publish (desk, "4", TRUE) - 1, 2);
  desk_free (desk);
}

/* What a file promises. */

static void
test_full_inside (void)
{
  Desk *desk = desk_new (TRUE);
  g_autofree char *large = g_strnfill (60 * 1000, 'x');
  g_autoptr (GError) error = NULL;
  gboolean more;
  gint64 n = 0;

  signal (SIGXFSZ, SIG_IGN);
  test_limit_size (400 * 1000);
  while (error == NULL)
    {
      g_autoptr (GPtrArray) rows = mb_fact_rows_new ();

      g_ptr_array_add (rows, make ("complaint", "a~1", n + 1, large));
      g_ptr_array_add (rows, make ("complaint", "a~1", n + 2, large));
      if (append (desk, rows, &error))
        n += 2;
      g_assert_cmpint (n, <, 100);
    }
  g_assert_error (error, MB_ERROR, MB_ERROR_FULL);

  /* Nothing of the batch that failed is there, and it comes through when there is room. */
  test_limit_size (RLIM_INFINITY);
  desk_reopen (desk);
  {
    g_autoptr (GPtrArray) rows = get_page (desk, NULL, (guint64) MAX (n - 1, 0), 100, &more);

    g_assert_cmpuint (rows->len, ==, MIN (n, 1));
  }
  g_assert_cmpint (append_one (desk, make ("complaint", "a~1", n + 1, large)), ==, MB_FACT_ROW_NEW);
  desk_free (desk);
}

static void
test_full (void)
{
  g_test_trap_subprocess ("/facts/file/full/subprocess", 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
test_check (void)
{
  static const char *const damages[] = {
    "DELETE FROM fact WHERE number = 2", "DELETE FROM source", "UPDATE tally SET count = 7",
    "INSERT INTO tally VALUES ('rating', 1, 'x', 'y', 'whole', 9, 1)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      Desk *desk = desk_new (TRUE);
      g_autoptr (GError) error = NULL;
      MbHead head;

      for (gint64 n = 1; n <= 3; n++)
        append_one (desk, make_play (n, "tea", "e-1", "whole", NOON_US, 15000));
      g_assert_finalize_object (g_steal_pointer (&desk->facts));
      test_room_close (desk->room);
      g_assert_true (test_check_file (desk->room->path, NULL, NULL, &head, NULL));
      test_tamper (desk->room->path, damages[i]);
      g_assert_false (test_check_file (desk->room->path, NULL, NULL, &head, &error));
      g_assert_error (error, MB_ERROR, MB_ERROR_CORRUPT);
      test_room_open (desk->room);
      desk_open (desk);
      desk_free (desk);
    }
}

/* Facts are durable, but their news has not left the journal's thread yet: whoever asks for them is answered when the
 * signal has told of them, and so knows what the signal will still tell. */
static void
test_early_read (void)
{
  static const char *const ratings[] = { "rating", NULL };
  Desk *desk = desk_new (TRUE);
  g_autoptr (MbTransaction) first = test_transaction_new (NULL, NULL), second = test_transaction_new (NULL, NULL);
  g_autoptr (GPtrArray) rows = mb_fact_rows_new (), recent = NULL;
  g_autoptr (MbRange) past = NULL;
  g_autoptr (GAsyncResult) changed = NULL, again = NULL, kept = NULL, read = NULL;
  TestWait changing = { 0 }, changing_again = { 0 }, keeping = { 0 }, reading = { 0 };
  g_autofree char *text = NULL;
  TestGate gate;
  MbHead before;

  test_set (desk->room, "price", "leek", "1");
  mb_journal_get_head (desk->room->journal, &before);

  /* A change and a rating that wait behind another commit are written in one. */
  test_gate_close (&gate, desk->room);
  test_put (first, "price", "leek", "2", -1);
  mb_journal_append_async (desk->room->journal, first, NULL, test_wait_ready, &changing);
  test_gate_wait (&gate, 1);
  test_put (second, "price", "leek", "3", -1);
  mb_journal_append_async (desk->room->journal, second, NULL, test_wait_ready, &changing_again);
  g_ptr_array_add (rows, make ("rating", "a~1", 1, "x"));
  mb_facts_append_async (desk->facts, rows, NULL, test_wait_ready, &keeping);
  test_gate_let_through (&gate, 1);
  test_gate_wait (&gate, 2);

  mb_facts_recent_async (desk->facts, ratings, NULL, 0, 5, NULL, test_wait_ready, &reading);
  past = test_fold (desk->room, NULL, before.position, NULL, NULL); /* read after that, and answered */
  g_assert_false (reading.done);
  g_assert_cmpstr (desk->told->str, ==, "");

  test_gate_let_through (&gate, G_MAXUINT);
  read = test_wait_result (&reading);
  g_assert_cmpstr (desk->told->str, ==, "1 ");
  recent = mb_facts_recent_finish (desk->facts, read, NULL);
  text = text_of (recent);
  g_assert_cmpstr (text, ==, "a~1/1 ");

  changed = test_wait_result (&changing);
  again = test_wait_result (&changing_again);
  kept = test_wait_result (&keeping);
  g_assert_true (mb_facts_append_finish (desk->facts, kept, NULL));
  g_clear_object (&changed);
  g_clear_object (&again);
  g_clear_object (&kept);
  g_clear_object (&read);
  desk_free (desk);
  test_gate_clear (&gate);
}

/* A market from before there were facts. */
static void
test_older_file (void)
{
  Desk *desk = desk_new (TRUE);

  test_set (desk->room, "price", "leek", "1");
  g_assert_finalize_object (g_steal_pointer (&desk->facts));
  test_room_close (desk->room);
  test_tamper (desk->room->path, "DROP TABLE fact; DROP TABLE source; DROP TABLE tally; DROP TABLE publish; "
                                 "DELETE FROM migration WHERE version > 1");
  test_room_open (desk->room);
  desk_open (desk);
  g_assert_cmpint (append_one (desk, make ("rating", "a~1", 1, "x")), ==, MB_FACT_ROW_NEW);
  g_assert_cmpuint (test_set (desk->room, "price", "leek", "2"), ==, 2);
  desk_free (desk);
}

static void
add (const char *name, GTestDataFunc func)
{
  for (int sqlite = 0; sqlite < 2; sqlite++)
    {
      g_autofree char *path = g_strdup_printf ("/facts/%s/%s", sqlite ? "sqlite" : "memory", name);

      g_test_add_data_func (path, GINT_TO_POINTER (sqlite), func);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("once", test_once);
  add ("pages", test_pages);
  add ("stalls", test_stalls);
  add ("sums", test_sums);
  add ("together", test_together);
  add ("slices", test_slices);
  add ("closing", test_closing);
  add ("publishes", test_publishes);
  g_test_add_func ("/facts/file/full", test_full);
  g_test_add_func ("/facts/file/full/subprocess", test_full_inside);
  g_test_add_func ("/facts/file/check", test_check);
  g_test_add_func ("/facts/file/early-read", test_early_read);
  g_test_add_func ("/facts/file/older", test_older_file);

  return g_test_run ();
}
