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

/** mb_journal_open_now: opens a storage that needs neither time nor luck. */
void mb_journal_open_now (MbJournal *self);

G_END_DECLS
