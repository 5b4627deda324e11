/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-room.h"

#include "core/base/mb-error.h"

/* What every journal promises about what is written, asked of each back-end. */

#define HOUR_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

static void
test_empty (gconstpointer sqlite)
{
  TestRoom *room = test_room_new (sqlite != NULL);
  g_autoptr (MbRange) all = test_delta (room, NULL);
  g_autoptr (MbRange) fold = test_fold (room, NULL, NULL, NULL, NULL);
  g_autoptr (MbRange) page = test_page (room, NULL, 10, NULL);
  g_autoptr (MbRange) again = NULL;
  MbHead head;

  mb_journal_get_head (room->journal, &head);
  g_assert_cmpuint (head.number, ==, 0);
  g_assert_true (g_regex_match_simple ("^[0-9a-f]{12}\\.0$", head.position, 0, 0));

  g_assert_true (all->reset);
  g_assert_cmpuint (all->changes->len, ==, 0);
  g_assert_cmpstr (all->upto.position, ==, head.position);
  g_assert_null (all->at);
  g_assert_cmpuint (fold->changes->len, ==, 0);
  g_assert_cmpuint (page->changes->len, ==, 0);
  g_assert_cmpuint (page->next, ==, 0);
  g_assert_cmpstr (page->upto.position, ==, head.position);

  again = test_delta (room, head.position);
  g_assert_false (again->reset);
  g_assert_cmpuint (again->changes->len, ==, 0);

  test_room_free (room);
}

static void
test_append_one (gconstpointer sqlite)
{
  TestRoom *room = test_room_new (sqlite != NULL);
  g_autoptr (MbTransaction) transaction = test_transaction_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = NULL;
  const MbChange *change;
  MbHead head;

  test_put (transaction, "price", "spinach@average", "{\"fen\":350}", -1);
  g_assert_true (test_append (room, transaction, &error));
  g_assert_no_error (error);

  g_assert_cmpuint (transaction->changes->len, ==, 1);
  change = transaction->changes->pdata[0];
  g_assert_cmpuint (change->number, ==, 1);
  g_assert_cmpuint (change->last, ==, 1);
  g_assert_cmpstr (change->by, ==, "manager:li");
  g_assert_cmpstr (change->at, ==, "2026-11-22T23:00:00Z");
  g_assert_cmpuint (g_bytes_get_size (change->salt), ==, 16);

  mb_journal_get_head (room->journal, &head);
  g_assert_cmpuint (head.number, ==, 1);
  answer = g_strdup_printf ("%s 1", head.position);
  g_assert_cmpmem (g_bytes_get_data (transaction->answer, NULL), g_bytes_get_size (transaction->answer), answer,
                   strlen (answer));
  g_assert_cmpuint (room->n_signals, ==, 1);
  g_assert_true (room->clerk->thread != g_thread_self ());

  test_room_free (room);
}

static void
test_transaction (gconstpointer sqlite)
{
  TestRoom *room = test_room_new (sqlite != NULL);
  g_autoptr (MbTransaction) good = test_transaction_new (NULL, NULL);
  g_autoptr (MbTransaction) bad = test_transaction_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MbRange) fold = NULL;
  g_autofree char *text = NULL;

  test_set (room, "price", "leek", "1");
  test_put (good, "price", "leek", "2", 1);
  test_put (good, "price", "garlic", "3", 0);
  test_put (good, "stall", "a-012", "4", -1);
  g_assert_true (test_append (room, good, &error));
  for (guint i = 0; i < 3; i++)
    {
      const MbChange *change = good->changes->pdata[i];

      g_assert_cmpuint (change->number, ==, 2 + i);
      g_assert_cmpuint (change->last, ==, 4);
    }

  test_put (bad, "price", "leek", "9", -1);
  test_put (bad, "price", "garlic", "9", 1);
  g_assert_false (test_append (room, bad, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_CONFLICT);
  g_assert_cmpstr (mb_error_get_pointer (error), ==, "/if_rev");

  fold = test_fold (room, NULL, NULL, NULL, NULL);
  text = test_text (fold->changes);
  g_assert_cmpstr (text, ==, "price/garlic 3 3\nprice/leek 2 2\nstall/a-012 4 4");
  g_assert_cmpuint (room->n_signals, ==, 2);
  g_assert_cmpuint (room->told.number, ==, 4);

  test_room_free (room);
}

static void
test_nothing_changed (gconstpointer sqlite)
{
  TestRoom *room = test_room_new (sqlite != NULL);
  g_autoptr (MbTransaction) transaction = test_transaction_new (NULL, NULL);
  g_autofree char *answer = NULL;
  MbHead head;

  test_set (room, "price", "leek", "1");
  mb_journal_get_head (room->journal, &head);
  test_put (transaction, "price", "leek", "1", -1);
  g_assert_true (test_append (room, transaction, NULL));
  g_assert_cmpuint (transaction->changes->len, ==, 0);
  answer = g_strndup (g_bytes_get_data (transaction->answer, NULL), g_bytes_get_size (transaction->answer));
  g_assert_cmpstr (answer, ==, head.position);
  g_assert_cmpuint (room->n_signals, ==, 1);

  test_room_free (room);
}

static void
test_empty_is_not_absent (gconstpointer sqlite)
{
  TestRoom *room = test_room_new (sqlite != NULL);
  g_autoptr (MbRange) fold = NULL;

  test_set (room, "notice", "quiet", "");
  fold = test_fold (room, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (fold->changes->len, ==, 1);
  g_assert_nonnull (((MbChange *) fold->changes->pdata[0])->value);
  g_assert_null (((MbChange *) fold->changes->pdata[0])->derived);

  test_room_free (room);
}

/* A thousand under way at once, every tenth refused: order as given, only those refused. */
static void
test_many (gconstpointer sqlite)
{
  enum { N = 1000 };
  TestRoom *room = test_room_new (sqlite != NULL);
  g_autofree TestWait *waits = g_new0 (TestWait, N);
  GPtrArray *transactions = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_transaction_unref);
  guint64 expected = 0;

  for (guint i = 0; i < N; i++)
    {
      MbTransaction *transaction = test_transaction_new (NULL, NULL);
      g_autofree char *value = g_strdup_printf ("%u", i);

      test_put (transaction, i % 10 == 3 ? "refused" : "price", value, value, -1);
      test_put (transaction, "price", "shared", value, -1);
      g_ptr_array_add (transactions, transaction);
      mb_journal_append_async (room->journal, transaction, NULL, test_wait_ready, &waits[i]);
    }

  for (guint i = 0; i < N; i++)
    {
      MbTransaction *transaction = transactions->pdata[i];
      g_autoptr (GAsyncResult) result = test_wait_result (&waits[i]);
      g_autoptr (GError) error = NULL;

      g_assert_true (mb_journal_append_finish (room->journal, result, &error) == (i % 10 != 3));
      if (error != NULL)
        {
          g_assert_error (error, MB_ERROR, MB_ERROR_INVALID);
          continue;
        }
      for (guint j = 0; j < 2; j++)
        g_assert_cmpuint (((MbChange *) transaction->changes->pdata[j])->number, ==, ++expected);
      g_assert_cmpuint (((MbChange *) transaction->changes->pdata[0])->last, ==, expected);
    }
  g_assert_cmpuint (expected, ==, 1800);
  g_assert_cmpuint (room->committed->len, ==, 1800);
  for (guint i = 0; i < 1800; i++)
    g_assert_cmpuint (((MbChange *) room->committed->pdata[i])->number, ==, i + 1);
  g_assert_cmpuint (room->n_signals, <, N / 2);
  g_assert_cmpstr (test_clerk_get (room->clerk, "price", "shared"), ==, "999");

  g_ptr_array_unref (transactions);
  test_room_free (room);
}

static char *
append_keyed (TestRoom *room, const char *key, const char *body, const char *value, gboolean *repeated,
              GError **error)
{
  g_autoptr (MbTransaction) transaction = test_transaction_new (key, body);

  test_put (transaction, g_str_equal (value, "no") ? "refused" : "price", "leek", value, -1);
  if (!test_append (room, transaction, error))
    return NULL;
  *repeated = transaction->repeated;
  return g_strndup (g_bytes_get_data (transaction->answer, NULL), g_bytes_get_size (transaction->answer));
}

static void
test_idempotency (gconstpointer sqlite)
{
  TestRoom *room = test_room_new (sqlite != NULL);
  g_autofree char *first = NULL, *second = NULL, *third = NULL, *late = NULL, *nothing = NULL, *refused = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start = mb_clock_now (room->clock);
  gboolean repeated;

  first = append_keyed (room, "k1", "body", "1", &repeated, &error);
  g_assert_false (repeated);
  test_set (room, "price", "leek", "2");

  second = append_keyed (room, "k1", "body", "1", &repeated, &error);
  g_assert_true (repeated);
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpstr (test_clerk_get (room->clerk, "price", "leek"), ==, "2");
  g_assert_cmpuint (room->committed->len, ==, 2);

  g_assert_null (append_keyed (room, "k1", "another body", "1", &repeated, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_INVALID);
  g_clear_error (&error);

  /* What was refused is asked anew; what changed nothing is kept all the same. */
  g_assert_null (append_keyed (room, "k2", "body", "no", &repeated, &error));
  g_clear_error (&error);
  refused = append_keyed (room, "k2", "body", "3", &repeated, &error);
  g_assert_false (repeated);
  nothing = append_keyed (room, "k3", "body", "3", &repeated, &error);
  g_clear_pointer (&nothing, g_free);
  nothing = append_keyed (room, "k3", "body", "3", &repeated, &error);
  g_assert_true (repeated);

  mb_clock_set (room->clock, start + 24 * HOUR_US - 1, 0);
  third = append_keyed (room, "k1", "body", "1", &repeated, &error);
  g_assert_true (repeated);
  mb_clock_set (room->clock, start + 24 * HOUR_US, 0);
  late = append_keyed (room, "k1", "another body", "5", &repeated, &error);
  g_assert_no_error (error);
  g_assert_false (repeated);
  g_assert_cmpstr (late, !=, first);

  test_room_free (room);
}

/* The same key twice in one commit: the second is a repetition of what is not durable yet. */
static void
test_idempotency_within_group (gconstpointer sqlite)
{
  enum { N = 50 };
  TestRoom *room = test_room_new (sqlite != NULL);
  TestWait waits[N] = { 0 };
  MbTransaction *transactions[N];
  guint n_repeated = 0;

  for (guint i = 0; i < N; i++)
    {
      transactions[i] = test_transaction_new ("key", "body");
      test_put (transactions[i], "price", "leek", "1", -1);
      mb_journal_append_async (room->journal, transactions[i], NULL, test_wait_ready, &waits[i]);
    }
  for (guint i = 0; i < N; i++)
    {
      g_autoptr (GAsyncResult) result = test_wait_result (&waits[i]);

      g_assert_true (mb_journal_append_finish (room->journal, result, NULL));
      n_repeated += transactions[i]->repeated;
      g_assert_true (g_bytes_equal (transactions[i]->answer, transactions[0]->answer));
    }
  g_assert_cmpuint (n_repeated, ==, N - 1);
  g_assert_cmpuint (room->committed->len, ==, 1);

  for (guint i = 0; i < N; i++)
    mb_transaction_unref (transactions[i]);
  test_room_free (room);
}

static void
add_part (GChecksum *sum, const void *data, gsize length)
{
  const guint8 prefix[4] = { (guint8) (length >> 24), (guint8) (length >> 16), (guint8) (length >> 8),
                             (guint8) length };

  g_checksum_update (sum, prefix, 4);
  if (length > 0)
    g_checksum_update (sum, data, (gssize) length);
}

/* The rule of the design, read afresh: nothing of the store's own code. */
static void
stranger_hash (const MbChange *change, const guint8 *previous, guint8 *hash)
{
  g_autoptr (GChecksum) inner = g_checksum_new (G_CHECKSUM_SHA256), outer = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, change->number);
  g_autofree char *last = g_strdup_printf ("%" G_GUINT64_FORMAT, change->last);
  const char *texts[] = { number, change->at, change->by, change->kind, change->id, last };
  GBytes *bytes[] = { change->salt, change->value, change->derived };
  guint8 digest[32];
  gsize size = 32;

  for (guint i = 0; i < 3; i++)
    add_part (inner, bytes[i] ? g_bytes_get_data (bytes[i], NULL) : NULL, bytes[i] ? g_bytes_get_size (bytes[i]) : 0);
  g_checksum_get_digest (inner, digest, &size);
  add_part (outer, previous, previous != NULL ? 32 : 0);
  for (guint i = 0; i < 6; i++)
    add_part (outer, texts[i], strlen (texts[i]));
  add_part (outer, digest, 32);
  g_checksum_get_digest (outer, hash, &size);
}

static void
test_chain (gconstpointer sqlite)
{
  TestRoom *room = test_room_new (sqlite != NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (99);
  g_autofree char *after = NULL;
  const guint8 *previous = NULL;
  guint8 hash[32], kept[32];
  guint64 number = 0;
  gboolean more = TRUE;

  for (guint i = 0; i < 60; i++)
    test_change_something (room, rand);

  while (more)
    {
      g_autoptr (MbRange) page = test_page (room, after, 7, NULL);

      g_assert_cmpuint (page->changes->len, <=, 7);
      for (guint i = 0; i < page->changes->len; i++)
        {
          const MbChange *change = page->changes->pdata[i];

          g_assert_cmpuint (change->number, ==, ++number);
          stranger_hash (change, previous, hash);
          g_assert_cmpmem (hash, 32, change->hash, 32);
          memcpy (kept, hash, 32);
          previous = kept;
        }
      more = page->next != 0;
      g_assert_true (!more || page->next == number);
      g_assert_cmpuint (page->upto.number, ==, number);
      g_free (after);
      after = g_strdup (page->upto.position);
    }
  g_assert_cmpstr (after, ==, room->told.position);

  test_room_free (room);
}

/* What stood at a time, and all that came since. */
static void
test_kind_history (gconstpointer sqlite)
{
  static const char *const expected[] = { "a:2", "b:1", "a:3", "b:", "c:1" };
  TestRoom *room = test_room_new (sqlite != NULL);
  MbTime then = { mb_clock_now (room->clock), 0 };
  g_autofree char *text = mb_time_format (then);
  g_autoptr (MbRange) range = NULL, none = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MbTransaction) drop = test_transaction_new (NULL, NULL);

  test_set (room, "media", "a", "1");
  test_set (room, "media", "a", "2");
  test_set (room, "media", "b", "1");
  test_set (room, "price", "x", "1");
  mb_clock_set (room->clock, then.us + G_USEC_PER_SEC, 0);
  test_set (room, "media", "a", "3");
  test_set (room, "price", "x", "2");
  test_put (drop, "media", "b", NULL, -1);
  g_assert_true (test_append (room, drop, &error));
  test_set (room, "media", "c", "1");

  range = test_history (room, "media", text, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (range->changes->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < range->changes->len; i++)
    {
      const MbChange *change = range->changes->pdata[i];
      gsize length = 0;
      const char *value = change->value != NULL ? g_bytes_get_data (change->value, &length) : "";
      g_autofree char *told = g_strdup_printf ("%s:%.*s", change->id, (int) length, value);

      g_assert_cmpstr (told, ==, expected[i]);
    }
  none = test_history (room, "notice", text, &error);
  g_assert_cmpuint (none->changes->len, ==, 0);
  g_assert_null (test_history (room, "media", "yesterday", &error));

  test_room_free (room);
}

static void
test_pages (gconstpointer sqlite)
{
  TestRoom *room = test_room_new (sqlite != NULL);
  g_autofree char *large = g_strnfill (1500 * 1000, 'x');
  g_autoptr (MbRange) first = NULL, second = NULL, end = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 4; i++)
    {
      g_autofree char *id = g_strdup_printf ("m%d", i);

      test_set (room, "media", id, large);
    }

  first = test_page (room, NULL, 1000, &error);
  g_assert_cmpuint (first->changes->len, ==, 3);
  g_assert_cmpuint (first->next, ==, 3);
  second = test_page (room, first->upto.position, 1000, &error);
  g_assert_cmpuint (second->changes->len, ==, 1);
  g_assert_cmpuint (second->next, ==, 0);
  end = test_page (room, second->upto.position, 1000, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (end->changes->len, ==, 0);
  g_assert_cmpstr (end->upto.position, ==, second->upto.position);

  g_assert_null (test_page (room, "123456789abc.2", 10, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_NOT_FOUND);

  test_room_free (room);
}

typedef struct
{
  TestRoom *room;
  guint n_left;
} ReadAhead;

static void
on_head_read (GObject *source, GAsyncResult *result, gpointer data)
{
  ReadAhead *ahead = data;
  g_autoptr (MbRange) range = mb_journal_range_finish (MB_JOURNAL (source), result, NULL);

  g_assert_cmpuint (range->upto.number, <=, ahead->room->told.number);
  ahead->n_left--;
}

/* Reads asked while commits are under way never know more than the signal has told. */
static void
test_no_read_ahead (gconstpointer sqlite)
{
  enum { N = 300 };
  TestRoom *room = test_room_new (sqlite != NULL);
  ReadAhead ahead = { room, N };
  g_autofree TestWait *waits = g_new0 (TestWait, N);

  test_set (room, "price", "leek", "first");
  for (guint i = 0; i < N; i++)
    {
      g_autoptr (MbTransaction) transaction = test_transaction_new (NULL, NULL);
      g_autofree char *value = g_strdup_printf ("%u", i);

      test_put (transaction, "price", "leek", value, -1);
      mb_journal_append_async (room->journal, transaction, NULL, test_wait_ready, &waits[i]);
      mb_journal_get_async (room->journal, "price", "leek", NULL, on_head_read, &ahead);
      g_main_context_iteration (NULL, FALSE);
    }
  for (guint i = 0; i < N; i++)
    {
      g_autoptr (GAsyncResult) result = test_wait_result (&waits[i]);

      g_assert_true (mb_journal_append_finish (room->journal, result, NULL));
    }
  while (ahead.n_left > 0)
    g_main_context_iteration (NULL, TRUE);

  test_room_free (room);
}

static void
test_cancel (gconstpointer sqlite)
{
  TestRoom *room = test_room_new (sqlite != NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (MbTransaction) transaction = test_transaction_new (NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL, read = NULL;
  g_autoptr (GError) error = NULL;
  TestWait wait = { 0 }, reading = { 0 };

  g_cancellable_cancel (cancellable);
  test_put (transaction, "price", "leek", "1", -1);
  mb_journal_append_async (room->journal, transaction, cancellable, test_wait_ready, &wait);
  mb_journal_delta_async (room->journal, NULL, cancellable, test_wait_ready, &reading);

  result = test_wait_result (&wait);
  g_assert_false (mb_journal_append_finish (room->journal, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  read = test_wait_result (&reading);
  g_assert_null (mb_journal_range_finish (room->journal, read, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  g_clear_object (&read);
  g_assert_cmpuint (room->clerk->n_checked, ==, 0);

  test_room_free (room);
}

/* What was asked before the closing is answered, what comes after it is refused. */
static void
test_close (gconstpointer sqlite)
{
  enum { N = 40 };
  TestRoom *room = test_room_new (sqlite != NULL);
  TestWait waits[N] = { 0 }, reading = { 0 }, late = { 0 }, closing = { 0 };
  g_autoptr (MbTransaction) too_late = test_transaction_new (NULL, NULL);
  g_autoptr (GAsyncResult) read = NULL, refused = NULL, closed = NULL;
  g_autoptr (MbRange) range = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N; i++)
    {
      g_autoptr (MbTransaction) transaction = test_transaction_new (NULL, NULL);
      g_autofree char *id = g_strdup_printf ("p%u", i);

      test_put (transaction, "price", id, "1", -1);
      mb_journal_append_async (room->journal, transaction, NULL, test_wait_ready, &waits[i]);
    }
  mb_journal_delta_async (room->journal, NULL, NULL, test_wait_ready, &reading);
  mb_journal_close_async (room->journal, NULL, test_wait_ready, &closing);
  mb_journal_append_async (room->journal, too_late, NULL, test_wait_ready, &late);

  for (guint i = 0; i < N; i++)
    {
      g_autoptr (GAsyncResult) result = test_wait_result (&waits[i]);

      g_assert_true (mb_journal_append_finish (room->journal, result, NULL));
    }
  read = test_wait_result (&reading);
  range = mb_journal_range_finish (room->journal, read, &error);
  g_assert_no_error (error);
  refused = test_wait_result (&late);
  g_assert_false (mb_journal_append_finish (room->journal, refused, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_BUSY);
  closed = test_wait_result (&closing);
  g_assert_true (mb_journal_close_finish (room->journal, closed, NULL));

  g_clear_object (&read);
  g_clear_object (&refused);
  g_clear_object (&closed);
  g_assert_finalize_object (g_steal_pointer (&room->journal));
  g_clear_pointer (&room->clerk, test_clerk_free);
  test_room_free (room);
}

/* A journal that nobody closed goes with its last reference. */
static void
test_drop_without_closing (gconstpointer sqlite)
{
  TestRoom *room = test_room_new (sqlite != NULL);

  test_set (room, "price", "leek", "1");
  g_assert_finalize_object (g_steal_pointer (&room->journal));
  g_clear_pointer (&room->clerk, test_clerk_free);
  test_room_free (room);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  test_room_add ("empty", test_empty);
  test_room_add ("append", test_append_one);
  test_room_add ("transaction", test_transaction);
  test_room_add ("nothing-changed", test_nothing_changed);
  test_room_add ("empty-is-not-absent", test_empty_is_not_absent);
  test_room_add ("many", test_many);
  test_room_add ("idempotency", test_idempotency);
  test_room_add ("idempotency-within-group", test_idempotency_within_group);
  test_room_add ("chain", test_chain);
  test_room_add ("history", test_kind_history);
  test_room_add ("pages", test_pages);
  test_room_add ("no-read-ahead", test_no_read_ahead);
  test_room_add ("cancel", test_cancel);
  test_room_add ("close", test_close);
  test_room_add ("drop-without-closing", test_drop_without_closing);

  return g_test_run ();
}
