/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/fact/mb-fact.h"

G_BEGIN_DECLS

/**
 * MbOutbox: what a device has to tell its hub, until the hub has it. Each fact is given the outbox's source
 * and the next number, from 1 without gaps, and is durable before anybody can take it; so whatever is
 * killed when, the hub gets every one, and can tell one that comes again.
 *
 * It holds so many bytes and no more: then what is new is refused, and counted, and what was taken is kept,
 * since a number that the hub never gets would be a hole.
 *
 * Its file is read and written in its own thread. All of this may be called from any thread; callbacks run in
 * the caller's main context. Losing the last reference waits until what was given is written.
 */
#define MB_TYPE_OUTBOX (mb_outbox_get_type ())
G_DECLARE_FINAL_TYPE (MbOutbox, mb_outbox, MB, OUTBOX, GObject)

/** MB_OUTBOX_BYTES: what an outbox holds unless something else is said: half a million plays. */
#define MB_OUTBOX_BYTES (128 * 1024 * 1024)

/**
 * mb_outbox_new: opens nothing yet: a file that is in trouble says so when something is added, and is tried
 * again with the next.
 * @path: the file; it and its folders are made where they are not there
 * @id: whose it is, for the source of a new file
 * @max_bytes: of all texts
 */
MbOutbox *mb_outbox_new (const char *path, const char *id, gsize max_bytes);

/**
 * mb_outbox_add_async: @fact: (transfer full): complete but for source and n. The fact is durable when
 * @callback runs without an error.
 *
 * Errors: %MB_ERROR_FULL (disk or outbox), %MB_ERROR_BUSY (another program has the file), %MB_ERROR_CORRUPT,
 * %MB_ERROR_FAILED; it has no number then, and may be added again
 */
void mb_outbox_add_async (MbOutbox *self, MbFact *fact, GAsyncReadyCallback callback, gpointer data);
/** mb_outbox_add_finish: @n: (out) (optional): its number */
gboolean mb_outbox_add_finish (MbOutbox *self, GAsyncResult *result, gint64 *n, GError **error);

/** MbOutboxBatch: the oldest facts of an outbox, a line each, on their way to the hub. */
typedef struct
{
  char *source;
  GBytes *body;
  GArray *ns; /* gint64: their numbers, in order */
} MbOutboxBatch;

void mb_outbox_batch_free (MbOutboxBatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbOutboxBatch, mb_outbox_batch_free)

/**
 * mb_outbox_take_async: the oldest facts, at most @limit; while there is none, it waits for one. They stay until
 * they are settled. One at a time. It fails only when it is cancelled, or when the file cannot be opened or read.
 */
void mb_outbox_take_async (MbOutbox *self, guint limit, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer data);
MbOutboxBatch *mb_outbox_take_finish (MbOutbox *self, GAsyncResult *result, GError **error);

/**
 * mb_outbox_settle_async: the hub has what is in @batch (of which the first @n, -1: all), but for those that
 * it would not have: they are kept aside, to be looked at by a person.
 * @aside: (nullable): numbers, as gint64 keys
 */
void mb_outbox_settle_async (MbOutbox *self, const MbOutboxBatch *batch, gint n, GHashTable *aside,
                             GAsyncReadyCallback callback, gpointer data);
gboolean mb_outbox_settle_finish (MbOutbox *self, GAsyncResult *result, GError **error);

/** MbOutboxState: how it stands, for a status. */
typedef struct
{
  guint waiting;   /* for the hub */
  guint aside;     /* the hub would not have them */
  guint64 refused; /* not taken since the program began: no room */
  char *problem;   /* (nullable) for a person */
} MbOutboxState;

void mb_outbox_state_clear (MbOutboxState *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MbOutboxState, mb_outbox_state_clear)

/** mb_outbox_get_state: as of its thread's last work; nothing waits for anything. */
void mb_outbox_get_state (MbOutbox *self, MbOutboxState *state);

G_END_DECLS
