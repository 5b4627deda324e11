/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/sqlite/mb-sqlite-copy.h"

#include "core/base/mb-error.h"
#include "store/mb-journal-check.h"
#include "store/sqlite/mb-sqlite-migration.h"
#include "store/sqlite/mb-sqlite-storage.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* A market's file, copied page by page out of one state that a read transaction holds: nobody's
 * writing starts the copy anew. */

/* Looked up from so often: 4 MiB. */
#define STEP_PAGES 1000

gboolean
mb_sqlite_sync_path (const char *path, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  int system = fd >= 0 && fsync (fd) == 0 ? 0 : errno;

  if (fd >= 0)
    close (fd);
  if (system == 0)
    return TRUE;

  mb_error_set (error, system == ENOSPC || system == EDQUOT ? MB_ERROR_FULL : MB_ERROR_FAILED, NULL,
                "%s: could not be made durable: %s", path, g_strerror (system));
  return FALSE;
}

void
mb_sqlite_copy_remove (const char *path)
{
  static const char *const ends[] = { "", "-wal", "-shm", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *name = g_strconcat (path, ends[i], NULL);

      g_unlink (name);
    }
}

static sqlite3 *
open_source (const char *path, GError **error)
{
  sqlite3 *db;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      mb_error_set (error, MB_ERROR_NOT_FOUND, NULL, "%s does not exist", path);
      return NULL;
    }

  db = mb_sqlite_open (path, SQLITE_OPEN_READONLY, &mb_sqlite_market_use, error);
  if (db != NULL && mb_sqlite_check_version (db, mb_sqlite_get_tables (), MB_SQLITE_MARKET_TABLES, error)
      && mb_sqlite_exec (db, "BEGIN; SELECT count(*) FROM sqlite_schema", "read", error))
    return db;

  sqlite3_close (db);
  return NULL;
}

static gboolean
copy_pages (sqlite3 *from, sqlite3 *to, GCancellable *cancellable, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (to, "main", from, "main");
  int code = SQLITE_OK, end;

  if (backup == NULL)
    return mb_sqlite_ok (to, sqlite3_errcode (to), "copy", error);

  while (code == SQLITE_OK && !g_cancellable_is_cancelled (cancellable))
    code = sqlite3_backup_step (backup, STEP_PAGES);

  /* It does not repeat that somebody's lock was in the way. */
  end = sqlite3_backup_finish (backup);
  return !g_cancellable_set_error_if_cancelled (cancellable, error)
         && mb_sqlite_ok (to, end != SQLITE_OK ? end : code, "copy", error);
}

static gboolean
fill (const char *path, const char *from, GCancellable *cancellable, GError **error)
{
  sqlite3 *source = open_source (from, error), *db = NULL;
  gboolean ok;

  if (source == NULL)
    return FALSE;

  /* Half a copy is thrown away: until the whole is there, nothing has to last. */
  ok = mb_sqlite_ok (source, sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL), "copy",
                     error)
       && mb_sqlite_exec (db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", "set up", error)
       && copy_pages (source, db, cancellable, error);
  sqlite3_close (db);
  sqlite3_close (source);
  return ok;
}

/* Brings the tables up to date, and lays down the log: a copy is one file. */
static gboolean
settle (const char *path, GError **error)
{
  sqlite3 *db = mb_sqlite_open (path, SQLITE_OPEN_READWRITE, &mb_sqlite_market_use, error);
  gboolean ok = db != NULL && mb_sqlite_migrate (db, mb_sqlite_get_tables (), MB_SQLITE_MARKET_TABLES, TRUE,
                                               error)
                && mb_sqlite_exec (db, "PRAGMA journal_mode = DELETE", "lay down its log", error);

  sqlite3_close (db);
  return ok;
}

static gboolean
prove (const char *path, const char *from, GCancellable *cancellable, MbHead *head, GError **error)
{
  g_autoptr (MbJournalStorage) storage = mb_sqlite_storage_new_reader (path);

  if (MB_JOURNAL_STORAGE_GET_CLASS (storage)->open (storage, error)
      && mb_journal_check (storage, NULL, NULL, cancellable, head, error))
    return TRUE;

  g_prefix_error (error, "A copy of %s would not be sound: ", from);
  return FALSE;
}

char *
mb_sqlite_copy (const char *from, const char *place, GCancellable *cancellable, MbHead *head, GError **error)
{
  g_autofree char *path = g_strconcat (place, ".XXXXXX", NULL);
  int fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);

  *head = (MbHead){ 0 };
  if (fd < 0)
    {
      mb_error_set (error, MB_ERROR_FAILED, NULL, "%s: cannot be made: %s", place, g_strerror (errno));
      return NULL;
    }

  close (fd);
  if (fill (path, from, cancellable, error) && settle (path, error) && prove (path, from, cancellable, head, error)
      && mb_sqlite_sync_path (path, error))
    return g_steal_pointer (&path);

  mb_sqlite_copy_remove (path);
  return NULL;
}
