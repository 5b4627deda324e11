/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-outbox.h"

G_BEGIN_DECLS

/**
 * MbFactSender: empties an outbox into its hub, for as long as it is there: the oldest facts first, again and again
 * with backoff until the hub has them, since the hub counts one that comes twice once. What the hub knows as
 * something else, and what it refuses by itself, is set aside in the outbox, and the rest goes on.
 *
 * Works in a thread of its own, and says nothing: how it stands is mb_outbox_get_state(). Losing the last reference
 * ends what is under way.
 */
#define MB_TYPE_FACT_SENDER (mb_fact_sender_get_type ())
G_DECLARE_FINAL_TYPE (MbFactSender, mb_fact_sender, MB, FACT_SENDER, GObject)

/**
 * mb_fact_sender_new: @hub: base URL; @market: its id there
 * @seed: for the jitter of its waiting: no two devices the same
 */
MbFactSender *mb_fact_sender_new (MbOutbox *outbox, const char *hub, const char *market, guint seed);

/** mb_fact_sender_set_patience: the bound of its first wait and of the longest (1 s, 30 s); before the start. */
void mb_fact_sender_set_patience (MbFactSender *self, guint first_ms, guint limit_ms);
void mb_fact_sender_start (MbFactSender *self);

G_END_DECLS
