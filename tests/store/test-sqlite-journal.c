/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-file.h"

#include "core/base/mb-error.h"
#include "store/sqlite/mb-sqlite-check.h"
#include "store/sqlite/mb-sqlite-database.h"
#include "store/sqlite/mb-sqlite-journal.h"
#include "store/sqlite/mb-sqlite-migration.h"
#include "test-migrations.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a journal in a file promises beyond the others: that it lasts, that it is alone, and that it says
 * so when it is full, foreign or damaged. */

static void
assert_refused (const char *path, MbSqliteFlags flags, MbError code)
{
  TestClerk *clerk = test_clerk_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (test_try_open (path, flags, clerk, &error));
  g_assert_error (error, MB_ERROR, (int) code);
  g_test_message ("%s", error->message);
  test_clerk_free (clerk);
}

static void
test_reopen (void)
{
  TestRoom *room = test_room_new (TRUE);
  g_autoptr (MbRange) before = NULL, after = NULL, news = NULL;
  g_autofree char *stood = NULL, *stands = NULL;
  MbHead head;

  test_fill (room, 200);
  before = test_fold (room, NULL, NULL, NULL, NULL);
  stood = test_text (before->changes);
  test_room_reopen (room);

  mb_journal_get_head (room->journal, &head);
  g_assert_cmpstr (head.position, ==, before->upto.position);
  g_assert_cmpuint (room->clerk->n_loaded, ==, before->changes->len);
  after = test_fold (room, NULL, NULL, NULL, NULL);
  stands = test_text (after->changes);
  g_assert_cmpstr (stood, ==, stands);

  /* A client from before the restart goes on, and the chain, too. */
  test_set (room, "stall", "a-001", "{}");
  news = test_delta (room, head.position);
  g_assert_false (news->reset);
  g_assert_cmpuint (news->changes->len, ==, 1);
  test_room_close (room);
  g_assert_true (test_check_file (room->path, NULL, NULL, &head, NULL));
  g_assert_cmpstr (head.position, ==, news->upto.position);

  test_room_free (room);
}

static void
test_key_lasts (void)
{
  TestRoom *room = test_room_new (TRUE);
  g_autoptr (MbTransaction) first = test_transaction_new ("key", "body");
  g_autoptr (MbTransaction) second = test_transaction_new ("key", "body");

  test_put (first, "price", "leek", "1", -1);
  test_put (second, "price", "leek", "1", -1);
  g_assert_true (test_append (room, first, NULL));
  test_room_reopen (room);
  g_assert_true (test_append (room, second, NULL));
  g_assert_true (second->repeated);
  g_assert_true (g_bytes_equal (first->answer, second->answer));

  test_room_free (room);
}

static void
test_alone (void)
{
  TestRoom *room = test_room_new (TRUE);
  g_autofree char *pid = g_strdup_printf ("process %ld", (long) getpid ());
  g_autofree char *link = g_build_filename (room->folder, "link.db", NULL);
  g_autoptr (GError) error = NULL;
  TestClerk *clerk = test_clerk_new ();

  g_assert_null (test_try_open (room->path, MB_SQLITE_NONE, clerk, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, pid));
  test_clerk_free (clerk);

  /* By whatever name. */
  g_assert_cmpint (symlink (room->path, link), ==, 0);
  assert_refused (link, MB_SQLITE_NONE, MB_ERROR_BUSY);

  /* The refusals took nothing from the first. */
  test_set (room, "price", "leek", "1");
  test_room_reopen (room);
  g_assert_cmpstr (test_clerk_get (room->clerk, "price", "leek"), ==, "1");

  test_room_free (room);
}

static void
test_read_only (void)
{
  TestRoom *room = test_room_new (TRUE), reader = { 0 };
  g_autoptr (MbRange) early = NULL, late = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (GError) error = NULL;
  TestWait wait = { 0 };

  test_fill (room, 10);
  reader.journal = test_try_open (room->path, MB_SQLITE_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  early = test_page (&reader, NULL, 100, &error);
  g_assert_cmpuint (early->upto.number, ==, room->told.number);

  test_set (room, "price", "leek", "1");
  late = test_fold (&reader, "price", NULL, NULL, &error);
  g_assert_cmpuint (late->changes->len, ==, 1);

  mb_journal_close_async (reader.journal, NULL, test_wait_ready, &wait);
  closed = test_wait_result (&wait);
  g_assert_true (mb_journal_close_finish (reader.journal, closed, &error));
  g_clear_object (&closed);
  g_assert_finalize_object (reader.journal);
  test_room_free (room);
}

static void
test_refusals (void)
{
  TestRoom *room = test_room_new (TRUE);
  g_autofree char *path = g_build_filename (room->folder, "x.db", NULL);
  g_autofree char *nowhere = g_build_filename (room->folder, "no", "x.db", NULL);
  g_autofree char *noise = g_strnfill (9000, 'x');

  assert_refused (path, MB_SQLITE_NONE, MB_ERROR_NOT_FOUND);
  assert_refused (path, MB_SQLITE_READ_ONLY, MB_ERROR_NOT_FOUND);
  assert_refused (nowhere, MB_SQLITE_CREATE, MB_ERROR_FAILED);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  assert_refused (path, MB_SQLITE_NONE, MB_ERROR_FAILED);
  g_assert_cmpint (g_rmdir (path), ==, 0);

  g_assert_true (g_file_set_contents (path, noise, -1, NULL));
  assert_refused (path, MB_SQLITE_NONE, MB_ERROR_CORRUPT);
  g_unlink (path);

  test_tamper (path, "CREATE TABLE recipe (name)");
  assert_refused (path, MB_SQLITE_NONE, MB_ERROR_INVALID);
  assert_refused (path, MB_SQLITE_READ_ONLY, MB_ERROR_INVALID);

  test_room_free (room);
}

/* A power cut right after the file was made leaves it empty. */
static void
test_empty_file (void)
{
  TestRoom *room = test_room_new (TRUE);
  g_autofree char *path = g_build_filename (room->folder, "empty.db", NULL);
  TestClerk *clerk = test_clerk_new ();
  g_autoptr (MbJournal) journal = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  assert_refused (path, MB_SQLITE_READ_ONLY, MB_ERROR_UNSUPPORTED);
  journal = test_try_open (path, MB_SQLITE_NONE, clerk, &error);
  g_assert_no_error (error);
  g_assert_finalize_object (g_steal_pointer (&journal));

  test_clerk_free (clerk);
  test_room_free (room);
}

/* A child appends as fast as it can and says what was acknowledged, until it is killed. */
static void
append_until_killed (void)
{
  const char *path = g_getenv ("MB_TEST_PATH");
  TestRoom room = { .clerk = test_clerk_new () };
  g_autoptr (GError) error = NULL;

  room.journal = test_try_open (path, MB_SQLITE_CREATE, room.clerk, &error);
  g_assert_no_error (error);
  for (guint i = 0;; i++)
    {
      g_autofree char *id = g_strdup_printf ("p%u", i);
      guint64 number;

      number = test_set (&room, "price", id, "{\"fen\":350}");
      g_assert_cmpint (dprintf (3, "%" G_GUINT64_FORMAT "\n", number), >, 0);
    }
}

static GPid
spawn_appender (const char *path, int *out)
{
  char *argv[] = { (char *) "/proc/self/exe", (char *) "-p", (char *) "/sqlite/killed/appender", NULL };
  g_auto (GStrv) env = g_environ_setenv (g_get_environ (), "MB_TEST_PATH", path, TRUE);
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GError) error = NULL;
  int ends[2], sources[1], targets[1] = { 3 };
  GPid pid;

  argv[0] = self;
  g_assert_cmpint (pipe (ends), ==, 0);
  fcntl (ends[0], F_SETFD, FD_CLOEXEC);
  sources[0] = ends[1];
  g_spawn_async_with_pipes_and_fds (NULL, (const char *const *) argv, (const char *const *) env,
                                    G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, -1, -1, -1,
                                    sources, targets, 1, &pid, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  close (ends[1]);
  *out = ends[0];
  return pid;
}

static void
test_killed (void)
{
  TestRoom *room = test_room_new (TRUE);
  g_autofree char *path = g_build_filename (room->folder, "killed.db", NULL);

  for (guint round = 1; round <= 4; round++)
    {
      g_autoptr (GString) said = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      guint64 acknowledged;
      char buffer[256];
      MbHead head;
      gssize n;
      int out;
      GPid pid = spawn_appender (path, &out);

      while (said->len < 300 * round && (n = read (out, buffer, sizeof buffer)) > 0)
        g_string_append_len (said, buffer, n);
      g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
      while ((n = read (out, buffer, sizeof buffer)) > 0)
        g_string_append_len (said, buffer, n);
      close (out);
      waitpid (pid, NULL, 0);
      g_spawn_close_pid (pid);

      g_string_truncate (said, (gsize) (strrchr (said->str, '\n') - said->str));
      acknowledged = g_ascii_strtoull (strrchr (said->str, '\n') + 1, NULL, 10);
      g_assert_true (test_check_file (path, NULL, NULL, &head, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (head.number, >=, acknowledged);
      g_assert_cmpuint (head.number, <=, acknowledged + 1);
    }

  test_room_free (room);
}

/* A file that may not grow answers as a disk that is full. */
static void
full_in_child (void)
{
  TestRoom *room = test_room_new (TRUE);
  g_autofree char *large = g_strnfill (60000, 'x');
  TestWait waits[8] = { 0 };
  MbHead before, after;
  guint n = 0;

  signal (SIGXFSZ, SIG_IGN);
  test_set (room, "media", "kept", "1");
  test_limit_size (400 * 1000);
  for (;;)
    {
      g_autoptr (MbTransaction) transaction = test_transaction_new (NULL, NULL);
      g_autofree char *id = g_strdup_printf ("m%u", n);
      g_autoptr (GError) error = NULL;

      mb_journal_get_head (room->journal, &before);
      test_put (transaction, "media", id, large, -1);
      test_put (transaction, "media", "kept", id, -1);
      if (!test_append (room, transaction, &error))
        {
          g_assert_error (error, MB_ERROR, MB_ERROR_FULL);
          break;
        }
      g_assert_cmpuint (++n, <, 100);
    }

  /* Many under way: all fall, the refused among them, too, or each for itself. */
  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      g_autoptr (MbTransaction) transaction = test_transaction_new ("key", "body");
      g_autofree char *id = g_strdup_printf ("more%u", i);

      g_free (transaction->idempotency_key);
      transaction->idempotency_key = g_strdup (id);
      test_put (transaction, "media", id, large, -1);
      mb_journal_append_async (room->journal, transaction, NULL, test_wait_ready, &waits[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      g_autoptr (GAsyncResult) result = test_wait_result (&waits[i]);
      g_autoptr (GError) error = NULL;

      g_assert_false (mb_journal_append_finish (room->journal, result, &error));
      g_assert_error (error, MB_ERROR, MB_ERROR_FULL);
    }
  g_assert_cmpuint (room->clerk->n_undone, >=, 2);
  g_assert_null (test_clerk_get (room->clerk, "media", "more0"));
  g_assert_cmpstr (test_clerk_get (room->clerk, "media", "kept"), !=, "1");
  mb_journal_get_head (room->journal, &after);
  g_assert_cmpstr (before.position, ==, after.position);

  test_limit_size (RLIM_INFINITY);
  g_assert_cmpuint (test_set (room, "media", "more0", large), ==, before.number + 1);
  test_room_reopen (room);
  g_assert_cmpstr (test_clerk_get (room->clerk, "media", "more0"), ==, large);
  g_assert_true (test_check_file (room->path, NULL, NULL, &after, NULL));
  g_assert_cmpuint (after.number, ==, before.number + 1);
  test_room_free (room);
}

/* A hub that starts on a full disk has no room for the index of the log, and says so. */
static void
full_at_start_in_child (void)
{
  TestRoom *room = test_room_new (TRUE);

  signal (SIGXFSZ, SIG_IGN);
  test_fill (room, 10);
  test_room_close (room);
  test_limit_size (1000);
  assert_refused (room->path, MB_SQLITE_NONE, MB_ERROR_FULL);
  test_limit_size (RLIM_INFINITY);
  test_room_free (room);
}

static void
test_full_at_start (void)
{
  g_test_trap_subprocess ("/sqlite/full-at-start/subprocess", 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

static void
test_full (void)
{
  g_test_trap_subprocess ("/sqlite/full/subprocess", 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

/* Larger than what is looked over as a whole. */
#define FILLER "INSERT INTO answer VALUES ('', 9e15, '', zeroblob (70000000))"

/* @filler: (nullable): added before
 * @opens: whether the table's content is not needed before something is written or checked */
static void
corrupt_table (const char *table, const char *filler, gboolean opens)
{
  TestRoom *room = test_room_new (TRUE);
  g_autoptr (GError) error = NULL;
  MbHead head;

  test_fill (room, 300);
  test_room_close (room);
  if (filler != NULL)
    test_tamper (room->path, filler);
  test_overwrite (room->path, (test_root_page (room->path, table) - 1) * 4096, 4096);
  g_assert_false (test_check_file (room->path, NULL, NULL, &head, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_CORRUPT);
  g_clear_error (&error);
  if (!opens)
    assert_refused (room->path, MB_SQLITE_NONE, MB_ERROR_CORRUPT);
  else
    {
      TestClerk *clerk = test_clerk_new ();
      TestRoom damaged = { .journal = test_try_open (room->path, MB_SQLITE_NONE, clerk, &error) };
      g_autoptr (MbTransaction) transaction = test_transaction_new (NULL, NULL);

      g_assert_no_error (error);
      test_put (transaction, "stall", "a-000", "new", -1);
      g_assert_false (test_append (&damaged, transaction, &error));
      g_assert_error (error, MB_ERROR, MB_ERROR_CORRUPT);
      g_assert_finalize_object (damaged.journal);
      test_clerk_free (clerk);
    }
  test_room_free (room);
}

static void
test_corrupt_pages (void)
{
  static const char *const tables[] = { "change", "record_by_number", "record", "moment", "meta", "change_by_record",
                                        "answer", "fact", "fact_by_time", "tally" };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    corrupt_table (tables[i], NULL, FALSE);
  corrupt_table ("record", FILLER, FALSE);
  corrupt_table ("change_by_record", FILLER, TRUE);
}

/* Whichever page it is. */
static void
test_corrupt_page (void)
{
  TestRoom *room = test_room_new (TRUE);
  g_autofree char *whole = NULL;
  gsize length;

  test_fill (room, 300);
  test_room_close (room);
  g_assert_true (g_file_get_contents (room->path, &whole, &length, NULL));
  for (gsize at = 0; at < length; at += 4096)
    {
      test_overwrite (room->path, (gint64) at, 4096);
      assert_refused (room->path, MB_SQLITE_NONE, MB_ERROR_CORRUPT);
      g_assert_true (g_file_set_contents (room->path, whole, (gssize) length, NULL));
    }
  test_room_open (room);
  test_room_free (room);
}

static void
test_corrupt_header (void)
{
  TestRoom *room = test_room_new (TRUE);

  test_fill (room, 50);
  test_room_close (room);
  test_overwrite (room->path, 0, 100);
  assert_refused (room->path, MB_SQLITE_NONE, MB_ERROR_CORRUPT);
  test_room_free (room);
}

/* What SQLite cannot know, the chain does. */
static void
test_tampered (void)
{
  static const struct
  {
    const char *sql;
    gboolean opens;
  } cases[] = {
    { "UPDATE change SET value = x'7b7d' WHERE number = (SELECT max(number) FROM record WHERE live)", FALSE },
    { "UPDATE change SET at = '2020-01-01T00:00:00Z' WHERE number = 4", TRUE },
    { "UPDATE change SET last = 300 WHERE number = 10", TRUE },
    { "DELETE FROM change WHERE number = 20", TRUE },
    { "UPDATE change SET salt = zeroblob(16) WHERE number = 1", TRUE },
    { "UPDATE record SET live = 1 - live WHERE number = (SELECT min(number) FROM record WHERE NOT live)", FALSE },
    { "UPDATE record SET number = 1 WHERE kind = 'product' AND id = 'a-001'", TRUE },
    { "DELETE FROM record WHERE number = (SELECT max(number) FROM record)", TRUE },
    { "UPDATE moment SET number = number + 7", TRUE },
    { "UPDATE change SET hash = x'00' WHERE number = (SELECT max(number) FROM record WHERE live)", FALSE },
    { "DELETE FROM meta", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TestRoom *room = test_room_new (TRUE);
      g_autoptr (GError) error = NULL;
      MbHead head;

      test_fill (room, 250);
      test_room_close (room);
      test_tamper (room->path, cases[i].sql);
      if (!cases[i].opens)
        assert_refused (room->path, MB_SQLITE_NONE, MB_ERROR_CORRUPT);
      if (i < G_N_ELEMENTS (cases) - 1)
        {
          g_assert_false (test_check_file (room->path, NULL, NULL, &head, &error));
          g_assert_error (error, MB_ERROR, MB_ERROR_CORRUPT);
          g_test_message ("%s", error->message);
        }
      test_room_free (room);
    }
}

/* Another hand has taken the next number: nothing more is written to such a file. */
static void
test_foreign_writer (void)
{
  TestRoom *room = test_room_new (TRUE);
  g_autoptr (MbTransaction) first = test_transaction_new (NULL, NULL), second = test_transaction_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  MbHead head;

  test_fill (room, 5);
  test_tamper (room->path, "INSERT INTO change SELECT number + 1, last + 1, at, \"by\", kind, id, salt, hash, derived, "
                      "value FROM change ORDER BY number DESC LIMIT 1");
  test_put (first, "price", "leek", "1", -1);
  test_put (second, "price", "leek", "1", -1);
  g_assert_false (test_append (room, first, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_false (test_append (room, second, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_CORRUPT);
  g_assert_cmpuint (room->clerk->n_undone, ==, 1);
  mb_journal_get_head (room->journal, &head);
  g_assert_cmpuint (head.number, ==, room->told.number);

  test_room_free (room);
}

typedef struct
{
  guint64 done, total;
  guint n;
  GThread *thread;
} Progress;

static void
on_progress (guint64 done, guint64 total, gpointer data)
{
  Progress *progress = data;

  g_assert_true (g_thread_self () == progress->thread);
  g_assert_cmpuint (done, >=, progress->done);
  progress->done = done;
  progress->total = total;
  progress->n++;
}

static void
test_check (void)
{
  TestRoom *room = test_room_new (TRUE);
  g_autoptr (MbTransaction) many = test_transaction_new (NULL, NULL);
  Progress progress = { .thread = g_thread_self () };
  g_autoptr (GError) error = NULL;
  MbHead head;

  g_assert_true (test_check_file (room->path, NULL, NULL, &head, &error));
  g_assert_cmpuint (head.number, ==, 0);

  for (guint i = 0; i < 2500; i++)
    {
      g_autofree char *id = g_strdup_printf ("p%u", i);

      test_put (many, "price", id, "1", -1);
    }
  g_assert_true (test_append (room, many, NULL));

  /* While the journal is open for writing. */
  g_assert_true (test_check_file (room->path, on_progress, &progress, &head, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (head.position, ==, room->told.position);
  g_assert_cmpuint (progress.n, >=, 3);
  g_assert_cmpuint (progress.done, ==, 2500);
  g_assert_cmpuint (progress.total, ==, 2500);
  test_set (room, "price", "p1", "2");

  test_room_free (room);
}

static void
test_migrations (void)
{
  TestRoom *room = test_room_new (TRUE);
  g_autoptr (GError) error = NULL;
  gint64 n;
  sqlite3 *db;

  test_set (room, "stall", "a-001", "1");
  test_set (room, "stall", "a-002", "1");
  test_room_close (room);

  g_assert_cmpint (sqlite3_open (room->path, &db), ==, SQLITE_OK);
  g_assert_false (mb_sqlite_migrate (db, test_migrations_get_resource (), "/marketboard/test/migrations", FALSE, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  for (int again = 0; again < 2; again++)
    {
      g_assert_true (mb_sqlite_migrate (db, test_migrations_get_resource (), "/marketboard/test/migrations", TRUE, &error));
      g_assert_no_error (error);
      g_assert_true (mb_sqlite_get_int (db, "SELECT count(*) FROM place", &n, &error));
      g_assert_cmpint (n, ==, 2);
    }

  /* One that breaks off leaves nothing behind. */
  g_assert_false (mb_sqlite_migrate (db, test_migrations_get_resource (), "/marketboard/test/broken", TRUE, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_true (mb_sqlite_get_int (db, "SELECT max(version) FROM migration", &n, &error));
  g_assert_cmpint (n, ==, 900);
  g_assert_true (mb_sqlite_get_int (db, "SELECT count(*) FROM sqlite_schema WHERE name = 'half'", &n, &error));
  g_assert_cmpint (n, ==, 0);
  sqlite3_close (db);

  /* By now it is of a version that this program does not know. */
  assert_refused (room->path, MB_SQLITE_NONE, MB_ERROR_UNSUPPORTED);
  assert_refused (room->path, MB_SQLITE_READ_ONLY, MB_ERROR_UNSUPPORTED);
  test_room_free (room);
}

/* A commit is durable, but its news has not left the journal's thread yet: a read that sees it waits,
 * while one that does not is answered. */
static void
test_early_read (void)
{
  TestRoom *room = test_room_new (TRUE);
  g_autoptr (MbTransaction) transaction = test_transaction_new (NULL, NULL);
  g_autoptr (GAsyncResult) written = NULL, result = NULL;
  g_autoptr (MbRange) early = NULL, past = NULL;
  TestWait writing = { 0 }, reading = { 0 };
  TestGate gate;
  MbHead before;

  test_set (room, "price", "leek", "1");
  mb_journal_get_head (room->journal, &before);

  test_gate_close (&gate, room);
  test_put (transaction, "price", "leek", "2", -1);
  mb_journal_append_async (room->journal, transaction, NULL, test_wait_ready, &writing);
  test_gate_wait (&gate, 1);

  mb_journal_delta_async (room->journal, NULL, NULL, test_wait_ready, &reading);
  past = test_fold (room, NULL, before.position, NULL, NULL);
  g_assert_cmpuint (past->changes->len, ==, 1);
  g_assert_false (reading.done);

  test_gate_let_through (&gate, 1);
  result = test_wait_result (&reading);
  early = mb_journal_range_finish (room->journal, result, NULL);
  g_assert_cmpstr (early->upto.position, ==, room->told.position);
  g_assert_cmpuint (early->upto.number, ==, 2);
  written = test_wait_result (&writing);
  g_assert_true (mb_journal_append_finish (room->journal, written, NULL));

  g_clear_object (&result);
  g_clear_object (&written);
  test_room_free (room);
  test_gate_clear (&gate);
}

/* What SQLite asks of the disk goes through here. */
static int n_syncs, sync_error;

static int
sync_file (long call, int fd)
{
  g_atomic_int_inc (&n_syncs);
  errno = g_atomic_int_get (&sync_error);
  return errno != 0 ? -1 : (int) syscall (call, fd);
}

int
fdatasync (int fd)
{
  return sync_file (SYS_fdatasync, fd);
}

int
fsync (int fd)
{
  return sync_file (SYS_fsync, fd);
}

static void
test_durable (void)
{
  TestRoom *room = test_room_new (TRUE);

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *value = g_strdup_printf ("%u", i);
      int before = g_atomic_int_get (&n_syncs);

      test_set (room, "price", "leek", value);
      g_assert_cmpint (g_atomic_int_get (&n_syncs), >, before);
    }
  test_room_free (room);
}

static void
test_sync_fails (void)
{
  TestRoom *room = test_room_new (TRUE);
  static const struct
  {
    int system;
    MbError code;
  } cases[] = { { EIO, MB_ERROR_FAILED }, { ENOSPC, MB_ERROR_FULL }, { EDQUOT, MB_ERROR_FULL } };
  MbHead before, after;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MbTransaction) transaction = test_transaction_new (NULL, NULL);
      g_autofree char *value = g_strdup_printf ("%u", i);
      g_autoptr (GError) error = NULL;

      test_set (room, "price", "leek", value);
      mb_journal_get_head (room->journal, &before);
      g_atomic_int_set (&sync_error, cases[i].system);
      test_put (transaction, "price", "leek", "lost", -1);
      g_assert_false (test_append (room, transaction, &error));
      g_assert_error (error, MB_ERROR, (int) cases[i].code);
      g_atomic_int_set (&sync_error, 0);

      mb_journal_get_head (room->journal, &after);
      g_assert_cmpstr (before.position, ==, after.position);
      g_assert_cmpstr (test_clerk_get (room->clerk, "price", "leek"), ==, value);
    }
  test_set (room, "price", "leek", "kept");
  test_room_reopen (room);
  g_assert_cmpstr (test_clerk_get (room->clerk, "price", "leek"), ==, "kept");
  g_assert_true (test_check_file (room->path, NULL, NULL, &after, NULL));

  test_room_free (room);
}

/* The log is carried over into the file, and does not grow without end. */
static void
test_log_stays_small (void)
{
  TestRoom *room = test_room_new (TRUE);
  g_autofree char *log = g_strconcat (room->path, "-wal", NULL);
  g_autofree char *large = g_strnfill (50000, 'x');
  GStatBuf info;

  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *id = g_strdup_printf ("m%u", i);

      test_set (room, "media", id, large);
    }
  g_assert_cmpint (g_stat (log, &info), ==, 0);
  g_assert_cmpint (info.st_size, <, 8 * 1024 * 1024);
  test_room_close (room);
  g_assert_cmpint (g_stat (log, &info), !=, 0);

  test_room_free (room);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  if (g_getenv ("MB_TEST_PATH") != NULL)
    g_test_add_func ("/sqlite/killed/appender", append_until_killed);
  else
    g_test_add_func ("/sqlite/killed", test_killed);
  g_test_add_func ("/sqlite/reopen", test_reopen);
  g_test_add_func ("/sqlite/key-lasts", test_key_lasts);
  g_test_add_func ("/sqlite/alone", test_alone);
  g_test_add_func ("/sqlite/read-only", test_read_only);
  g_test_add_func ("/sqlite/refusals", test_refusals);
  g_test_add_func ("/sqlite/empty-file", test_empty_file);
  g_test_add_func ("/sqlite/durable", test_durable);
  g_test_add_func ("/sqlite/sync-fails", test_sync_fails);
  g_test_add_func ("/sqlite/full", test_full);
  g_test_add_func ("/sqlite/full/subprocess", full_in_child);
  g_test_add_func ("/sqlite/full-at-start", test_full_at_start);
  g_test_add_func ("/sqlite/full-at-start/subprocess", full_at_start_in_child);
  g_test_add_func ("/sqlite/corrupt/pages", test_corrupt_pages);
  g_test_add_func ("/sqlite/corrupt/page", test_corrupt_page);
  g_test_add_func ("/sqlite/corrupt/header", test_corrupt_header);
  g_test_add_func ("/sqlite/tampered", test_tampered);
  g_test_add_func ("/sqlite/foreign-writer", test_foreign_writer);
  g_test_add_func ("/sqlite/check", test_check);
  g_test_add_func ("/sqlite/migrations", test_migrations);
  g_test_add_func ("/sqlite/early-read", test_early_read);
  g_test_add_func ("/sqlite/log-stays-small", test_log_stays_small);
  return g_test_run ();
}
