/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-journal-check.h"

G_BEGIN_DECLS

/**
 * mb_sqlite_check_async: mb_journal_check() of the file at @path, in a thread and on a connection of
 * its own, also while a hub writes to it. After the chain come the database's own structure and the
 * tables that are made from the journal.
 * @progress: (nullable) called in the caller's main context
 */
void mb_sqlite_check_async (const char *path, MbCheckProgress progress, gpointer progress_data,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/** mb_sqlite_check_finish: @head: (out) where the journal ends */
gboolean mb_sqlite_check_finish (GAsyncResult *result, MbHead *head, GError **error);

G_END_DECLS
