/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/** mb_sqlite_get_tables: the store's own migrations. Any thread. (transfer none) */
GResource *mb_sqlite_get_tables (void);

/**
 * mb_sqlite_migrate: brings the tables up to date by the files of @folder in @resource, which begin with
 * their version in four digits. Each comes in a transaction of its own; the table `migration` says which
 * have come.
 * @writable: %FALSE only finds out whether it is up to date (MB_ERROR_UNSUPPORTED when not)
 */
gboolean mb_sqlite_migrate (sqlite3 *db, GResource *resource, const char *folder, gboolean writable, GError **error);

/** mb_sqlite_check_version: whether there are tables that mb_sqlite_migrate() can bring up to date, or that
 * are: MB_ERROR_UNSUPPORTED when a newer version made them, MB_ERROR_INVALID when there are none. */
gboolean mb_sqlite_check_version (sqlite3 *db, GResource *resource, const char *folder, GError **error);

G_END_DECLS
