/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/mb-feed-message.h"

G_BEGIN_DECLS

/**
 * MbFeedReader: the feed's work in its own thread: a hub's events in, messages out. It alone knows
 * the position: a connection that talks nonsense is dropped, and the next one resumes from the last
 * delta that was whole.
 *
 * Belongs to the main context that made it.
 */
typedef struct _MbFeedReader MbFeedReader;

/** @say: takes the message; may block while the main loop is not ready for more. */
typedef void (*MbFeedSay) (gpointer data, MbFeedMessage *message);

/** @position: (nullable): where to resume; @random: (not owned) outlives it */
MbFeedReader *mb_feed_reader_new (GUri *uri, const char *position, const MbEventTiming *timing, GRand *random,
                                  MbFeedSay say, gpointer data);
void mb_feed_reader_free (MbFeedReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbFeedReader, mb_feed_reader_free)

G_END_DECLS
