/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-delta.h"

G_BEGIN_DECLS

/**
 * MbDeltaReader: the stream's events become deltas here and nowhere else. Takes events as the SSE
 * parser gives them; hands out a delta when its live comes. A kind that this build does not know is
 * passed over; an event that is not what protocol.md says is an error, after which the caller drops
 * the connection and the board stands as it was. So is a delta whose digest (mb-stream-digest.h) is another's;
 * one without is taken until this connection has brought one with it.
 *
 * One thread (the feed's).
 */
typedef struct _MbDeltaReader MbDeltaReader;

MbDeltaReader *mb_delta_reader_new (void);
void mb_delta_reader_free (MbDeltaReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbDeltaReader, mb_delta_reader_free)

/** mb_delta_reader_take_event:
 * @delta: (out) (transfer full) (nullable): a whole delta, when this event was its live
 * @emergency: (out) (transfer full) (nullable): an emergency notice that may show before it:
 *   it was sealed
 *
 * Events of other types (fact, pulse, command) are for the caller and change nothing here. */
gboolean mb_delta_reader_take_event (MbDeltaReader *self, const char *type, const char *data, gsize length,
                                     const char *id, MbDelta **delta, MbRecord **emergency, GError **error);
void mb_delta_reader_reset (MbDeltaReader *self); /* a new connection: what was half is forgotten */

/** mb_delta_read_put: one put by itself, as it was kept: the data of its event.
 *
 * Returns: (transfer full) (nullable): NULL without an error for a kind that this build does not know */
MbRecord *mb_delta_read_put (GBytes *source, GError **error);

G_END_DECLS
