/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/sqlite/mb-sqlite-connection.h"

#include "store/sqlite/mb-sqlite-database.h"

#include <string.h>

/* The journal's SQL. `record` knows each record's newest number, so that every read is a range of its
 * index: what changed after P; what is live; and for the past, what has not changed since, with one
 * look back for each record that has. CROSS JOIN keeps the planner to that order. */

#define COLUMNS "SELECT c.number, c.last, c.at, c.\"by\", c.kind, c.id, c.salt, c.hash, c.derived, c.value "
#define NEWEST COLUMNS "FROM record r CROSS JOIN change c ON c.number = r.number "
#define FACT                                                                                                           \
  "SELECT f.number, f.type, s.name, f.n, f.at_us, f.stall, f.code, f.derived, f.text "                                 \
  "FROM fact f CROSS JOIN source s ON s.id = f.source "
#define LIVE_UPTO NEWEST "WHERE r.live = 1 AND r.number <= ?1 AND (?2 IS NULL OR r.kind = ?2) "

const char *const mb_sqlite_market_sql[MB_SQL_N] = {
  [MB_SQL_BEGIN_READING] = "BEGIN",
  [MB_SQL_BEGIN_WRITING] = "BEGIN IMMEDIATE",
  [MB_SQL_COMMIT] = "COMMIT",
  [MB_SQL_ROLLBACK] = "ROLLBACK",
  [MB_SQL_PUT_CHANGE] = "INSERT INTO change (number, last, at, \"by\", kind, id, salt, hash, derived, value) "
                        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  [MB_SQL_PUT_RECORD] = "INSERT INTO record (kind, id, number, live) VALUES (?, ?, ?, ?) "
                        "ON CONFLICT DO UPDATE SET number = excluded.number, live = excluded.live",
  [MB_SQL_DROP_MOMENTS] = "DELETE FROM moment WHERE at_us >= ?",
  [MB_SQL_PUT_MOMENT] = "INSERT INTO moment (at_us, number) VALUES (?, ?)",
  [MB_SQL_DROP_ANSWERS] = "DELETE FROM answer WHERE at_us <= ?",
  [MB_SQL_PUT_ANSWER] = "INSERT OR REPLACE INTO answer (key, at_us, digest, answer) VALUES (?, ?, ?, ?)",
  [MB_SQL_FIND_ANSWER] = "SELECT digest, answer FROM answer WHERE key = ? AND at_us > ?",
  [MB_SQL_FIND_SALT] = "SELECT value FROM meta WHERE name = 'salt'",
  [MB_SQL_FIND_STAMP] = "SELECT number, hash, at FROM change WHERE number <= ? ORDER BY number DESC LIMIT 1",
  [MB_SQL_FIND_MOMENT] = "SELECT number FROM moment WHERE at_us <= ? ORDER BY at_us DESC LIMIT 1",
  [MB_SQL_COUNT_CHANGED] = "SELECT count(*) FROM record WHERE live IN (0, 1) AND number > ?",
  [MB_SQL_COUNT_LIVE] = "SELECT count(*) FROM record WHERE live = ?",
  [MB_SQL_DELTA] = NEWEST "WHERE r.live IN (0, 1) AND r.number > ?",
  [MB_SQL_FOLD_NOW] = LIVE_UPTO,
  [MB_SQL_FOLD_THEN] = LIVE_UPTO "UNION ALL " COLUMNS
                                 "FROM record r CROSS JOIN change c ON c.number = (SELECT max(number) FROM change "
                                 "WHERE kind = r.kind AND id = r.id AND number <= ?1) WHERE r.live IN (0, 1) "
                                 "AND r.number > ?1 AND (?2 IS NULL OR r.kind = ?2) AND c.value IS NOT NULL",
  [MB_SQL_HISTORY] = COLUMNS "FROM change c WHERE c.kind = ?2 AND c.number > ?1 ORDER BY c.number",
  [MB_SQL_PAGE] = COLUMNS "FROM change c WHERE c.number > ? ORDER BY c.number",
  [MB_SQL_GET] = COLUMNS "FROM record r JOIN change c ON c.number = r.number WHERE r.kind = ? AND r.id = ?",
  [MB_SQL_DROP_PUBLISHES] = "DELETE FROM publish WHERE at_us <= ?",
  [MB_SQL_PUT_PUBLISH] = "INSERT INTO publish (number, at_us) VALUES (?, ?)",
  [MB_SQL_LIST_PUBLISHES] = "SELECT number, at_us FROM publish ORDER BY number",
  [MB_SQL_PUT_SOURCE] = "INSERT INTO source (name) VALUES (?) ON CONFLICT DO NOTHING",
  [MB_SQL_FIND_SOURCE] = "SELECT id FROM source WHERE name = ?",
  [MB_SQL_FIND_STALL] = "SELECT stall FROM fact WHERE code = ? AND stall IS NOT NULL LIMIT 1",
  [MB_SQL_PUT_FACT] = "INSERT INTO fact (source, n, type, at_us, stall, code, derived, text) "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
  [MB_SQL_FIND_FACT] = "SELECT text FROM fact WHERE source = ? AND n = ?",
  [MB_SQL_FIND_UNSETTLED] = FACT "WHERE f.code = ? AND f.stall IS NULL ORDER BY f.number",
  [MB_SQL_SETTLE] = "UPDATE fact SET stall = ? WHERE code = ? AND stall IS NULL",
  [MB_SQL_PUT_TALLY] = "INSERT INTO tally (type, quarter, subject, place, outcome, count, amount) "
                       "VALUES (?, ?, ?, ?, ?, 1, ?) ON CONFLICT DO UPDATE SET count = count + 1, "
                       "amount = amount + excluded.amount",
  [MB_SQL_PAGE_FACTS] = FACT "WHERE f.number > ?1 ORDER BY f.number",
  [MB_SQL_PAGE_FACTS_OF] = FACT "WHERE f.type = ?2 AND f.number > ?1 ORDER BY f.number",
  [MB_SQL_RECENT_FACTS] = FACT "WHERE f.type = ?1 AND f.at_us >= ?2 AND (?3 IS NULL OR f.stall = ?3) "
                               "ORDER BY f.at_us DESC, f.number DESC",
  [MB_SQL_SUM_FACTS] = "SELECT quarter, subject, place, outcome, count, amount FROM tally "
                       "WHERE type = ? AND quarter >= ? AND quarter < ? ORDER BY quarter, subject, place, outcome",
};

void
mb_sqlite_connection_init (MbSqliteConnection *self, const char *const *sql, guint n_sql)
{
  *self = (MbSqliteConnection){ .sql = sql, .n_sql = n_sql };
}

void
mb_sqlite_connection_clear (MbSqliteConnection *self)
{
  for (guint i = 0; self->statements != NULL && i < self->n_sql; i++)
    sqlite3_finalize (self->statements[i]);
  g_clear_pointer (&self->statements, g_free);
  g_clear_pointer (&self->db, sqlite3_close);
}

sqlite3_stmt *
mb_sqlite_get (MbSqliteConnection *self, guint which, GError **error)
{
  int code = SQLITE_OK;

  if (self->statements == NULL)
    self->statements = g_new0 (sqlite3_stmt *, self->n_sql);
  if (self->statements[which] == NULL)
    code = sqlite3_prepare_v3 (self->db, self->sql[which], -1, SQLITE_PREPARE_PERSISTENT, &self->statements[which], NULL);
  return mb_sqlite_ok (self->db, code, "prepare", error) ? self->statements[which] : NULL;
}

void
mb_sqlite_bind_text (sqlite3_stmt *statement, int column, const char *text)
{
  sqlite3_bind_text (statement, column, text, -1, SQLITE_STATIC);
}

void
mb_sqlite_bind_bytes (sqlite3_stmt *statement, int column, GBytes *bytes)
{
  gsize length;
  gconstpointer data;

  if (bytes == NULL)
    {
      sqlite3_bind_null (statement, column);
      return;
    }

  /* A NULL pointer would be a NULL value: to be empty is not to be absent. */
  data = g_bytes_get_data (bytes, &length);
  sqlite3_bind_blob64 (statement, column, data != NULL ? data : "", length, SQLITE_STATIC);
}

gboolean
mb_sqlite_finish (MbSqliteConnection *self, sqlite3_stmt *statement, int code, const char *doing, GError **error)
{
  gboolean ok = mb_sqlite_ok (self->db, code, doing, error);

  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return ok;
}

gboolean
mb_sqlite_run (MbSqliteConnection *self, sqlite3_stmt *statement, const char *doing, GError **error)
{
  return mb_sqlite_finish (self, statement, sqlite3_step (statement), doing, error);
}

gboolean
mb_sqlite_run_plain (MbSqliteConnection *self, guint which, const char *doing, GError **error)
{
  sqlite3_stmt *statement = mb_sqlite_get (self, which, error);

  return statement != NULL && mb_sqlite_run (self, statement, doing, error);
}

gboolean
mb_sqlite_read_int (MbSqliteConnection *self, guint which, gint64 argument, gint64 *value, GError **error)
{
  sqlite3_stmt *statement = mb_sqlite_get (self, which, error);
  int code;

  if (statement == NULL)
    return FALSE;

  sqlite3_bind_int64 (statement, 1, argument);
  code = sqlite3_step (statement);
  *value = code == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : 0;
  return mb_sqlite_finish (self, statement, code, "read", error);
}

GBytes *
mb_sqlite_read_bytes (sqlite3_stmt *statement, int column)
{
  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    return NULL;

  return g_bytes_new (sqlite3_column_blob (statement, column), (gsize) sqlite3_column_bytes (statement, column));
}

gboolean
mb_sqlite_read_hash (sqlite3_stmt *statement, int column, guint8 *hash)
{
  if (sqlite3_column_bytes (statement, column) != 32)
    return FALSE;

  memcpy (hash, sqlite3_column_blob (statement, column), 32);
  return TRUE;
}

static char *
read_text (sqlite3_stmt *statement, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

/* The columns of COLUMNS. A damaged file may lack what its tables promise. */
static int
read_change (sqlite3_stmt *statement, GPtrArray *changes, gsize *bytes)
{
  MbChange *change = mb_change_new (NULL, NULL, NULL, NULL);

  g_ptr_array_add (changes, change);
  change->number = (guint64) sqlite3_column_int64 (statement, 0);
  change->last = (guint64) sqlite3_column_int64 (statement, 1);
  change->at = read_text (statement, 2);
  change->by = read_text (statement, 3);
  change->kind = read_text (statement, 4);
  change->id = read_text (statement, 5);
  change->salt = mb_sqlite_read_bytes (statement, 6);
  change->derived = mb_sqlite_read_bytes (statement, 8);
  change->value = mb_sqlite_read_bytes (statement, 9);
  *bytes += (gsize) sqlite3_column_bytes (statement, 8) + (gsize) sqlite3_column_bytes (statement, 9);

  return mb_sqlite_read_hash (statement, 7, change->hash) && change->at != NULL && change->by != NULL
                 && change->kind != NULL && change->id != NULL && change->salt != NULL
             ? SQLITE_ROW
             : SQLITE_CORRUPT;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const MbChange *left = *(MbChange *const *) a, *right = *(MbChange *const *) b;

  return left->number < right->number ? -1 : left->number > right->number;
}

GPtrArray *
mb_sqlite_read_changes (MbSqliteConnection *self, sqlite3_stmt *statement, guint limit, gsize limit_bytes,
                        GError **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_change_unref);
  gsize bytes = 0;
  int code;

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      code = read_change (statement, changes, &bytes);
      if (code != SQLITE_ROW || (limit > 0 && changes->len >= limit) || (limit_bytes > 0 && bytes >= limit_bytes))
        break;
    }
  if (!mb_sqlite_finish (self, statement, code, "read", error))
    return NULL;

  /* Here rather than in SQL, which would carry the values through its sorter. */
  g_ptr_array_sort (changes, compare_numbers);
  return g_steal_pointer (&changes);
}
