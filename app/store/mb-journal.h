/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-transaction.h"

G_BEGIN_DECLS

/**
 * MbJournal: every change ever made in one market, in order, chained by hashes (mb_change_chain()).
 * It knows changes, not markets: kinds are words, values are bytes.
 *
 * Its numbers are given out under its own lock, in its own thread; that is where a transaction is
 * checked against what stands (MbClerk), so that a check and the commit it allowed cannot be parted,
 * with one hub or with many. Nobody else knows the head. How it is kept is its storage's business:
 * mb_memory_journal_new(), mb_sqlite_journal_open_async().
 *
 * Belongs to the thread that opened it; callbacks run in the caller's main context. Errors are
 * MB_ERROR: FULL (nothing was written; it works again when there is room), CORRUPT, BUSY (closing),
 * and whatever the clerk refuses with.
 */
#define MB_TYPE_JOURNAL (mb_journal_get_type ())
G_DECLARE_FINAL_TYPE (MbJournal, mb_journal, MB, JOURNAL, GObject)

/** MbRange: the answer of a read; changes are in order of number. */
typedef struct
{
  GPtrArray *changes; /* MbChange */
  MbHead upto;        /* Q: everything up to here is in it */
  gboolean reset;     /* delta: the whole fold, because P is not this journal's or too far back */
  char *at;           /* RFC 3339 of the change at Q, NULL at position 0 */
  guint64 next;       /* pages: the number of the last change in it, 0 when none follows */
} MbRange;

void mb_range_free (MbRange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbRange, mb_range_free)

/**
 * mb_journal_append_async: hands a transaction to the journal; many may be under way, they are
 * checked and committed in the order given, many in one commit. @callback runs when it is durable.
 * On success every change has number, last, at, by, salt and hash. Once it is being checked it is no
 * longer cancelled.
 *
 * A transaction with an idempotency key that was committed in the last 24 hours answers as it did
 * then; with another body it is MB_ERROR_INVALID.
 *
 * MbJournal::committed (journal, changes: GPtrArray of MbChange in order, head: MbHead *) is emitted in
 * the main context of the thread that opened it, after each commit that changed something, before
 * the callbacks. No read ever answers with more than has been emitted.
 */
void mb_journal_append_async (MbJournal *self, MbTransaction *transaction, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data);
gboolean mb_journal_append_finish (MbJournal *self, GAsyncResult *result, GError **error);

/**
 * mb_journal_delta_async: the newest value of every record changed after @after (NULL: from nothing)
 * up to the head. It is a reset, the whole fold, where @after is not this journal's or where more
 * records changed than half of those that stand. Finish with mb_journal_range_finish().
 */
void mb_journal_delta_async (MbJournal *self, const char *after, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data);

/**
 * mb_journal_fold_async: the live records of @kind (NULL: all) at @position, or at the greatest
 * position whose `at` <= @as_of (RFC 3339), or now. A @position that is not this journal's is
 * MB_ERROR_NOT_FOUND; an @as_of that is no time, MB_ERROR_SYNTAX.
 */
void mb_journal_fold_async (MbJournal *self, const char *kind, const char *position, const char *as_of,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);

/**
 * mb_journal_history_async: all that records of @kind have been since a time: what stood at @as_of (RFC 3339, as in
 * mb_journal_fold_async()), then every change since.
 */
void mb_journal_history_async (MbJournal *self, const char *kind, const char *as_of, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data);

/**
 * mb_journal_page_async: changes as they were made, after position @after (NULL: the first), at most
 * @limit, and fewer where they are large (at least one). An @after that is not this journal's is
 * MB_ERROR_NOT_FOUND. upto is the position of the last change in it.
 */
void mb_journal_page_async (MbJournal *self, const char *after, guint limit, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data);

/** mb_journal_get_async: the newest change of one record (a dropped one has no value); MB_ERROR_NOT_FOUND. */
void mb_journal_get_async (MbJournal *self, const char *kind, const char *id, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data);

MbRange *mb_journal_range_finish (MbJournal *self, GAsyncResult *result, GError **error);

/** mb_journal_close_async: what is under way is answered first, what comes later is MB_ERROR_BUSY. */
void mb_journal_close_async (MbJournal *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
gboolean mb_journal_close_finish (MbJournal *self, GAsyncResult *result, GError **error);

/** mb_journal_get_head: the durable head, as the opener's thread knows it. */
void mb_journal_get_head (MbJournal *self, MbHead *head);

G_END_DECLS
