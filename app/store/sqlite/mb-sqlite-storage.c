/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/sqlite/mb-sqlite-storage.h"

#include "core/base/mb-error.h"
#include "store/mb-publishes.h"
#include "store/sqlite/mb-sqlite-connection.h"
#include "store/sqlite/mb-sqlite-database.h"
#include "store/sqlite/mb-sqlite-facts.h"
#include "store/sqlite/mb-sqlite-migration.h"

#include <unistd.h>

/* The journal as tables (resources/sql). */

/* So many pages of the write-ahead log are carried over into the file at a time (4 MiB). */
#define CHECKPOINT_PAGES 1000

/* Checkpoints come after the answers have left, not within a commit. */
const MbSqliteUse mb_sqlite_market_use = {
  0x4d61726b, /* "Mark" */
  "market's journal",
  "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 16777216",
};

/* What every commit stands on, in a file that is too large to be looked over as a whole. */
static const char *const own_tables[] = { "meta", "record", "moment", "publish", NULL };

struct _MbSqliteStorage
{
  MbJournalStorage parent_instance;

  char *path;
  gboolean create;
  gboolean reader;
  int lock; /* the writer's; -1: none */
  MbSqliteConnection connection;
  MbFactStorage *facts; /* (owned) over the same connection */
  int log_pages; /* in the write-ahead log after the last commit */
};

G_DEFINE_FINAL_TYPE (MbSqliteStorage, mb_sqlite_storage, MB_TYPE_JOURNAL_STORAGE)

static int
on_committed (void *data, sqlite3 *db, const char *name, int pages)
{
  MbSqliteStorage *self = data;

  self->log_pages = pages;
  return SQLITE_OK;
}

static gboolean
mb_sqlite_storage_open (MbJournalStorage *storage, GError **error)
{
  MbSqliteStorage *self = MB_SQLITE_STORAGE (storage);
  int mode = self->reader ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;

  if (!self->create && !g_file_test (self->path, G_FILE_TEST_EXISTS))
    {
      mb_error_set (error, MB_ERROR_NOT_FOUND, NULL, "%s does not exist", self->path);
      return FALSE;
    }
  if (!self->reader && (self->lock = mb_sqlite_lock (self->path, error)) < 0)
    return FALSE;

  self->connection.db = mb_sqlite_open (self->path, mode, &mb_sqlite_market_use, error);
  if (self->connection.db == NULL
      || !mb_sqlite_migrate (self->connection.db, mb_sqlite_get_tables (), MB_SQLITE_MARKET_TABLES, !self->reader,
                             error)
      || (!self->reader && !mb_sqlite_look_over (self->connection.db, own_tables, error)))
    return FALSE;

  sqlite3_wal_hook (self->connection.db, on_committed, self);
  return TRUE;
}

static MbJournalStorage *
mb_sqlite_storage_open_reader (MbJournalStorage *storage, GError **error)
{
  g_autoptr (MbJournalStorage) reader = mb_sqlite_storage_new_reader (MB_SQLITE_STORAGE (storage)->path);

  return mb_sqlite_storage_open (reader, error) ? g_steal_pointer (&reader) : NULL;
}

static gboolean
mb_sqlite_storage_begin (MbJournalStorage *storage, gboolean writing, GError **error)
{
  return mb_sqlite_run_plain (&MB_SQLITE_STORAGE (storage)->connection,
                              writing ? MB_SQL_BEGIN_WRITING : MB_SQL_BEGIN_READING, "begin", error);
}

static gboolean
mb_sqlite_storage_commit (MbJournalStorage *storage, GError **error)
{
  return mb_sqlite_run_plain (&MB_SQLITE_STORAGE (storage)->connection, MB_SQL_COMMIT, "write", error);
}

static void
mb_sqlite_storage_rollback (MbJournalStorage *storage)
{
  MbSqliteStorage *self = MB_SQLITE_STORAGE (storage);

  /* Some failures have rolled back by themselves. */
  if (!sqlite3_get_autocommit (self->connection.db))
    mb_sqlite_run_plain (&self->connection, MB_SQL_ROLLBACK, "roll back", NULL);
}

static void
mb_sqlite_storage_tidy (MbJournalStorage *storage)
{
  MbSqliteStorage *self = MB_SQLITE_STORAGE (storage);

  /* Where a reader or a full disk keeps it from its end, it goes on after the next commit. */
  if (self->log_pages >= CHECKPOINT_PAGES)
    sqlite3_wal_checkpoint_v2 (self->connection.db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

static gboolean
put_change (MbSqliteConnection *connection, const MbChange *change, GError **error)
{
  sqlite3_stmt *line = mb_sqlite_get (connection, MB_SQL_PUT_CHANGE, error);
  sqlite3_stmt *record = line != NULL ? mb_sqlite_get (connection, MB_SQL_PUT_RECORD, error) : NULL;

  if (record == NULL)
    return FALSE;

  sqlite3_bind_int64 (line, 1, (sqlite3_int64) change->number);
  sqlite3_bind_int64 (line, 2, (sqlite3_int64) change->last);
  mb_sqlite_bind_text (line, 3, change->at);
  mb_sqlite_bind_text (line, 4, change->by);
  mb_sqlite_bind_text (line, 5, change->kind);
  mb_sqlite_bind_text (line, 6, change->id);
  mb_sqlite_bind_bytes (line, 7, change->salt);
  sqlite3_bind_blob (line, 8, change->hash, sizeof change->hash, SQLITE_STATIC);
  mb_sqlite_bind_bytes (line, 9, change->derived);
  mb_sqlite_bind_bytes (line, 10, change->value);

  mb_sqlite_bind_text (record, 1, change->kind);
  mb_sqlite_bind_text (record, 2, change->id);
  sqlite3_bind_int64 (record, 3, (sqlite3_int64) change->number);
  sqlite3_bind_int (record, 4, change->value != NULL);

  return mb_sqlite_run (connection, line, "write", error) && mb_sqlite_run (connection, record, "write", error);
}

static gboolean
put_moment (MbSqliteConnection *connection, gint64 at_us, guint64 number, GError **error)
{
  sqlite3_stmt *drop = mb_sqlite_get (connection, MB_SQL_DROP_MOMENTS, error);
  sqlite3_stmt *put = drop != NULL ? mb_sqlite_get (connection, MB_SQL_PUT_MOMENT, error) : NULL;

  if (put == NULL)
    return FALSE;

  sqlite3_bind_int64 (drop, 1, at_us);
  sqlite3_bind_int64 (put, 1, at_us);
  sqlite3_bind_int64 (put, 2, (sqlite3_int64) number);
  return mb_sqlite_run (connection, drop, "write", error) && mb_sqlite_run (connection, put, "write", error);
}

static gboolean
put_answer (MbSqliteConnection *connection, const MbTransaction *transaction, GError **error)
{
  sqlite3_stmt *drop = mb_sqlite_get (connection, MB_SQL_DROP_ANSWERS, error);
  sqlite3_stmt *put = drop != NULL ? mb_sqlite_get (connection, MB_SQL_PUT_ANSWER, error) : NULL;

  if (put == NULL)
    return FALSE;

  sqlite3_bind_int64 (drop, 1, transaction->at_us - MB_JOURNAL_KEY_LIFE_US);
  mb_sqlite_bind_text (put, 1, transaction->idempotency_key);
  sqlite3_bind_int64 (put, 2, transaction->at_us);
  mb_sqlite_bind_text (put, 3, transaction->body_digest);
  mb_sqlite_bind_bytes (put, 4, transaction->answer);
  return mb_sqlite_run (connection, drop, "write", error) && mb_sqlite_run (connection, put, "write", error);
}

static gboolean
put_publish (MbSqliteConnection *connection, gint64 at_us, guint64 number, GError **error)
{
  sqlite3_stmt *drop = mb_sqlite_get (connection, MB_SQL_DROP_PUBLISHES, error);
  sqlite3_stmt *put = drop != NULL ? mb_sqlite_get (connection, MB_SQL_PUT_PUBLISH, error) : NULL;

  if (put == NULL)
    return FALSE;

  sqlite3_bind_int64 (drop, 1, at_us - MB_PUBLISH_LIFE_US);
  sqlite3_bind_int64 (put, 1, (sqlite3_int64) number);
  sqlite3_bind_int64 (put, 2, at_us);
  return mb_sqlite_run (connection, drop, "write", error) && mb_sqlite_run (connection, put, "write", error);
}

static gboolean
mb_sqlite_storage_put (MbJournalStorage *storage, MbTransaction *transaction, GError **error)
{
  MbSqliteConnection *connection = &MB_SQLITE_STORAGE (storage)->connection;
  const MbChange *last = NULL;

  for (guint i = 0; i < transaction->changes->len; i++)
    {
      last = transaction->changes->pdata[i];
      if (!put_change (connection, last, error))
        return FALSE;
    }

  return (last == NULL || put_moment (connection, transaction->at_us, last->number, error))
         && (last == NULL || !transaction->publish
             || put_publish (connection, transaction->at_us, last->number, error))
         && (transaction->idempotency_key == NULL || put_answer (connection, transaction, error));
}

static gboolean
mb_sqlite_storage_find_key (MbJournalStorage *storage, const char *key, gint64 since_us, char **digest,
                            GBytes **answer, GError **error)
{
  MbSqliteConnection *connection = &MB_SQLITE_STORAGE (storage)->connection;
  sqlite3_stmt *statement = mb_sqlite_get (connection, MB_SQL_FIND_ANSWER, error);
  int code;

  if (statement == NULL)
    return FALSE;

  mb_sqlite_bind_text (statement, 1, key);
  sqlite3_bind_int64 (statement, 2, since_us);
  code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    {
      *digest = g_strdup ((const char *) sqlite3_column_text (statement, 0));
      *answer = mb_sqlite_read_bytes (statement, 1);
    }
  return mb_sqlite_finish (connection, statement, code, "read", error);
}

static gboolean
find_salt (MbSqliteConnection *connection, MbStamp *stamp, GError **error)
{
  sqlite3_stmt *statement = mb_sqlite_get (connection, MB_SQL_FIND_SALT, error);
  int code;

  if (statement == NULL)
    return FALSE;

  code = sqlite3_step (statement);
  if (code == SQLITE_ROW && !mb_sqlite_read_hash (statement, 0, stamp->hash))
    code = SQLITE_CORRUPT;
  return mb_sqlite_finish (connection, statement, code, "read", error);
}

static gboolean
mb_sqlite_storage_find_stamp (MbJournalStorage *storage, guint64 number, MbStamp *stamp, GError **error)
{
  MbSqliteConnection *connection = &MB_SQLITE_STORAGE (storage)->connection;
  sqlite3_stmt *statement = mb_sqlite_get (connection, MB_SQL_FIND_STAMP, error);
  const char *at;
  int code;

  if (statement == NULL)
    return FALSE;

  *stamp = (MbStamp){ 0 };
  sqlite3_bind_int64 (statement, 1, (sqlite3_int64) number);
  code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    {
      at = (const char *) sqlite3_column_text (statement, 2);
      stamp->number = (guint64) sqlite3_column_int64 (statement, 0);
      g_strlcpy (stamp->at, at != NULL ? at : "", sizeof stamp->at);
      if (!mb_sqlite_read_hash (statement, 1, stamp->hash))
        code = SQLITE_CORRUPT;
    }
  return mb_sqlite_finish (connection, statement, code, "read", error)
         && (stamp->number > 0 || find_salt (connection, stamp, error));
}

static gboolean
mb_sqlite_storage_find_time (MbJournalStorage *storage, gint64 at_us, guint64 *number, GError **error)
{
  gint64 found;
  gboolean ok = mb_sqlite_read_int (&MB_SQLITE_STORAGE (storage)->connection, MB_SQL_FIND_MOMENT, at_us, &found, error);

  *number = (guint64) found;
  return ok;
}

static gboolean
mb_sqlite_storage_count (MbJournalStorage *storage, guint64 after, guint *n_changed, guint *n_live, GError **error)
{
  MbSqliteConnection *connection = &MB_SQLITE_STORAGE (storage)->connection;
  gint64 changed = 0, live = 0;
  gboolean ok = mb_sqlite_read_int (connection, MB_SQL_COUNT_CHANGED, (gint64) after, &changed, error)
                && mb_sqlite_read_int (connection, MB_SQL_COUNT_LIVE, 1, &live, error);

  *n_changed = (guint) changed;
  *n_live = (guint) live;
  return ok;
}

static GPtrArray *
mb_sqlite_storage_delta (MbJournalStorage *storage, guint64 after, GError **error)
{
  MbSqliteConnection *connection = &MB_SQLITE_STORAGE (storage)->connection;
  sqlite3_stmt *statement = mb_sqlite_get (connection, MB_SQL_DELTA, error);

  if (statement == NULL)
    return NULL;

  sqlite3_bind_int64 (statement, 1, (sqlite3_int64) after);
  return mb_sqlite_read_changes (connection, statement, 0, 0, error);
}

static GPtrArray *
mb_sqlite_storage_fold (MbJournalStorage *storage, const char *kind, guint64 number, GError **error)
{
  MbSqliteConnection *connection = &MB_SQLITE_STORAGE (storage)->connection;
  sqlite3_stmt *statement;
  MbStamp head;

  if (!mb_sqlite_storage_find_stamp (storage, G_MAXINT64, &head, error))
    return NULL;

  statement = mb_sqlite_get (connection, number < head.number ? MB_SQL_FOLD_THEN : MB_SQL_FOLD_NOW, error);
  if (statement == NULL)
    return NULL;

  sqlite3_bind_int64 (statement, 1, (sqlite3_int64) number);
  mb_sqlite_bind_text (statement, 2, kind);
  return mb_sqlite_read_changes (connection, statement, 0, 0, error);
}

static GPtrArray *
mb_sqlite_storage_history (MbJournalStorage *storage, const char *kind, guint64 after, GError **error)
{
  MbSqliteConnection *connection = &MB_SQLITE_STORAGE (storage)->connection;
  sqlite3_stmt *statement = mb_sqlite_get (connection, MB_SQL_HISTORY, error);

  if (statement == NULL)
    return NULL;

  sqlite3_bind_int64 (statement, 1, (sqlite3_int64) after);
  mb_sqlite_bind_text (statement, 2, kind);
  return mb_sqlite_read_changes (connection, statement, 0, 0, error);
}

static GPtrArray *
mb_sqlite_storage_page (MbJournalStorage *storage, guint64 after, guint limit, GError **error)
{
  MbSqliteConnection *connection = &MB_SQLITE_STORAGE (storage)->connection;
  sqlite3_stmt *statement = mb_sqlite_get (connection, MB_SQL_PAGE, error);

  if (statement == NULL)
    return NULL;

  sqlite3_bind_int64 (statement, 1, (sqlite3_int64) after);
  return mb_sqlite_read_changes (connection, statement, limit, MB_JOURNAL_PAGE_BYTES, error);
}

static GPtrArray *
mb_sqlite_storage_get (MbJournalStorage *storage, const char *kind, const char *id, GError **error)
{
  MbSqliteConnection *connection = &MB_SQLITE_STORAGE (storage)->connection;
  sqlite3_stmt *statement = mb_sqlite_get (connection, MB_SQL_GET, error);

  if (statement == NULL)
    return NULL;

  mb_sqlite_bind_text (statement, 1, kind);
  mb_sqlite_bind_text (statement, 2, id);
  return mb_sqlite_read_changes (connection, statement, 0, 0, error);
}

static GArray *
mb_sqlite_storage_publishes (MbJournalStorage *storage, GError **error)
{
  MbSqliteConnection *connection = &MB_SQLITE_STORAGE (storage)->connection;
  sqlite3_stmt *statement = mb_sqlite_get (connection, MB_SQL_LIST_PUBLISHES, error);
  g_autoptr (GArray) publishes = g_array_new (FALSE, TRUE, sizeof (MbPublish));
  int code;

  if (statement == NULL)
    return NULL;

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      MbPublish publish = { .at_us = sqlite3_column_int64 (statement, 1) };

      publish.head.number = (guint64) sqlite3_column_int64 (statement, 0);
      g_array_append_val (publishes, publish);
    }
  return mb_sqlite_finish (connection, statement, code, "read", error) ? g_steal_pointer (&publishes) : NULL;
}

static MbFactStorage *
mb_sqlite_storage_get_facts (MbJournalStorage *storage)
{
  return MB_SQLITE_STORAGE (storage)->facts;
}

static gboolean
mb_sqlite_storage_verify (MbJournalStorage *storage, GError **error)
{
  return mb_sqlite_verify (MB_SQLITE_STORAGE (storage)->connection.db, error);
}

static void
mb_sqlite_storage_finalize (GObject *object)
{
  MbSqliteStorage *self = MB_SQLITE_STORAGE (object);

  g_clear_object (&self->facts);
  mb_sqlite_connection_clear (&self->connection);
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->path);

  G_OBJECT_CLASS (mb_sqlite_storage_parent_class)->finalize (object);
}

static void
mb_sqlite_storage_class_init (MbSqliteStorageClass *klass)
{
  MbJournalStorageClass *storage_class = MB_JOURNAL_STORAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mb_sqlite_storage_finalize;

  storage_class->open = mb_sqlite_storage_open;
  storage_class->open_reader = mb_sqlite_storage_open_reader;
  storage_class->begin = mb_sqlite_storage_begin;
  storage_class->commit = mb_sqlite_storage_commit;
  storage_class->rollback = mb_sqlite_storage_rollback;
  storage_class->tidy = mb_sqlite_storage_tidy;
  storage_class->put = mb_sqlite_storage_put;
  storage_class->find_key = mb_sqlite_storage_find_key;
  storage_class->find_stamp = mb_sqlite_storage_find_stamp;
  storage_class->find_time = mb_sqlite_storage_find_time;
  storage_class->count = mb_sqlite_storage_count;
  storage_class->delta = mb_sqlite_storage_delta;
  storage_class->fold = mb_sqlite_storage_fold;
  storage_class->history = mb_sqlite_storage_history;
  storage_class->page = mb_sqlite_storage_page;
  storage_class->get = mb_sqlite_storage_get;
  storage_class->publishes = mb_sqlite_storage_publishes;
  storage_class->get_facts = mb_sqlite_storage_get_facts;
  storage_class->verify = mb_sqlite_storage_verify;
}

static void
mb_sqlite_storage_init (MbSqliteStorage *self)
{
  self->lock = -1;
  mb_sqlite_connection_init (&self->connection, mb_sqlite_market_sql, MB_SQL_N);
  self->facts = mb_sqlite_facts_new (&self->connection);
}

MbJournalStorage *
mb_sqlite_storage_new (const char *path, gboolean create)
{
  MbSqliteStorage *self = g_object_new (MB_TYPE_SQLITE_STORAGE, NULL);

  self->path = g_strdup (path);
  self->create = create;
  return MB_JOURNAL_STORAGE (self);
}

MbJournalStorage *
mb_sqlite_storage_new_reader (const char *path)
{
  MbSqliteStorage *self = g_object_new (MB_TYPE_SQLITE_STORAGE, NULL);

  self->path = g_strdup (path);
  self->reader = TRUE;
  return MB_JOURNAL_STORAGE (self);
}
