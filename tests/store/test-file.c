/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-file.h"

#include "store/sqlite/mb-sqlite-check.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <unistd.h>

MbJournal *
test_try_open (const char *path, MbSqliteFlags flags, TestClerk *clerk, GError **error)
{
  g_autoptr (MbClock) clock = mb_clock_new_at (0, 0);
  g_autoptr (GAsyncResult) result = NULL;
  TestWait wait = { 0 };

  mb_sqlite_journal_open_async (path, flags, clock, (flags & MB_SQLITE_READ_ONLY) != 0 ? NULL : &test_clerk_funcs,
                                clerk, NULL, test_wait_ready, &wait);
  result = test_wait_result (&wait);
  return mb_sqlite_journal_open_finish (result, error);
}

gboolean
test_check_file (const char *path, MbCheckProgress progress, gpointer data, MbHead *head, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  TestWait wait = { 0 };

  mb_sqlite_check_async (path, progress, data, NULL, test_wait_ready, &wait);
  result = test_wait_result (&wait);
  return mb_sqlite_check_finish (result, head, error);
}

void
test_fill (TestRoom *room, guint n)
{
  g_autofree TestWait *waits = g_new0 (TestWait, n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MbTransaction) transaction = test_transaction_new (NULL, NULL);
      g_autofree char *id = g_strdup_printf ("a-%03u", i % 40);
      g_autofree char *value = i % 7 == 6 ? NULL : g_strdup_printf ("{\"number\":%u,\"merchant\":\"Li\"}", i);

      test_put (transaction, i % 2 == 0 ? "stall" : "product", id, value, -1);
      mb_journal_append_async (room->journal, transaction, NULL, test_wait_ready, &waits[i]);
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GAsyncResult) result = test_wait_result (&waits[i]);

      g_assert_true (mb_journal_append_finish (room->journal, result, NULL));
    }
}

void
test_tamper (const char *path, const char *statements)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, statements, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

void
test_limit_size (rlim_t limit)
{
  struct rlimit now;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &now), ==, 0);
  now.rlim_cur = limit;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &now), ==, 0);
}

gint64
test_root_page (const char *path, const char *table)
{
  g_autofree char *query = g_strdup_printf ("SELECT rootpage FROM sqlite_schema WHERE name = '%s'", table);
  sqlite3_stmt *statement;
  sqlite3 *db;
  gint64 page;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, query, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  page = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return page;
}

void
test_overwrite (const char *path, gint64 offset, gsize length)
{
  g_autofree char *noise = g_strnfill (length, '\xa5');
  int fd = open (path, O_WRONLY | O_CLOEXEC);

  g_assert_cmpint (pwrite (fd, noise, length, offset), ==, (gssize) length);
  close (fd);
}
