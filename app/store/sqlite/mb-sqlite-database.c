/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/sqlite/mb-sqlite-database.h"

#include "core/base/mb-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file of the house. */

#define BUSY_MS 2000
/* Read in a tenth of a second where they are in memory, in less than one from the disk of a small box. */
#define LOOKED_OVER_BYTES (64 * 1024 * 1024)

/* Whether the log, or the file that has none, could not grow. SQLite tells ENOSPC by itself, but neither
 * a quota nor a limit on the size of files; what the system said is kept with the file that it said
 * it of. Of the log's index nothing is kept, and there is nothing but growing that goes wrong with it. */
static gboolean
has_no_room (sqlite3 *db, int code)
{
  sqlite3_file *log = NULL;
  int system = 0;

  if (code == SQLITE_IOERR_SHMSIZE)
    return TRUE;

  sqlite3_file_control (db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  if (log != NULL && log->pMethods != NULL)
    log->pMethods->xFileControl (log, SQLITE_FCNTL_LAST_ERRNO, &system);
  else
    sqlite3_file_control (db, "main", SQLITE_FCNTL_LAST_ERRNO, &system);
  return system == ENOSPC || system == EDQUOT || system == EFBIG;
}

static MbError
meaning_of (sqlite3 *db, int code)
{
  switch (code & 0xff)
    {
    case SQLITE_FULL:
      return MB_ERROR_FULL;
    case SQLITE_IOERR:
      return has_no_room (db, code) ? MB_ERROR_FULL : MB_ERROR_FAILED;
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
  const char *said;
  MbError meaning;

  if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE)
    return TRUE;

  meaning = meaning_of (db, code);
  said = sqlite3_extended_errcode (db) == code ? sqlite3_errmsg (db) : sqlite3_errstr (code);
  mb_error_set (error, meaning, NULL, "%s: could not %s: %s%s", sqlite3_db_filename (db, "main"), doing,
                meaning == MB_ERROR_FULL ? "the disk is full" : said,
                meaning == MB_ERROR_CORRUPT ? "; the file is damaged" : "");
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

char *
mb_sqlite_dup_real_path (const char *path)
{
  char *real = realpath (path, NULL);
  char *copy = g_strdup (real != NULL ? real : path);

  free (real);
  return copy;
}

static gboolean
is_linked (int fd)
{
  struct stat file;

  return fstat (fd, &file) == 0 && file.st_nlink > 0;
}

int
mb_sqlite_lock (const char *path, GError **error)
{
  g_autofree char *real = mb_sqlite_dup_real_path (path);
  g_autofree char *lock_path = g_strconcat (real, "-lock", NULL);
  int fd = g_open (lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      mb_error_set (error, MB_ERROR_FAILED, NULL, "%s: could not be opened: %s", lock_path, g_strerror (errno));
      return -1;
    }

  /* Not fcntl(): closing any descriptor of the file would give up those, SQLite's own included. A lock whose file was
   * taken away meanwhile keeps nobody out. */
  if (flock (fd, LOCK_EX | LOCK_NB) != 0 || !is_linked (fd))
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

/* The log goes first: a new file must never find an old log beside it. */
gboolean
mb_sqlite_set_aside (const char *path, const char *aside, GError **error)
{
  static const char *const parts[] = { "-wal", "-shm", "" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *from = g_strconcat (path, parts[i], NULL);
      g_autofree char *to = g_strconcat (aside, parts[i], NULL);

      g_unlink (to);
      if (g_rename (from, to) != 0 && errno != ENOENT)
        {
          mb_error_set (error, MB_ERROR_FAILED, NULL, "%s: could not be set aside: %s", from, g_strerror (errno));
          return FALSE;
        }
    }
  return TRUE;
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
check_identity (sqlite3 *db, const MbSqliteUse *use, gboolean *empty, GError **error)
{
  gint64 id, n_tables;

  if (!mb_sqlite_get_int (db, "PRAGMA application_id", &id, error)
      || !mb_sqlite_get_int (db, "SELECT count(*) FROM sqlite_schema", &n_tables, error))
    return FALSE;

  *empty = n_tables == 0;
  if (*empty || id == use->id)
    return TRUE;

  mb_error_set (error, MB_ERROR_INVALID, NULL, "%s is a database, but not a %s of Marketboard's",
                sqlite3_db_filename (db, "main"), use->name);
  return FALSE;
}

static gboolean
set_up_writer (sqlite3 *db, const MbSqliteUse *use, gboolean empty, GError **error)
{
  g_autofree char *mark = g_strdup_printf ("PRAGMA application_id = %d", use->id);

  return (!empty || mb_sqlite_exec (db, mark, "make its tables", error))
         && mb_sqlite_exec (db, "PRAGMA journal_mode = WAL", "set up", error)
         && mb_sqlite_exec (db, use->settings, "set up", error);
}

static gboolean
set_up (sqlite3 *db, gboolean writable, const MbSqliteUse *use, GError **error)
{
  gboolean empty;

  sqlite3_extended_result_codes (db, 1);
  sqlite3_busy_timeout (db, BUSY_MS);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);

  return mb_sqlite_exec (db, "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384",
                         "set up", error)
         && check_identity (db, use, &empty, error)
         && (!writable || set_up_writer (db, use, empty, error));
}

sqlite3 *
mb_sqlite_open (const char *path, int mode, const MbSqliteUse *use, GError **error)
{
  sqlite3 *db = NULL;

  if (sqlite3_open_v2 (path, &db, mode | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    mb_error_set (error, MB_ERROR_FAILED, NULL, "%s: %s", path, sqlite3_errmsg (db));
  else if (set_up (db, (mode & SQLITE_OPEN_READWRITE) != 0, use, error))
    return db;

  sqlite3_close (db);
  return NULL;
}

sqlite3 *
mb_sqlite_open_alone (const char *path, const MbSqliteUse *use, int *lock, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      mb_error_set (error, MB_ERROR_FAILED, NULL, "%s: could not be made: %s", folder, g_strerror (errno));
      return NULL;
    }

  *lock = mb_sqlite_lock (path, error);
  if (*lock < 0)
    return NULL;

  return mb_sqlite_open (path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, use, error);
}

static gboolean
refuse_damage (sqlite3 *db, const char *what, GError **error)
{
  mb_error_set (error, MB_ERROR_CORRUPT, NULL, "%s is damaged: %s", sqlite3_db_filename (db, "main"), what);
  return FALSE;
}

/* @pragma: one that answers "ok" or names faults */
static gboolean
check_structure (sqlite3 *db, const char *pragma, GError **error)
{
  sqlite3_stmt *statement = NULL;
  g_autofree char *said = NULL;
  int code = sqlite3_prepare_v2 (db, pragma, -1, &statement, NULL);

  if (code == SQLITE_OK)
    code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    said = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  if (!mb_sqlite_ok (db, code, "verify", error))
    return FALSE;

  return g_strcmp0 (said, "ok") == 0 || refuse_damage (db, said != NULL ? said : "it says nothing", error);
}

/* Each asks for what must not be there. */
static const struct
{
  const char *sql;
  const char *what;
} contradictions[] = {
  { "SELECT count(*) FROM record r LEFT JOIN change c ON c.number = r.number WHERE c.number IS NULL "
    "OR c.kind <> r.kind OR c.id <> r.id OR r.live <> (c.value IS NOT NULL)",
    "its table of records contradicts the journal" },
  { "SELECT count(*) FROM (SELECT kind, id, max(number) AS newest FROM change GROUP BY kind, id) c "
    "LEFT JOIN record r ON r.kind = c.kind AND r.id = c.id WHERE r.number IS NOT c.newest",
    "its table of records is not of the newest changes" },
  { "SELECT count(*) FROM (SELECT number, lag(number) OVER (ORDER BY at_us) AS before FROM moment) m "
    "LEFT JOIN change c ON c.number = m.number AND c.last = c.number WHERE c.number IS NULL OR m.number <= m.before",
    "its table of moments contradicts the journal" },
  { "SELECT count(*) <> coalesce(max(number), 0) FROM fact", "facts are missing" },
  { "SELECT count(*) FROM fact f LEFT JOIN source s ON s.id = f.source WHERE s.id IS NULL",
    "facts have lost their source" },
  { "SELECT count(*) FROM (SELECT type, sum(count) AS n FROM tally GROUP BY type) t "
    "WHERE t.n <> (SELECT count(*) FROM fact WHERE type = t.type)",
    "its table of tallies contradicts the facts" },
};

gboolean
mb_sqlite_look_over (sqlite3 *db, const char *const *tables, GError **error)
{
  gint64 bytes;

  if (!mb_sqlite_get_int (db, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", &bytes, error))
    return FALSE;
  if (bytes <= LOOKED_OVER_BYTES)
    return check_structure (db, "PRAGMA quick_check(1)", error);

  for (; *tables != NULL; tables++)
    {
      g_autofree char *pragma = g_strdup_printf ("PRAGMA quick_check('%s')", *tables);

      if (!check_structure (db, pragma, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
mb_sqlite_verify (sqlite3 *db, GError **error)
{
  gint64 n;

  if (!check_structure (db, "PRAGMA integrity_check(1)", error))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (contradictions); i++)
    {
      if (!mb_sqlite_get_int (db, contradictions[i].sql, &n, error))
        return FALSE;
      if (n > 0)
        return refuse_damage (db, contradictions[i].what, error);
    }
  return TRUE;
}
