/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-fact-row.h"
#include "store/mb-journal.h"

G_BEGIN_DECLS

/**
 * MbFacts: what happened in one market: rows that are appended once and never change, known by their
 * source and its running number. They are kept beside the journal, in its file and by its threads, so
 * one commit makes changes and facts durable together, and one copy carries both away.
 *
 * Belongs to the thread that opened the journal. Errors are as the journal's.
 *
 * MbFacts::appended (facts, rows: GPtrArray of MbFactRow) is emitted after each append that kept
 * something, before its callback: the new rows in order, and behind them, as known, those kept before that only
 * now have their stall. Nothing that is asked is answered from rows that have not been told of.
 */
#define MB_TYPE_FACTS (mb_facts_get_type ())
G_DECLARE_FINAL_TYPE (MbFacts, mb_facts, MB, FACTS, GObject)

MbFacts *mb_facts_new (MbJournal *journal);

/**
 * mb_facts_append_async: keeps @rows. When @callback runs, what is new is durable, and each row says what
 * became of it. Many are kept some hundreds at a time, so that changes get in between; on an error those that were
 * kept before it stay, and are known when they come again. Once it is under way it is no longer cancelled.
 */
void mb_facts_append_async (MbFacts *self, GPtrArray *rows, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer data);
gboolean mb_facts_append_finish (MbFacts *self, GAsyncResult *result, GError **error);

/** mb_facts_page_async: rows of @type (NULL: any) after number @after, at most @limit, and fewer where they
 * are large (at least one). */
void mb_facts_page_async (MbFacts *self, const char *type, guint64 after, guint limit, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data);
/** mb_facts_page_finish: @more: (out): whether more may follow. (transfer full): MbFactRow */
GPtrArray *mb_facts_page_finish (MbFacts *self, GAsyncResult *result, gboolean *more, GError **error);

/** mb_facts_recent_async: of all @types together the newest @limit that happened at or after @since_us,
 * of @stall (NULL: any), in order of that time. */
void mb_facts_recent_async (MbFacts *self, const char *const *types, const char *stall, gint64 since_us, guint limit,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/** mb_facts_recent_finish: (transfer full): MbFactRow */
GPtrArray *mb_facts_recent_finish (MbFacts *self, GAsyncResult *result, GError **error);

/** mb_facts_sum_async: what counts of @type in the quarters that begin in [@from_us, @to_us). */
void mb_facts_sum_async (MbFacts *self, const char *type, gint64 from_us, gint64 to_us, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data);
/** mb_facts_sum_finish: (transfer full): MbFactSum in order of quarter, subject, place and outcome */
GPtrArray *mb_facts_sum_finish (MbFacts *self, GAsyncResult *result, GError **error);

G_END_DECLS
