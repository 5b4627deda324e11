/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/fanout/mb-poller.h"
#include "hub/wire/mb-door-stream.h"

G_BEGIN_DECLS

/**
 * MbOutlet: the writing side of a connection taken over from libsoup: never blocks, keeps its place
 * in what is half out, and notices by reading when the peer has gone.
 *
 * Belongs to one main context. No callback is called after mb_outlet_free().
 */
typedef struct _MbOutlet MbOutlet;

typedef struct
{
  void (*drained) (gpointer data); /* it was blocked, and now everything is out */
  void (*gone) (gpointer data);    /* the peer has closed, or the connection broke; once */
} MbOutletFuncs;

/** mb_outlet_poller_new: for the outlets of one main context, which it outlives. */
MbPoller *mb_outlet_poller_new (void);

/** mb_outlet_new: @stream: (transfer full) */
MbOutlet *mb_outlet_new (MbDoorStream *stream, MbPoller *poller, const MbOutletFuncs *funcs, gpointer data);
/** mb_outlet_free: closes the connection; what is not out stays behind. */
void mb_outlet_free (MbOutlet *self);

/** mb_outlet_push: more to write; nothing is written before mb_outlet_flush(). */
void mb_outlet_push (MbOutlet *self, GBytes *bytes);

/**
 * mb_outlet_flush: writes as much as the socket takes, in as few calls as it can.
 *
 * Returns: whether everything is out; if not, it goes on by itself
 */
gboolean mb_outlet_flush (MbOutlet *self);

gboolean mb_outlet_is_blocked (MbOutlet *self);
/** mb_outlet_get_stalled_us: for how long nothing of what is pending has moved, by @now (monotonic). */
gint64 mb_outlet_get_stalled_us (MbOutlet *self, gint64 now);

G_END_DECLS
