/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-journal-writer.h"
#include "store/mb-journal.h"

G_BEGIN_DECLS

/* What the back-ends' constructors use. */

/** mb_journal_new: a journal over @storage (transfer full), still to be opened. */
MbJournal *mb_journal_new (MbJournalStorage *storage, MbClock *clock, const MbClerkFuncs *funcs, gpointer clerk);

/** mb_journal_open_async: opens the storage in the journal's thread; nothing else may be asked before. */
void mb_journal_open_async (MbJournal *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);

/**
 * mb_journal_work_async: does @func in the journal's thread, in its commit with whatever else waits, or, not
 * @writing, in the reading thread.
 * @work: for @func; (not owned): stays until @callback has run
 */
void mb_journal_work_async (MbJournal *self, gboolean writing, MbJournalWork func, gpointer work,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
gboolean mb_journal_work_finish (MbJournal *self, GAsyncResult *result, GError **error);

/** mb_journal_open_now: opens a storage that needs neither time nor luck. */
void mb_journal_open_now (MbJournal *self);

G_END_DECLS
