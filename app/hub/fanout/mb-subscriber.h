/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/fanout/mb-channel.h"
#include "hub/fanout/mb-fact-filter.h"
#include "hub/fanout/mb-outlet.h"
#include "hub/fanout/mb-pulses.h"

G_BEGIN_DECLS

/**
 * MbSubscriber: one client of the stream. What it has not got yet is no queue but a place: where it
 * stands in its channel's ring, or, when it has left that, in the journal.
 *
 * Belongs to MbFanout, reference-counted because answers of the store may come late.
 */
typedef struct _MbSubscriber MbSubscriber;

typedef struct
{
  /* Ask the store for everything after mb_subscriber_get_position(); mb_subscriber_take() answers. */
  void (*fetch) (MbSubscriber *self, gpointer data);
  void (*gone) (MbSubscriber *self, gpointer data);
} MbSubscriberFuncs;

/**
 * @stream: (transfer full): taken over, nothing of the answer is written
 * @poller: outlives it
 * @head: the answer's head
 * @channel: outlives it
 * @position: (nullable): what the client has already
 * @pulses: (transfer full) (nullable): which pulses it wants
 */
MbSubscriber *mb_subscriber_new (MbDoorStream *stream, MbPoller *poller, GBytes *head, MbChannel *channel,
                                 const char *position, MbPulseFilter pulses, const MbSubscriberFuncs *funcs,
                                 gpointer data);
MbSubscriber *mb_subscriber_ref (MbSubscriber *self);
void mb_subscriber_unref (MbSubscriber *self);

/** mb_subscriber_set_screen: whose stream it is, for commands. @screen: (nullable) */
void mb_subscriber_set_screen (MbSubscriber *self, const char *screen);
const char *mb_subscriber_get_screen (MbSubscriber *self);
/** mb_subscriber_set_facts: which facts it wants; they wait until mb_subscriber_begin_facts().
 * @filter: (transfer full) (nullable) */
void mb_subscriber_set_facts (MbSubscriber *self, MbFactFilter *filter);
const MbFactFilter *mb_subscriber_get_facts (MbSubscriber *self); /* (nullable) */
/** mb_subscriber_begin_facts: those of before, MbFactRow; what waits and is among them goes out once.
 * @rows: (nullable): there is nothing to say of those */
void mb_subscriber_begin_facts (MbSubscriber *self, GPtrArray *rows);
/** mb_subscriber_push_fact: goes out when no delta waits, with the next pumping; of many the oldest are
 * forgotten. */
void mb_subscriber_push_fact (MbSubscriber *self, GBytes *text, guint64 number);
MbChannel *mb_subscriber_get_channel (MbSubscriber *self);
/** mb_subscriber_get_position: what has been handed to its socket; NULL: nothing. */
const char *mb_subscriber_get_position (MbSubscriber *self);

/** mb_subscriber_pump: hands out whatever there is, as far as the socket takes it. */
void mb_subscriber_pump (MbSubscriber *self);
/** mb_subscriber_take: whole deltas up to @head, in GBytes: the answer of a fetch, or in its place. */
void mb_subscriber_take (MbSubscriber *self, GPtrArray *parts, const MbHead *head);
/** mb_subscriber_push_pulse: goes out when nothing else waits; @pulse outlives it. */
void mb_subscriber_push_pulse (MbSubscriber *self, const MbPulse *pulse);
/** mb_subscriber_push_command: goes out like a pulse, or not at all after @until_us (monotonic). */
void mb_subscriber_push_command (MbSubscriber *self, GBytes *text, gint64 until_us);
/** mb_subscriber_push: something between two events (a beat), unless it is still busy with one. */
void mb_subscriber_push (MbSubscriber *self, GBytes *bytes);
gint64 mb_subscriber_get_stalled_us (MbSubscriber *self, gint64 now);
/** mb_subscriber_close: ends the connection; nothing is called afterwards. */
void mb_subscriber_close (MbSubscriber *self);

G_END_DECLS
