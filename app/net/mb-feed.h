/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-delta.h"
#include "net/mb-event-source.h"

G_BEGIN_DECLS

/** MbLink: how a screen stands to its hub. */
typedef enum
{
  MB_LINK_CONNECTING, /* asked for the first time, and not answered yet */
  MB_LINK_LIVE,
  MB_LINK_LATE,       /* a beat is overdue; not given up */
  MB_LINK_GONE        /* no connection; trying again */
} MbLink;

#define MB_TYPE_LINK (mb_link_get_type ())
GType mb_link_get_type (void);

/**
 * MbFeed: keeps a stream from the hub alive and hands its deltas to the main loop. Bytes are read,
 * parsed and decoded in the feed's own thread; one function crosses over.
 *
 * Signals, in the main context that made it:
 * - delta (gpointer MbDelta): the handler owns it; exactly one handler connects (the session)
 * - emergency (MbRecord *): a notice that may show before its delta
 * - event (const char *type, const char *data): fact and pulse as they came
 * - command (guint MbScreenCommand): what the screen is told to do, where the query says which it is;
 *   what this version cannot do is passed over
 * Properties: link (MbLink, notify), problem (string, notify: why it is not live, for a person).
 */
#define MB_TYPE_FEED (mb_feed_get_type ())
G_DECLARE_FINAL_TYPE (MbFeed, mb_feed, MB, FEED, GObject)

/**
 * @hub: base URL, "http://127.0.0.1:8080"
 * @market: the market's id
 * @query: (nullable) "pulses=painted" and the like
 */
MbFeed *mb_feed_new (const char *hub, const char *market, const char *query);
/** mb_feed_set_position: where to resume; before mb_feed_start(). */
void mb_feed_set_position (MbFeed *self, const char *position);
/** mb_feed_set_timing: how patient, and the seed of its jitter (tests); before mb_feed_start(). */
void mb_feed_set_timing (MbFeed *self, const MbEventTiming *timing, guint32 seed);
void mb_feed_start (MbFeed *self);
void mb_feed_stop (MbFeed *self); /* joins its thread; nothing is delivered afterwards */

/** mb_feed_set_held: while held nothing is delivered; the feed stops reading when its small queue is
 * full, and what is not read yet stays with the hub as a position. */
void mb_feed_set_held (MbFeed *self, gboolean held);

MbLink mb_feed_get_link (MbFeed *self);
const char *mb_feed_get_problem (MbFeed *self);
/** mb_feed_is_missing: whether the problem is that the hub is there, but has no such market. */
gboolean mb_feed_is_missing (MbFeed *self);

G_END_DECLS
