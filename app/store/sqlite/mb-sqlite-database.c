/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/sqlite/mb-sqlite-database.h"

#include "core/base/mb-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* A market's file. */

#define APPLICATION_ID 0x4d61726b /* "Mark" */
#define BUSY_MS 2000

static MbError
meaning_of (sqlite3 *db, int code)
{
  int system = sqlite3_system_errno (db);

  switch (code & 0xff)
    {
    case SQLITE_FULL:
      return MB_ERROR_FULL;
    case SQLITE_IOERR:
      /* SQLite tells ENOSPC itself; a quota or a limit on the file's size is the same to us. */
      return system == ENOSPC || system == EDQUOT || system == EFBIG ? MB_ERROR_FULL : MB_ERROR_FAILED;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CONSTRAINT: /* only somebody else's hand could make one of ours fail */
      return MB_ERROR_CORRUPT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return MB_ERROR_BUSY;
    default:
      return MB_ERROR_FAILED;
    }
}

gboolean
mb_sqlite_ok (sqlite3 *db, int code, const char *doing, GError **error)
{
  MbError meaning;

  if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE)
    return TRUE;

  meaning = meaning_of (db, code);
  mb_error_set (error, meaning, NULL, "%s: could not %s: %s%s", sqlite3_db_filename (db, "main"), doing,
                sqlite3_errmsg (db),
                meaning != MB_ERROR_CORRUPT
                    ? ""
                    : "; the file is damaged: stop the hub, move it away together with its -wal and -shm, "
                      "and put the newest backup in its place");
  return FALSE;
}

/* Whoever holds the lock has left its number there. */
static void
refuse_lock (int fd, const char *path, GError **error)
{
  char holder[16] = "";
  gssize n = pread (fd, holder, sizeof holder - 1, 0);

  if (n > 0 && strtol (holder, NULL, 10) > 0)
    mb_error_set (error, MB_ERROR_BUSY, NULL, "%s is in use by process %ld", path, strtol (holder, NULL, 10));
  else
    mb_error_set (error, MB_ERROR_BUSY, NULL, "%s is in use by another program", path);
}

int
mb_sqlite_lock (const char *path, GError **error)
{
  g_autofree char *lock_path = g_strconcat (path, "-lock", NULL);
  int fd = g_open (lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      mb_error_set (error, MB_ERROR_FAILED, NULL, "%s: could not be opened: %s", lock_path, g_strerror (errno));
      return -1;
    }

  /* Not fcntl(): closing any descriptor of the file would give up those, SQLite's own included. */
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      refuse_lock (fd, path, error);
      close (fd);
      return -1;
    }

  /* Only to be read by people: a full disk may cut it. */
  if (ftruncate (fd, 0) == 0)
    dprintf (fd, "%ld\n", (long) getpid ());
  return fd;
}

gboolean
mb_sqlite_exec (sqlite3 *db, const char *sql, const char *doing, GError **error)
{
  return mb_sqlite_ok (db, sqlite3_exec (db, sql, NULL, NULL, NULL), doing, error);
}

gboolean
mb_sqlite_get_int (sqlite3 *db, const char *sql, gint64 *value, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);

  if (code == SQLITE_OK)
    code = sqlite3_step (statement);
  *value = code == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : 0;
  sqlite3_finalize (statement);
  return mb_sqlite_ok (db, code, "read", error);
}

/* An empty file is one that is still to be made: its maker may have been stopped right there. */
static gboolean
check_identity (sqlite3 *db, gboolean *empty, GError **error)
{
  gint64 id, n_tables;

  if (!mb_sqlite_get_int (db, "PRAGMA application_id", &id, error)
      || !mb_sqlite_get_int (db, "SELECT count(*) FROM sqlite_schema", &n_tables, error))
    return FALSE;

  *empty = n_tables == 0;
  if (*empty || id == APPLICATION_ID)
    return TRUE;

  mb_error_set (error, MB_ERROR_INVALID, NULL, "%s is a database, but not one of Marketboard's",
                sqlite3_db_filename (db, "main"));
  return FALSE;
}

static gboolean
set_up_writer (sqlite3 *db, gboolean empty, GError **error)
{
  g_autofree char *mark = g_strdup_printf ("PRAGMA application_id = %d", APPLICATION_ID);

  /* Checkpoints come after the answers have left, not within a commit. */
  return (!empty || mb_sqlite_exec (db, mark, "make its tables", error))
         && mb_sqlite_exec (db,
                            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;"
                            "PRAGMA journal_size_limit = 16777216",
                            "set up", error);
}

static gboolean
set_up (sqlite3 *db, gboolean writable, GError **error)
{
  gboolean empty;

  sqlite3_extended_result_codes (db, 1);
  sqlite3_busy_timeout (db, BUSY_MS);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);

  return mb_sqlite_exec (db, "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384",
                         "set up", error)
         && check_identity (db, &empty, error)
         && (!writable || set_up_writer (db, empty, error));
}

sqlite3 *
mb_sqlite_open (const char *path, int mode, GError **error)
{
  sqlite3 *db = NULL;
  int code = sqlite3_open_v2 (path, &db, mode | SQLITE_OPEN_NOMUTEX, NULL);

  if (mb_sqlite_ok (db, code, "open", error) && set_up (db, (mode & SQLITE_OPEN_READWRITE) != 0, error))
    return db;

  sqlite3_close (db);
  return NULL;
}

static gboolean
run_migration (sqlite3 *db, GResource *resource, const char *folder, const char *name, int version, GError **error)
{
  g_autofree char *path = g_build_path ("/", folder, name, NULL);
  g_autoptr (GBytes) sql = g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *script = NULL;

  g_assert (sql != NULL);
  script = g_strdup_printf ("BEGIN IMMEDIATE; %.*s;"
                            "INSERT INTO migration VALUES (%d, '%s'); COMMIT",
                            (int) g_bytes_get_size (sql), (const char *) g_bytes_get_data (sql, NULL),
                            version, name);
  if (mb_sqlite_exec (db, script, "bring its tables up to date", error))
    return TRUE;

  if (!sqlite3_get_autocommit (db))
    sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
refuse_version (sqlite3 *db, gint64 found, int known, GError **error)
{
  mb_error_set (error, MB_ERROR_UNSUPPORTED, NULL,
                found > known ? "%s was written by a newer version of Marketboard (its tables have version %d, "
                                "this one knows %d)"
                              : "%s was written by an older version of Marketboard (its tables have version %d, "
                                "this one needs %d): start the hub on it once",
                sqlite3_db_filename (db, "main"), (int) found, known);
  return FALSE;
}

gboolean
mb_sqlite_migrate (sqlite3 *db, GResource *resource, const char *folder, gboolean writable, GError **error)
{
  g_auto (GStrv) names = g_resource_enumerate_children (resource, folder, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  guint n = g_strv_length (names);
  gint64 version, exists;
  int newest;

  g_assert (n > 0);
  qsort (names, n, sizeof *names, compare_names);
  newest = atoi (names[n - 1]);

  if (writable
      && !mb_sqlite_exec (db,
                          "CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL)",
                          "make its tables", error))
    return FALSE;
  if (!mb_sqlite_get_int (db, "SELECT count(*) FROM sqlite_schema WHERE name = 'migration'", &exists, error))
    return FALSE;
  version = 0;
  if (exists > 0 && !mb_sqlite_get_int (db, "SELECT coalesce(max(version), 0) FROM migration", &version, error))
    return FALSE;
  if (version > newest || (version < newest && !writable))
    return refuse_version (db, version, newest, error);

  for (guint i = 0; i < n; i++)
    if (atoi (names[i]) > version
        && !run_migration (db, resource, folder, names[i], atoi (names[i]), error))
      return FALSE;
  return TRUE;
}
