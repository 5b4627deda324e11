/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-change.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/** What a journal, and the facts beside it, say to their file. */
typedef enum
{
  MB_SQL_BEGIN_READING,
  MB_SQL_BEGIN_WRITING,
  MB_SQL_COMMIT,
  MB_SQL_ROLLBACK,
  MB_SQL_PUT_CHANGE,
  MB_SQL_PUT_RECORD,
  MB_SQL_DROP_MOMENTS,
  MB_SQL_PUT_MOMENT,
  MB_SQL_DROP_ANSWERS,
  MB_SQL_PUT_ANSWER,
  MB_SQL_FIND_ANSWER,
  MB_SQL_FIND_SALT,
  MB_SQL_FIND_STAMP,
  MB_SQL_FIND_MOMENT,
  MB_SQL_COUNT_CHANGED,
  MB_SQL_COUNT_LIVE,
  MB_SQL_DELTA,
  MB_SQL_FOLD_NOW,
  MB_SQL_FOLD_THEN,
  MB_SQL_HISTORY,
  MB_SQL_PAGE,
  MB_SQL_GET,
  MB_SQL_DROP_PUBLISHES,
  MB_SQL_PUT_PUBLISH,
  MB_SQL_LIST_PUBLISHES,
  MB_SQL_PUT_SOURCE,
  MB_SQL_FIND_SOURCE,
  MB_SQL_FIND_STALL,
  MB_SQL_PUT_FACT,
  MB_SQL_FIND_FACT,
  MB_SQL_FIND_UNSETTLED,
  MB_SQL_SETTLE,
  MB_SQL_PUT_TALLY,
  MB_SQL_PAGE_FACTS,
  MB_SQL_PAGE_FACTS_OF,
  MB_SQL_RECENT_FACTS,
  MB_SQL_SUM_FACTS,
  MB_SQL_N
} MbSql;

/** mb_sqlite_market_sql: those, MB_SQL_N of them. */
extern const char *const mb_sqlite_market_sql[];

/** MbSqliteConnection: a connection with its statements, each prepared when first needed. */
typedef struct
{
  sqlite3 *db; /* (owned) */
  const char *const *sql;
  guint n_sql;
  sqlite3_stmt **statements; /* of each of them; NULL: not prepared yet */
} MbSqliteConnection;

/** mb_sqlite_connection_init: @sql: (not copied): what will be said to it, @n_sql statements; db is the
 * caller's to open */
void mb_sqlite_connection_init (MbSqliteConnection *self, const char *const *sql, guint n_sql);
/** mb_sqlite_connection_clear: closes it; it can be opened again. */
void mb_sqlite_connection_clear (MbSqliteConnection *self);

/** mb_sqlite_get: a statement ready to be bound; %NULL with an error. What is bound must live until it
 * has run. */
sqlite3_stmt *mb_sqlite_get (MbSqliteConnection *self, guint which, GError **error);
void mb_sqlite_bind_text (sqlite3_stmt *statement, int column, const char *text);
void mb_sqlite_bind_bytes (sqlite3_stmt *statement, int column, GBytes *bytes);

/** mb_sqlite_run: one that answers nothing. */
gboolean mb_sqlite_run (MbSqliteConnection *self, sqlite3_stmt *statement, const char *doing, GError **error);
gboolean mb_sqlite_run_plain (MbSqliteConnection *self, guint which, const char *doing, GError **error);

/** mb_sqlite_finish: lets go of what a statement holds after its last step, which said @code. */
gboolean mb_sqlite_finish (MbSqliteConnection *self, sqlite3_stmt *statement, int code, const char *doing,
                           GError **error);

/** mb_sqlite_read_int: the one number that @which answers to @argument with, 0 where it answers nothing. */
gboolean mb_sqlite_read_int (MbSqliteConnection *self, guint which, gint64 argument, gint64 *value, GError **error);
GBytes *mb_sqlite_read_bytes (sqlite3_stmt *statement, int column);
gboolean mb_sqlite_read_hash (sqlite3_stmt *statement, int column, guint8 *hash);

/**
 * mb_sqlite_read_changes: runs a bound statement that answers with changes.
 * @limit, @limit_bytes: it ends with the change that reaches either; 0: no limit
 *
 * Returns: (transfer full): MbChange in order of number
 */
GPtrArray *mb_sqlite_read_changes (MbSqliteConnection *self, sqlite3_stmt *statement, guint limit, gsize limit_bytes,
                                   GError **error);

G_END_DECLS
