/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* What every user of a file of the house shares: how it is opened, kept to one writer, brought up to date,
 * and what its errors mean. All of it blocks. */

/** mb_sqlite_ok: makes SQLite's @code the MB_ERROR it means: "@path: could not @doing: …".
 * %SQLITE_OK, ROW and DONE are none. */
gboolean mb_sqlite_ok (sqlite3 *db, int code, const char *doing, GError **error);

/** mb_sqlite_dup_real_path: the file that @path leads to, over whatever links; @path where there is none. */
char *mb_sqlite_dup_real_path (const char *path);

/**
 * mb_sqlite_lock: keeps every other program that writes to the file at @path away, for as long as
 * the descriptor is open. It stands beside SQLite's own locks, which are held only while a
 * transaction lasts.
 *
 * Returns: a descriptor, or -1 with MB_ERROR_BUSY when another one has it
 */
int mb_sqlite_lock (const char *path, GError **error);

/** mb_sqlite_set_aside: puts the file at @path, which nobody has open, out of the way as @aside, in place of what
 * was there. That there is none is no error. */
gboolean mb_sqlite_set_aside (const char *path, const char *aside, GError **error);

/** MbSqliteUse: what a file is for. */
typedef struct
{
  int id;               /* its PRAGMA application_id */
  const char *name;     /* for a person */
  const char *settings; /* of a connection that writes */
} MbSqliteUse;

/** mb_sqlite_open: a connection in WAL mode with the house's settings. @mode: as sqlite3_open_v2().
 * A file for another use is MB_ERROR_INVALID. */
sqlite3 *mb_sqlite_open (const char *path, int mode, const MbSqliteUse *use, GError **error);

/** mb_sqlite_open_alone: as mb_sqlite_open(), to write, with its folder made and every other program kept away.
 * @lock: (inout): a descriptor of mb_sqlite_lock() as soon as there is one, whatever happens then; to be closed after
 * the connection */
sqlite3 *mb_sqlite_open_alone (const char *path, const MbSqliteUse *use, int *lock, GError **error);

/** mb_sqlite_exec: statements without answer. */
gboolean mb_sqlite_exec (sqlite3 *db, const char *sql, const char *doing, GError **error);

/** mb_sqlite_get_int: the only number that @sql answers with. */
gboolean mb_sqlite_get_int (sqlite3 *db, const char *sql, gint64 *value, GError **error);

/** mb_sqlite_look_over: whether the pages of the file are sound, as far as a start can wait for it: all of them, or, of a
 * large file, those of @tables, %NULL-terminated. */
gboolean mb_sqlite_look_over (sqlite3 *db, const char *const *tables, GError **error);

/**
 * mb_sqlite_verify: whether the file's own structure is sound, and whether the tables that are made
 * from the journal say what it says.
 */
gboolean mb_sqlite_verify (sqlite3 *db, GError **error);

G_END_DECLS
