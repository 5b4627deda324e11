/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/sqlite/mb-sqlite-outbox.h"

#include "core/base/mb-error.h"
#include "store/sqlite/mb-sqlite-connection.h"
#include "store/sqlite/mb-sqlite-database.h"
#include "store/sqlite/mb-sqlite-migration.h"

#include <unistd.h>

/* The outbox as tables (resources/sql/outbox). What it was given is durable when it says so, so every commit
 * waits for the disk. */

static const MbSqliteUse outbox_use = {
  0x4d626f75, /* "Mbou" */
  "device's outbox",
  "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 4194304",
};

typedef enum
{
  SQL_BEGIN,
  SQL_COMMIT,
  SQL_ROLLBACK,
  SQL_MAKE,
  SQL_FIND,
  SQL_ADD,
  SQL_PEEK,
  SQL_PUT_ASIDE,
  SQL_DROP,
  SQL_N
} Sql;

static const char *const sql[SQL_N] = {
  [SQL_BEGIN] = "BEGIN IMMEDIATE",
  [SQL_COMMIT] = "COMMIT",
  [SQL_ROLLBACK] = "ROLLBACK",
  [SQL_MAKE] = "INSERT INTO outbox (one, source) VALUES (1, ? || '~' || lower(hex(randomblob(8)))) ON CONFLICT DO NOTHING",
  [SQL_FIND] = "SELECT source, (SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'line'), "
               "(SELECT count(*) FROM line), (SELECT count(*) FROM aside), "
               "(SELECT coalesce(sum(length(text)), 0) FROM line) + (SELECT coalesce(sum(length(text)), 0) FROM aside) "
               "FROM outbox",
  [SQL_ADD] = "INSERT INTO line (n, text) VALUES (?, ?)",
  [SQL_PEEK] = "SELECT n, text FROM line ORDER BY n LIMIT ?",
  [SQL_PUT_ASIDE] = "INSERT OR REPLACE INTO aside (n, text) SELECT n, text FROM line WHERE n = ?",
  [SQL_DROP] = "DELETE FROM line WHERE n = ? RETURNING length(text)",
};

struct _MbSqliteOutbox
{
  char *path, *id;
  int lock; /* -1: none */
  MbSqliteConnection connection;
  char *aside; /* where a file of no use was put */

  char *source;
  gint64 next;
  guint n_lines, n_aside;
  gsize size;
  struct
  {
    gint64 next;
    guint n_lines, n_aside;
    gsize size;
  } before; /* the transaction under way */
};

MbSqliteOutbox *
mb_sqlite_outbox_new (const char *path, const char *id)
{
  MbSqliteOutbox *self = g_new0 (MbSqliteOutbox, 1);

  self->path = g_strdup (path);
  self->id = g_strdup (id);
  self->lock = -1;
  mb_sqlite_connection_init (&self->connection, sql, SQL_N);
  return self;
}

static void
shut (MbSqliteOutbox *self)
{
  mb_sqlite_connection_clear (&self->connection);
  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
  g_clear_pointer (&self->source, g_free);
}

void
mb_sqlite_outbox_free (MbSqliteOutbox *self)
{
  shut (self);
  g_free (self->path);
  g_free (self->id);
  g_free (self->aside);
  g_free (self);
}

const char *
mb_sqlite_outbox_get_source (MbSqliteOutbox *self)
{
  return self->source;
}

gint64
mb_sqlite_outbox_get_next (MbSqliteOutbox *self)
{
  return self->next;
}

guint
mb_sqlite_outbox_get_n_lines (MbSqliteOutbox *self)
{
  return self->n_lines;
}

guint
mb_sqlite_outbox_get_n_aside (MbSqliteOutbox *self)
{
  return self->n_aside;
}

gsize
mb_sqlite_outbox_get_size (MbSqliteOutbox *self)
{
  return self->size;
}

const char *
mb_sqlite_outbox_get_aside (MbSqliteOutbox *self)
{
  return self->aside;
}

static gboolean
read_state (MbSqliteOutbox *self, GError **error)
{
  sqlite3_stmt *find = mb_sqlite_get (&self->connection, SQL_FIND, error);
  int code;

  if (find == NULL)
    return FALSE;

  code = sqlite3_step (find);
  if (code == SQLITE_ROW)
    {
      g_free (self->source);
      self->source = g_strdup ((const char *) sqlite3_column_text (find, 0));
      self->next = sqlite3_column_int64 (find, 1) + 1;
      self->n_lines = (guint) sqlite3_column_int64 (find, 2);
      self->n_aside = (guint) sqlite3_column_int64 (find, 3);
      self->size = (gsize) sqlite3_column_int64 (find, 4);
    }
  return mb_sqlite_finish (&self->connection, find, code == SQLITE_DONE ? SQLITE_CORRUPT : code, "read", error);
}

static gboolean
make (MbSqliteOutbox *self, GError **error)
{
  sqlite3_stmt *put = mb_sqlite_get (&self->connection, SQL_MAKE, error);

  if (put == NULL)
    return FALSE;

  mb_sqlite_bind_text (put, 1, self->id);
  return mb_sqlite_run (&self->connection, put, "write", error);
}

static gboolean
open_file (MbSqliteOutbox *self, GError **error)
{
  self->connection.db = mb_sqlite_open_alone (self->path, &outbox_use, &self->lock, error);
  return self->connection.db != NULL
         && mb_sqlite_migrate (self->connection.db, mb_sqlite_get_tables (), "/marketboard/outbox", TRUE, error)
         && make (self, error) && read_state (self, error);
}

/* A name that nothing has: facts that nobody else knows may be in each of them. */
static gboolean
set_aside (MbSqliteOutbox *self, GError **error)
{
  for (guint i = 1;; i++)
    {
      g_autofree char *aside = g_strdup_printf ("%s-aside-%u", self->path, i);

      if (g_file_test (aside, G_FILE_TEST_EXISTS))
        continue;
      if (!mb_sqlite_set_aside (self->path, aside, error))
        return FALSE;
      g_free (self->aside);
      self->aside = g_steal_pointer (&aside);
      return TRUE;
    }
}

gboolean
mb_sqlite_outbox_open (MbSqliteOutbox *self, GError **error)
{
  g_autoptr (GError) failed = NULL;

  if (self->source != NULL)
    return TRUE;
  if (open_file (self, &failed))
    return TRUE;

  shut (self);
  if (!g_error_matches (failed, MB_ERROR, MB_ERROR_CORRUPT) && !g_error_matches (failed, MB_ERROR, MB_ERROR_UNSUPPORTED)
      && !g_error_matches (failed, MB_ERROR, MB_ERROR_INVALID))
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return FALSE;
    }

  if (set_aside (self, error) && open_file (self, error))
    return TRUE;
  shut (self);
  return FALSE;
}

void
mb_sqlite_outbox_give_up (MbSqliteOutbox *self)
{
  shut (self);
  set_aside (self, NULL);
}

gboolean
mb_sqlite_outbox_begin (MbSqliteOutbox *self, GError **error)
{
  self->before.next = self->next;
  self->before.n_lines = self->n_lines;
  self->before.n_aside = self->n_aside;
  self->before.size = self->size;
  return mb_sqlite_run_plain (&self->connection, SQL_BEGIN, "begin", error);
}

gboolean
mb_sqlite_outbox_add (MbSqliteOutbox *self, GBytes *text, GError **error)
{
  sqlite3_stmt *add = mb_sqlite_get (&self->connection, SQL_ADD, error);

  if (add == NULL)
    return FALSE;

  sqlite3_bind_int64 (add, 1, self->next);
  mb_sqlite_bind_bytes (add, 2, text);
  if (!mb_sqlite_run (&self->connection, add, "write", error))
    return FALSE;

  self->next++;
  self->n_lines++;
  self->size += g_bytes_get_size (text);
  return TRUE;
}

gboolean
mb_sqlite_outbox_commit (MbSqliteOutbox *self, GError **error)
{
  return mb_sqlite_run_plain (&self->connection, SQL_COMMIT, "write", error);
}

void
mb_sqlite_outbox_roll_back (MbSqliteOutbox *self)
{
  self->next = self->before.next;
  self->n_lines = self->before.n_lines;
  self->n_aside = self->before.n_aside;
  self->size = self->before.size;
  /* Some failures have rolled back by themselves. */
  if (!sqlite3_get_autocommit (self->connection.db))
    mb_sqlite_run_plain (&self->connection, SQL_ROLLBACK, "roll back", NULL);
}

gboolean
mb_sqlite_outbox_peek (MbSqliteOutbox *self, guint limit, gsize bytes, GString *body, GArray *ns, GError **error)
{
  sqlite3_stmt *peek = mb_sqlite_get (&self->connection, SQL_PEEK, error);
  int code;

  if (peek == NULL)
    return FALSE;

  sqlite3_bind_int64 (peek, 1, limit);
  while ((code = sqlite3_step (peek)) == SQLITE_ROW)
    {
      gint64 n = sqlite3_column_int64 (peek, 0);

      g_string_append_len (body, sqlite3_column_blob (peek, 1), sqlite3_column_bytes (peek, 1));
      g_string_append_c (body, '\n');
      g_array_append_val (ns, n);
      if (body->len >= bytes)
        break;
    }
  return mb_sqlite_finish (&self->connection, peek, code, "read", error);
}

static gboolean
take_out (MbSqliteOutbox *self, gint64 n, gboolean aside, GError **error)
{
  sqlite3_stmt *put, *drop = mb_sqlite_get (&self->connection, SQL_DROP, error);
  int code;

  if (drop == NULL)
    return FALSE;
  if (aside)
    {
      put = mb_sqlite_get (&self->connection, SQL_PUT_ASIDE, error);
      if (put == NULL)
        return FALSE;
      sqlite3_bind_int64 (put, 1, n);
      if (!mb_sqlite_run (&self->connection, put, "write", error))
        return FALSE;
    }

  sqlite3_bind_int64 (drop, 1, n);
  code = sqlite3_step (drop);
  if (code == SQLITE_ROW)
    {
      self->n_lines--;
      self->n_aside += aside;
      self->size -= aside ? 0 : (gsize) sqlite3_column_int64 (drop, 0);
      code = sqlite3_step (drop);
    }
  return mb_sqlite_finish (&self->connection, drop, code, "write", error);
}

gboolean
mb_sqlite_outbox_settle (MbSqliteOutbox *self, const GArray *ns, GHashTable *aside, GError **error)
{
  gboolean ok = mb_sqlite_outbox_begin (self, error);

  for (guint i = 0; ok && i < ns->len; i++)
    {
      gint64 n = g_array_index (ns, gint64, i);

      ok = take_out (self, n, aside != NULL && g_hash_table_contains (aside, &n), error);
    }
  ok = ok && mb_sqlite_outbox_commit (self, error);
  if (!ok)
    mb_sqlite_outbox_roll_back (self);
  return ok;
}
