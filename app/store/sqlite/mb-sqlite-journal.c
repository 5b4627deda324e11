/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/sqlite/mb-sqlite-journal.h"

#include "store/mb-journal-private.h"
#include "store/sqlite/mb-sqlite-storage.h"

/* The journal in a file, for the hub. */

void
mb_sqlite_journal_open_async (const char *path, MbSqliteFlags flags, MbClock *clock, const MbClerkFuncs *funcs,
                              gpointer clerk, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  gboolean read_only = (flags & MB_SQLITE_READ_ONLY) != 0;
  MbJournalStorage *storage;
  g_autoptr (MbJournal) self = NULL;

  g_return_if_fail (path != NULL);
  g_return_if_fail (MB_IS_CLOCK (clock));
  g_return_if_fail ((funcs == NULL) == read_only);

  storage = read_only ? mb_sqlite_storage_new_reader (path)
                      : mb_sqlite_storage_new (path, (flags & MB_SQLITE_CREATE) != 0);
  self = mb_journal_new (storage, clock, funcs, clerk);
  mb_journal_open_async (self, cancellable, callback, data);
}

MbJournal *
mb_sqlite_journal_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return MB_JOURNAL (g_async_result_get_source_object (result));
}
