/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/sqlite/mb-sqlite-cache.h"

#include "core/base/mb-error.h"
#include "store/sqlite/mb-sqlite-connection.h"
#include "store/sqlite/mb-sqlite-database.h"
#include "store/sqlite/mb-sqlite-migration.h"

#include <unistd.h>

/* The board as tables (resources/sql/cache).
 *
 * Nobody is told that anything here is durable, and what a power cut takes away the hub gives again.
 * What must hold is only that a board is never torn. In WAL mode it holds without waiting for the
 * disk at each commit (synchronous = NORMAL): every frame of the log carries a checksum over all
 * before it, so that after a power cut the log ends at the last commit that had reached the disk as a
 * whole, and the file itself is written to only after the log was synced. A killed program loses
 * nothing: what it wrote is with the kernel. One sync for a thousand pages instead of one a commit
 * is also what a memory card lives longer with.
 *
 * Against disks that lie or rot there is a sum over all rows, kept in step with them: a board that
 * does not add up is not shown. */

static const MbSqliteUse cache_use = {
  0x4d626361, /* "Mbca" */
  "screen's cache",
  "PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 4194304",
};

typedef enum
{
  SQL_BEGIN_READING,
  SQL_BEGIN_WRITING,
  SQL_COMMIT,
  SQL_GET_BOARD,
  SQL_GET_RECORDS,
  SQL_GET_RECORD,
  SQL_CLEAR,
  SQL_PUT_RECORD,
  SQL_DROP_RECORD,
  SQL_PUT_BOARD,
  SQL_N
} Sql;

static const char *const sql[SQL_N] = {
  [SQL_BEGIN_READING] = "BEGIN",
  [SQL_BEGIN_WRITING] = "BEGIN IMMEDIATE",
  [SQL_COMMIT] = "COMMIT",
  [SQL_GET_BOARD] = "SELECT owner, scope, position, at_us, offset_s, sum FROM board",
  [SQL_GET_RECORDS] = "SELECT kind, id, bytes FROM record",
  [SQL_GET_RECORD] = "SELECT bytes FROM record WHERE kind = ? AND id = ?",
  [SQL_CLEAR] = "DELETE FROM record",
  [SQL_PUT_RECORD] = "INSERT OR REPLACE INTO record (kind, id, bytes) VALUES (?, ?, ?)",
  [SQL_DROP_RECORD] = "DELETE FROM record WHERE kind = ? AND id = ?",
  [SQL_PUT_BOARD] = "INSERT OR REPLACE INTO board (one, owner, scope, position, at_us, offset_s, sum) "
                    "VALUES (1, ?, ?, ?, ?, ?, ?)",
};

struct _MbSqliteCache
{
  MbCacheStorage parent_instance;

  char *path;
  int lock; /* -1: none */
  MbSqliteConnection connection;
};

G_DEFINE_FINAL_TYPE (MbSqliteCache, mb_sqlite_cache, MB_TYPE_CACHE_STORAGE)

/* 64-bit FNV-1a. */
#define FNV_BASIS G_GUINT64_CONSTANT (0xcbf29ce484222325)

static guint64
add_bytes (guint64 hash, gconstpointer data, gsize length)
{
  const guint8 *bytes = data;

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ bytes[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  return hash;
}

static guint64
add_text (guint64 hash, const char *text)
{
  return add_bytes (hash, text, strlen (text) + 1);
}

/* Sums of rows add up in any order, and one can be taken away again. */
static guint64
sum_row (const char *kind, const char *id, gconstpointer bytes, gsize length)
{
  return add_bytes (add_text (add_text (FNV_BASIS, kind), id), bytes, length);
}

/* What stands once. */
static guint64
sum_head (const MbCacheLabel *label, const MbCacheDelta *board)
{
  guint64 hash = add_text (add_text (add_text (FNV_BASIS, label->owner), label->scope), board->position);

  hash = add_bytes (hash, &board->at.us, sizeof board->at.us);
  return add_bytes (hash, &board->at.offset_s, sizeof board->at.offset_s);
}

/* Some failures have rolled back by themselves. */
static void
roll_back (MbSqliteCache *self)
{
  if (!sqlite3_get_autocommit (self->connection.db))
    sqlite3_exec (self->connection.db, "ROLLBACK", NULL, NULL, NULL);
}

static void
mb_sqlite_cache_close (MbCacheStorage *storage)
{
  MbSqliteCache *self = MB_SQLITE_CACHE (storage);

  mb_sqlite_connection_clear (&self->connection);
  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
}

/* A log beside the file wants to be shared with whoever writes it, which takes a little writing, too. A
 * file without one can be read as what it is. */
static sqlite3 *
open_readable (MbSqliteCache *self, GError **error)
{
  g_autofree char *log = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *absolute = g_canonicalize_filename (self->path, NULL);
  g_autofree char *uri = g_filename_to_uri (absolute, NULL, NULL);
  g_autofree char *frozen = g_strconcat (uri, "?immutable=1", NULL);

  if (g_file_test (log, G_FILE_TEST_EXISTS))
    return mb_sqlite_open (self->path, SQLITE_OPEN_READONLY, &cache_use, error);

  return mb_sqlite_open (frozen, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, &cache_use, error);
}

static gboolean
mb_sqlite_cache_open (MbCacheStorage *storage, gboolean writable, GError **error)
{
  MbSqliteCache *self = MB_SQLITE_CACHE (storage);

  mb_sqlite_cache_close (storage);
  self->connection.db = writable ? mb_sqlite_open_alone (self->path, &cache_use, &self->lock, error)
                                 : open_readable (self, error);
  if (self->connection.db != NULL
      && mb_sqlite_migrate (self->connection.db, mb_sqlite_get_tables (), "/marketboard/cache", writable, error))
    return TRUE;

  mb_sqlite_cache_close (storage);
  return FALSE;
}

static char *
read_text (sqlite3_stmt *statement, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

/* @sum: (out): of the rows, as it should be; @board has no position where nothing is kept */
static gboolean
read_head (MbSqliteCache *self, MbCacheLabel *label, MbCacheDelta *board, guint64 *sum, GError **error)
{
  sqlite3_stmt *statement = mb_sqlite_get (&self->connection, SQL_GET_BOARD, error);
  int code;

  if (statement == NULL)
    return FALSE;

  code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    {
      label->owner = read_text (statement, 0);
      label->scope = read_text (statement, 1);
      board->position = read_text (statement, 2);
      board->at = (MbTime){ sqlite3_column_int64 (statement, 3), sqlite3_column_int (statement, 4) };
      if (label->owner == NULL || label->scope == NULL || board->position == NULL)
        code = SQLITE_CORRUPT;
      else
        *sum = (guint64) sqlite3_column_int64 (statement, 5) - sum_head (label, board);
    }
  return mb_sqlite_finish (&self->connection, statement, code, "read", error);
}

static gboolean
read_records (MbSqliteCache *self, MbCacheDelta *board, guint64 *sum, GError **error)
{
  sqlite3_stmt *statement = mb_sqlite_get (&self->connection, SQL_GET_RECORDS, error);
  int code;

  if (statement == NULL)
    return FALSE;

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      const char *kind = (const char *) sqlite3_column_text (statement, 0);
      const char *id = (const char *) sqlite3_column_text (statement, 1);
      g_autoptr (GBytes) bytes = mb_sqlite_read_bytes (statement, 2);

      if (kind == NULL || id == NULL || bytes == NULL)
        {
          code = SQLITE_CORRUPT;
          break;
        }
      *sum += sum_row (kind, id, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      mb_cache_delta_put (board, g_intern_string (kind), id, bytes);
    }
  return mb_sqlite_finish (&self->connection, statement, code, "read", error);
}

static gboolean
read_all (MbSqliteCache *self, MbCacheLabel *label, MbCacheDelta *board, GError **error)
{
  guint64 kept = 0, sum = 0;

  if (!mb_sqlite_run_plain (&self->connection, SQL_BEGIN_READING, "read", error)
      || !read_head (self, label, board, &kept, error) || !read_records (self, board, &sum, error))
    return FALSE;
  if (board->position == NULL || sum == kept)
    return TRUE;

  mb_error_set (error, MB_ERROR_CORRUPT, NULL, "%s is damaged: it does not add up", self->path);
  return FALSE;
}

static MbCacheDelta *
mb_sqlite_cache_load (MbCacheStorage *storage, MbCacheLabel *label, GError **error)
{
  MbSqliteCache *self = MB_SQLITE_CACHE (storage);
  g_autoptr (MbCacheDelta) board = mb_cache_delta_new ();
  gboolean read;

  board->reset = TRUE;
  read = read_all (self, label, board, error);
  roll_back (self);
  return read && board->position != NULL ? g_steal_pointer (&board) : NULL;
}

/* A statement bound to the record that it is about. */
static sqlite3_stmt *
get_for (MbSqliteCache *self, Sql which, const MbCacheRow *row, GError **error)
{
  sqlite3_stmt *statement = mb_sqlite_get (&self->connection, which, error);

  if (statement != NULL)
    {
      mb_sqlite_bind_text (statement, 1, row->kind);
      mb_sqlite_bind_text (statement, 2, row->id);
    }
  return statement;
}

static gboolean
take_from_sum (MbSqliteCache *self, const MbCacheRow *row, guint64 *sum, GError **error)
{
  sqlite3_stmt *statement = get_for (self, SQL_GET_RECORD, row, error);
  int code;

  if (statement == NULL)
    return FALSE;

  code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    *sum -= sum_row (row->kind, row->id, sqlite3_column_blob (statement, 0),
                     (gsize) sqlite3_column_bytes (statement, 0));
  return mb_sqlite_finish (&self->connection, statement, code, "read", error);
}

static gboolean
write_row (MbSqliteCache *self, const MbCacheRow *row, guint64 *sum, GError **error)
{
  sqlite3_stmt *statement;

  if (!take_from_sum (self, row, sum, error))
    return FALSE;
  statement = get_for (self, row->bytes != NULL ? SQL_PUT_RECORD : SQL_DROP_RECORD, row, error);
  if (statement == NULL)
    return FALSE;

  if (row->bytes != NULL)
    {
      mb_sqlite_bind_bytes (statement, 3, row->bytes);
      *sum += sum_row (row->kind, row->id, g_bytes_get_data (row->bytes, NULL), g_bytes_get_size (row->bytes));
    }
  return mb_sqlite_run (&self->connection, statement, "write", error);
}

static gboolean
write_rows (MbSqliteCache *self, MbCacheDelta *delta, guint64 *sum, GError **error)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, delta->rows);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    if (!write_row (self, row, sum, error))
      return FALSE;
  return TRUE;
}

static gboolean
write_head (MbSqliteCache *self, const MbCacheLabel *label, const MbCacheDelta *board, guint64 sum, GError **error)
{
  sqlite3_stmt *statement = mb_sqlite_get (&self->connection, SQL_PUT_BOARD, error);

  if (statement == NULL)
    return FALSE;

  mb_sqlite_bind_text (statement, 1, label->owner);
  mb_sqlite_bind_text (statement, 2, label->scope);
  mb_sqlite_bind_text (statement, 3, board->position);
  sqlite3_bind_int64 (statement, 4, board->at.us);
  sqlite3_bind_int (statement, 5, board->at.offset_s);
  sqlite3_bind_int64 (statement, 6, (sqlite3_int64) (sum + sum_head (label, board)));
  return mb_sqlite_run (&self->connection, statement, "write", error);
}

static gboolean
write_all (MbSqliteCache *self, const MbCacheLabel *label, MbCacheDelta *delta, GError **error)
{
  g_auto (MbCacheLabel) before = { 0 };
  g_autoptr (MbCacheDelta) head = mb_cache_delta_new ();
  guint64 sum = 0;

  if (!read_head (self, &before, head, &sum, error))
    return FALSE;
  if (delta->reset)
    {
      if (!mb_sqlite_run_plain (&self->connection, SQL_CLEAR, "write", error))
        return FALSE;
      sum = 0;
    }
  if (!write_rows (self, delta, &sum, error))
    return FALSE;

  if (delta->position != NULL)
    {
      g_free (head->position);
      head->position = g_strdup (delta->position);
    }
  if (delta->at.us != MB_UNSET)
    head->at = delta->at;
  return write_head (self, label, head, sum, error);
}

static gboolean
mb_sqlite_cache_write (MbCacheStorage *storage, const MbCacheLabel *label, MbCacheDelta *delta, GError **error)
{
  MbSqliteCache *self = MB_SQLITE_CACHE (storage);

  if (mb_sqlite_run_plain (&self->connection, SQL_BEGIN_WRITING, "write", error) && write_all (self, label, delta, error)
      && mb_sqlite_run_plain (&self->connection, SQL_COMMIT, "write", error))
    return TRUE;

  roll_back (self);
  return FALSE;
}

static char *
mb_sqlite_cache_set_aside (MbCacheStorage *storage, GError **error)
{
  MbSqliteCache *self = MB_SQLITE_CACHE (storage);
  g_autofree char *aside = g_strconcat (self->path, "-aside", NULL);

  mb_sqlite_cache_close (storage);
  return mb_sqlite_set_aside (self->path, aside, error) ? g_steal_pointer (&aside) : NULL;
}

static void
mb_sqlite_cache_finalize (GObject *object)
{
  MbSqliteCache *self = MB_SQLITE_CACHE (object);

  mb_sqlite_cache_close (MB_CACHE_STORAGE (self));
  g_free (self->path);

  G_OBJECT_CLASS (mb_sqlite_cache_parent_class)->finalize (object);
}

static void
mb_sqlite_cache_class_init (MbSqliteCacheClass *klass)
{
  MbCacheStorageClass *storage_class = MB_CACHE_STORAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mb_sqlite_cache_finalize;

  storage_class->open = mb_sqlite_cache_open;
  storage_class->close = mb_sqlite_cache_close;
  storage_class->load = mb_sqlite_cache_load;
  storage_class->write = mb_sqlite_cache_write;
  storage_class->set_aside = mb_sqlite_cache_set_aside;
}

static void
mb_sqlite_cache_init (MbSqliteCache *self)
{
  self->lock = -1;
  mb_sqlite_connection_init (&self->connection, sql, SQL_N);
}

MbCacheStorage *
mb_sqlite_cache_new (const char *path)
{
  MbSqliteCache *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (MB_TYPE_SQLITE_CACHE, NULL);
  self->path = g_strdup (path);
  return MB_CACHE_STORAGE (self);
}
