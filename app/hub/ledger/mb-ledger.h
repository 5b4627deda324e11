/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-clock.h"
#include "hub/clerk/mb-change-request.h"
#include "store/mb-facts.h"
#include "store/mb-journal.h"

G_BEGIN_DECLS

/**
 * MbLedger: a market's journal and its facts, and the clerk who judges what is written there; it knows whether writing
 * goes well.
 *
 * Signal "published": (const MbHead *head): a publish that ends at @head is durable.
 *
 * Main context.
 */
#define MB_TYPE_LEDGER (mb_ledger_get_type ())
G_DECLARE_FINAL_TYPE (MbLedger, mb_ledger, MB, LEDGER, GObject)

/**
 * mb_ledger_open_async: opens the journal in file @path of market @id.
 * @create: makes the file where there is none
 *
 * Errors: as mb_sqlite_journal_open_async().
 */
void mb_ledger_open_async (const char *id, const char *path, gboolean create, MbClock *clock,
                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
MbLedger *mb_ledger_open_finish (GAsyncResult *result, GError **error);

const char *mb_ledger_get_id (MbLedger *self); /* the market's */
MbJournal *mb_ledger_get_journal (MbLedger *self);
MbFacts *mb_ledger_get_facts (MbLedger *self);

/**
 * mb_ledger_submit_async: hands a request to the clerk.
 * @by: who wants it
 * @request: (transfer full)
 * @key: (nullable): an idempotency key, which came with @body
 */
void mb_ledger_submit_async (MbLedger *self, const char *by, MbChangeRequest *request, const char *key, GBytes *body,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);

/**
 * mb_ledger_submit_finish: errors are the clerk's or the store's.
 * @transaction: (out) (transfer full): also when it was refused: its request says more
 */
gboolean mb_ledger_submit_finish (MbLedger *self, GAsyncResult *result, MbTransaction **transaction, GError **error);

/** mb_ledger_add_facts_async: as mb_facts_append_async(); how it went counts for is_writable(). */
void mb_ledger_add_facts_async (MbLedger *self, GPtrArray *rows, GAsyncReadyCallback callback, gpointer data);
gboolean mb_ledger_add_facts_finish (MbLedger *self, GAsyncResult *result, GError **error);

/** mb_ledger_is_writable: whether the last commit went well; if not, another is tried, so that the next answer may be
 * better. */
gboolean mb_ledger_is_writable (MbLedger *self);

/** mb_ledger_close_async: what is being written is finished first. */
void mb_ledger_close_async (MbLedger *self, GAsyncReadyCallback callback, gpointer data);
gboolean mb_ledger_close_finish (MbLedger *self, GAsyncResult *result, GError **error);

G_END_DECLS
