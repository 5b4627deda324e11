/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-journal-storage.h"

G_BEGIN_DECLS

/** MbCheckProgress: @done of @total changes have been walked. */
typedef void (*MbCheckProgress) (guint64 done, guint64 total, gpointer data);

/**
 * mb_journal_check: walks a journal from its first change to its head: numbers without a gap, whole
 * transactions, every hash made anew; then what the storage itself can verify. It reads page by page
 * and stands in nobody's way. Blocks; for threads.
 * @progress: (nullable)
 * @head: (out) where the journal ends, as far as it was walked
 *
 * Returns: %FALSE with MB_ERROR_CORRUPT at the first fault, which it names
 */
gboolean mb_journal_check (MbJournalStorage *storage, MbCheckProgress progress, gpointer data,
                           GCancellable *cancellable, MbHead *head, GError **error);

G_END_DECLS
