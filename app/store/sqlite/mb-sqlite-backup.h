/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-change.h"

G_BEGIN_DECLS

/* A market's file, copied whole: away, and back. Both make the copy beside the place it is for, prove
 * it as mb_sqlite_check_async() does, make it durable, and only then put it there; what stood there
 * stands until then. They run in a thread, on connections of their own. A copy is one file, for which
 * SQLite needs nothing beside it. */

/**
 * mb_sqlite_backup_async: copies the market's file at @path into @file, as it is at one moment, also
 * while a hub writes to it, whose log cannot shrink meanwhile.
 *
 * Errors: MB_ERROR_FULL, MB_ERROR_CORRUPT when the market is damaged, MB_ERROR_INVALID when @file is
 * a market that a hub works with, MB_ERROR_FAILED.
 */
void mb_sqlite_backup_async (const char *path, const char *file, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data);
/** mb_sqlite_backup_finish: @head: (out) where the copy's journal ends */
gboolean mb_sqlite_backup_finish (GAsyncResult *result, MbHead *head, GError **error);

/**
 * mb_sqlite_restore_async: puts a copy of @file, brought up to date, in the place of the market's file
 * at @path, or there where there is none. What stood there is kept beside it, as damaged as it may be.
 *
 * Errors: MB_ERROR_BUSY when a hub holds the market, MB_ERROR_CORRUPT when @file is damaged,
 * MB_ERROR_INVALID when it is no market, MB_ERROR_UNSUPPORTED when a newer version wrote it,
 * MB_ERROR_FULL, MB_ERROR_FAILED.
 */
void mb_sqlite_restore_async (const char *file, const char *path, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data);
/**
 * mb_sqlite_restore_finish:
 * @head: (out) where the restored journal ends
 * @aside: (out) (transfer full) (nullable): where what stood there is kept
 */
gboolean mb_sqlite_restore_finish (GAsyncResult *result, MbHead *head, char **aside, GError **error);

G_END_DECLS
