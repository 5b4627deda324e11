/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-change.h"

G_BEGIN_DECLS

/**
 * mb_sqlite_copy: makes a copy of the market's file at @from, as it is at one moment, in a new file
 * beside @place: brought up to date, proved from end to end, durable, and without a log of its own.
 * Blocks; for threads.
 * @head: (out) where its journal ends
 *
 * Returns: (transfer full): its path, %NULL when nothing was left behind
 */
char *mb_sqlite_copy (const char *from, const char *place, GCancellable *cancellable, MbHead *head, GError **error);

/** mb_sqlite_copy_remove: takes the file at @path away, and what SQLite may have left beside it. */
void mb_sqlite_copy_remove (const char *path);

/** mb_sqlite_sync_path: makes a file's content, or a folder's names, durable. */
gboolean mb_sqlite_sync_path (const char *path, GError **error);

G_END_DECLS
