/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-file.h"

#include "core/base/mb-error.h"
#include "core/wire/mb-fact-codec.h"
#include "mb-test-files.h"
#include "mb-test-wait.h"
#include "store/mb-outbox.h"
#include "store/sqlite/mb-sqlite-outbox.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* An outbox: what it took is there, numbered without gaps, until the hub has it. */

typedef struct
{
  char *folder, *path;
  MbOutbox *outbox;
} Box;

static Box *
box_new (void)
{
  Box *box = g_new0 (Box, 1);

  box->folder = mb_test_folder_new ();
  box->path = g_build_filename (box->folder, "state", "e-1.outbox", NULL);
  box->outbox = mb_outbox_new (box->path, "e-1", MB_OUTBOX_BYTES);
  return box;
}

static void
box_reopen (Box *box)
{
  g_assert_finalize_object (box->outbox);
  box->outbox = mb_outbox_new (box->path, "e-1", MB_OUTBOX_BYTES);
}

static void
box_free (Box *box)
{
  g_assert_finalize_object (box->outbox);
  mb_test_folder_free (box->folder);
  g_free (box->path);
  g_free (box);
}

static MbFact *
make_play (gint64 ms)
{
  MbPlay *play = (MbPlay *) mb_fact_new (MB_FACT_PLAY);

  play->head.at = (MbTime){ 1795388400 * G_TIME_SPAN_SECOND, 28800 };
  play->started_at = play->head.at;
  play->screen = g_strdup ("e-1");
  play->zone = g_strdup ("video");
  play->media = g_strdup ("film");
  play->ms = ms;
  play->ended = MB_PLAY_WHOLE;
  return (MbFact *) play;
}

static gboolean
add (Box *box, gint64 ms, gint64 *n, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  TestWait wait = { 0 };

  mb_outbox_add_async (box->outbox, make_play (ms), test_wait_ready, &wait);
  result = test_wait_result (&wait);
  return mb_outbox_add_finish (box->outbox, result, n, error);
}

static void
add_well (Box *box, gint64 ms, gint64 expected)
{
  g_autoptr (GError) error = NULL;
  gint64 n = 0;

  g_assert_true (add (box, ms, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, expected);
}

static MbOutboxBatch *
take (Box *box, guint limit)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  MbOutboxBatch *batch;
  TestWait wait = { 0 };

  mb_outbox_take_async (box->outbox, limit, NULL, test_wait_ready, &wait);
  result = test_wait_result (&wait);
  batch = mb_outbox_take_finish (box->outbox, result, &error);
  g_assert_no_error (error);
  return batch;
}

static gboolean
settle (Box *box, const MbOutboxBatch *batch, gint n, GHashTable *aside)
{
  g_autoptr (GAsyncResult) result = NULL;
  TestWait wait = { 0 };

  mb_outbox_settle_async (box->outbox, batch, n, aside, test_wait_ready, &wait);
  result = test_wait_result (&wait);
  return mb_outbox_settle_finish (box->outbox, result, NULL);
}

static void
assert_state (Box *box, guint waiting, guint aside, guint refused)
{
  g_auto (MbOutboxState) state = { 0 };

  mb_outbox_get_state (box->outbox, &state);
  g_assert_cmpuint (state.waiting, ==, waiting);
  g_assert_cmpuint (state.aside, ==, aside);
  g_assert_cmpuint (state.refused, ==, refused);
}

static gboolean
on_line (MbFact *fact, GBytes *text, guint line, gpointer data, GError **error)
{
  GString *out = data;

  g_string_append_printf (out, "%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT " ", fact->n, ((MbPlay *) fact)->ms);
  mb_fact_free (fact);
  return TRUE;
}

/* "n:ms n:ms " as the hub would read it. */
static void
assert_batch (const MbOutboxBatch *batch, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  guint line;

  g_assert_true (mb_facts_read (batch->body, on_line, text, &line, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (text->str, ==, expected);
  g_assert_true (mb_fact_source_is_valid (batch->source));
}

static void
test_round (void)
{
  Box *box = box_new ();
  g_autoptr (MbOutboxBatch) first = NULL, again = NULL, rest = NULL;

  add_well (box, 10, 1);
  add_well (box, 20, 2);
  add_well (box, 30, 3);
  first = take (box, 2);
  assert_batch (first, "1:10 2:20 ");
  g_assert_true (g_str_has_prefix (first->source, "e-1~"));
  assert_state (box, 3, 0, 0);

  /* What is not settled comes again, the same to the byte, also after a restart. */
  box_reopen (box);
  again = take (box, 2);
  g_assert_cmpstr (again->source, ==, first->source);
  g_assert_true (g_bytes_equal (again->body, first->body));
  g_assert_true (settle (box, again, -1, NULL));
  assert_state (box, 1, 0, 0);
  g_assert_true (settle (box, again, -1, NULL));
  assert_state (box, 1, 0, 0);

  /* A number is never used twice, though the lines that had it are gone. */
  rest = take (box, 10);
  assert_batch (rest, "3:30 ");
  g_assert_true (settle (box, rest, -1, NULL));
  box_reopen (box);
  add_well (box, 40, 4);
  box_free (box);
}

static void
test_aside (void)
{
  Box *box = box_new ();
  g_autoptr (GHashTable) aside = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (MbOutboxBatch) batch = NULL, rest = NULL;
  gint64 two = 2, three = 3;

  for (gint64 n = 1; n <= 4; n++)
    add_well (box, n, n);
  batch = take (box, 10);
  g_hash_table_add (aside, &two);
  g_hash_table_add (aside, &three);
  g_assert_true (settle (box, batch, 2, aside)); /* three is not among the first two */
  assert_state (box, 2, 1, 0);
  box_reopen (box);
  rest = take (box, 10);
  assert_batch (rest, "3:3 4:4 ");
  assert_state (box, 2, 1, 0);
  box_free (box);
}

/* A take waits for something to take, or until nobody wants it any more. */
static void
test_waiting (void)
{
  Box *box = box_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL, nothing = NULL, closed = NULL;
  g_autoptr (MbOutboxBatch) batch = NULL;
  g_autoptr (GError) error = NULL;
  TestWait wait = { 0 }, cancelled = { 0 }, left = { 0 };

  mb_outbox_take_async (box->outbox, 1, NULL, test_wait_ready, &wait);
  add_well (box, 7, 1);
  result = test_wait_result (&wait);
  batch = mb_outbox_take_finish (box->outbox, result, NULL);
  assert_batch (batch, "1:7 ");
  g_assert_true (settle (box, batch, -1, NULL));

  mb_outbox_take_async (box->outbox, 1, cancellable, test_wait_ready, &cancelled);
  g_cancellable_cancel (cancellable);
  nothing = test_wait_result (&cancelled);
  g_assert_null (mb_outbox_take_finish (box->outbox, nothing, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  mb_outbox_take_async (box->outbox, 1, NULL, test_wait_ready, &left);
  box_reopen (box);
  closed = test_wait_result (&left);
  g_assert_null (mb_outbox_take_finish (box->outbox, closed, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_BUSY);
  box_free (box);
}

static void
test_many (void)
{
  Box *box = box_new ();
  TestWait waits[600] = { 0 };
  g_autoptr (MbOutboxBatch) batch = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    mb_outbox_add_async (box->outbox, make_play (i), test_wait_ready, &waits[i]);
  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      g_autoptr (GAsyncResult) result = test_wait_result (&waits[i]);
      gint64 n;

      g_assert_true (mb_outbox_add_finish (box->outbox, result, &n, NULL));
      g_assert_cmpint (n, ==, i + 1);
    }
  batch = take (box, 1000);
  g_assert_cmpuint (batch->ns->len, ==, 600);
  box_free (box);
}

/* So many bytes and no more; what is refused takes no number. */
static void
test_bounded (void)
{
  Box *box = box_new ();
  g_autoptr (MbOutboxBatch) batch = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n = 0;

  g_assert_finalize_object (box->outbox);
  box->outbox = mb_outbox_new (box->path, "e-1", 1000);
  while (add (box, 1, &n, &error))
    g_assert_cmpint (n, <, 20);
  g_assert_error (error, MB_ERROR, MB_ERROR_FULL);
  g_assert_cmpint (n, >, 2);
  assert_state (box, (guint) n, 0, 1);

  batch = take (box, 1);
  g_assert_true (settle (box, batch, -1, NULL));
  add_well (box, 1, n + 1);
  box_free (box);
}

/* One that is of no use is put out of the way, and so is the next; what either held has another source. */
static void
test_damaged (void)
{
  Box *box = box_new ();
  g_autofree char *first = g_strconcat (box->path, "-aside-1", NULL), *second = g_strconcat (box->path, "-aside-2", NULL);
  g_autoptr (MbOutboxBatch) old = NULL, fresh = NULL;
  g_auto (MbOutboxState) state = { 0 };

  add_well (box, 1, 1);
  old = take (box, 1);
  g_clear_object (&box->outbox);
  g_assert_true (g_file_set_contents (box->path, "this is no database, not even a little one", -1, NULL));
  box->outbox = mb_outbox_new (box->path, "e-1", MB_OUTBOX_BYTES);
  add_well (box, 2, 1);
  g_assert_true (g_file_test (first, G_FILE_TEST_EXISTS));
  mb_outbox_get_state (box->outbox, &state);
  g_assert_nonnull (strstr (state.problem, first));

  /* The hub's answer to what the old one had sent is not about the new one's. */
  fresh = take (box, 1);
  g_assert_cmpstr (fresh->source, !=, old->source);
  g_assert_true (settle (box, old, -1, NULL));
  assert_state (box, 1, 0, 0);

  g_clear_object (&box->outbox);
  g_assert_true (g_file_set_contents (box->path, "again", -1, NULL));
  box->outbox = mb_outbox_new (box->path, "e-1", MB_OUTBOX_BYTES);
  add_well (box, 3, 1);
  g_assert_true (g_file_test (second, G_FILE_TEST_EXISTS));
  box_free (box);
}

static void
test_alone (void)
{
  Box *box = box_new ();
  MbOutbox *first = box->outbox;
  g_autoptr (GError) error = NULL;

  add_well (box, 1, 1);
  box->outbox = mb_outbox_new (box->path, "e-1", MB_OUTBOX_BYTES);
  g_assert_false (add (box, 2, NULL, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_BUSY);

  /* With the other one gone it is its own. */
  g_assert_finalize_object (first);
  add_well (box, 2, 2);
  box_free (box);
}

static void
test_full_inside (void)
{
  Box *box = box_new ();
  g_autoptr (GError) error = NULL;
  gint64 n = 0;

  signal (SIGXFSZ, SIG_IGN);
  add_well (box, 1, 1);
  test_limit_size (100 * 1000);
  while (add (box, 1, &n, &error))
    g_assert_cmpint (n, <, 2000);
  g_assert_error (error, MB_ERROR, MB_ERROR_FULL);
  g_assert_cmpint (n, >, 1);

  test_limit_size (RLIM_INFINITY);
  add_well (box, 1, n + 1);
  {
    g_auto (MbOutboxState) state = { 0 };

    mb_outbox_get_state (box->outbox, &state);
    g_assert_null (state.problem);
    g_assert_cmpuint (state.refused, ==, 1);
  }
  box_reopen (box);
  add_well (box, 1, n + 2);
  box_free (box);
}

static void
test_full (void)
{
  g_test_trap_subprocess ("/outbox/full/subprocess", 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

/* Adds until it is killed, and says each number that is durable. */
static void
add_for_ever (const char *path, int out)
{
  MbSqliteOutbox *file = mb_sqlite_outbox_new (path, "e-1");

  if (!mb_sqlite_outbox_open (file, NULL))
    _exit (1);
  for (;;)
    {
      gint64 n = mb_sqlite_outbox_get_next (file);
      g_autoptr (MbFact) fact = make_play (n);
      g_autoptr (GBytes) text = NULL;

      fact->n = n;
      fact->source = g_strdup (mb_sqlite_outbox_get_source (file));
      text = mb_fact_encode (fact);
      if (!mb_sqlite_outbox_begin (file, NULL) || !mb_sqlite_outbox_add (file, text, NULL)
          || !mb_sqlite_outbox_commit (file, NULL) || write (out, &n, sizeof n) != sizeof n)
        _exit (1);
    }
}

/* Killed while it writes, ten times: every number that was said is there, and none is missing before it. */
static void
test_killed (void)
{
  Box *box = box_new ();
  gint64 said = 0;

  g_assert_finalize_object (box->outbox);
  for (guint round = 1; round <= 10; round++)
    {
      int ends[2], status;
      pid_t child;
      gint64 n;

      g_assert_cmpint (pipe (ends), ==, 0);
      child = fork ();
      if (child == 0)
        add_for_ever (box->path, ends[1]);
      close (ends[1]);
      for (guint i = 0; i < 3 * round && read (ends[0], &n, sizeof n) == sizeof n; i++)
        said = n;
      kill (child, SIGKILL);
      while (read (ends[0], &n, sizeof n) == sizeof n)
        said = n;
      close (ends[0]);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_true (WIFSIGNALED (status));
    }

  box->outbox = mb_outbox_new (box->path, "e-1", MB_OUTBOX_BYTES);
  {
    g_autoptr (MbOutboxBatch) batch = take (box, 100000);

    g_assert_cmpint (batch->ns->len, >=, said);
    for (guint i = 0; i < batch->ns->len; i++)
      g_assert_cmpint (g_array_index (batch->ns, gint64, i), ==, i + 1);
    add_well (box, 1, batch->ns->len + 1);
  }
  box_free (box);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/outbox/killed", test_killed); /* forks, so before there are threads */
  g_test_add_func ("/outbox/round", test_round);
  g_test_add_func ("/outbox/aside", test_aside);
  g_test_add_func ("/outbox/waiting", test_waiting);
  g_test_add_func ("/outbox/many", test_many);
  g_test_add_func ("/outbox/bounded", test_bounded);
  g_test_add_func ("/outbox/damaged", test_damaged);
  g_test_add_func ("/outbox/alone", test_alone);
  g_test_add_func ("/outbox/full", test_full);
  g_test_add_func ("/outbox/full/subprocess", test_full_inside);

  return g_test_run ();
}
