/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/fanout/mb-delta-text.h"

G_BEGIN_DECLS

/**
 * MbChannel: what all clients of one filter share: a ring of deltas, each encoded once, and the
 * newest snapshot. A client is a place in the ring; one that has left it asks the store.
 */
typedef struct _MbChannel MbChannel;

/** mb_channel_new: @base: where the journal stands; what comes after it will be published here */
MbChannel *mb_channel_new (guint32 kinds, guint64 base, void (*news) (gpointer data), gpointer data);
void mb_channel_free (MbChannel *self);

guint32 mb_channel_get_kinds (MbChannel *self);

/**
 * mb_channel_publish: one transaction: @n of @changes from @first.
 *
 * One that the filter empties is still a `live`, at most ten a second: news() says when a late one
 * has come into the ring; otherwise the caller knows.
 */
void mb_channel_publish (MbChannel *self, GPtrArray *changes, guint first, guint n, const MbHead *head, const char *at);

/** mb_channel_get_end: the place after the newest delta. */
guint64 mb_channel_get_end (MbChannel *self);
/** mb_channel_find: the place of the first delta that leads beyond @number; one that has left the ring
 * when deltas are missing in between. */
guint64 mb_channel_find (MbChannel *self, guint64 number);
/** mb_channel_get_backlog: bytes from @place to the end; %G_MAXSIZE when @place has left the ring. */
gsize mb_channel_get_backlog (MbChannel *self, guint64 place);
/** mb_channel_get: the delta at @place, which is in the ring; where it leads to. */
GBytes *mb_channel_get (MbChannel *self, guint64 place, const char **position);

/** mb_channel_set_snapshot: @text: leads up to @head, made @at */
void mb_channel_set_snapshot (MbChannel *self, MbDeltaText *text, const MbHead *head, const char *at);
/**
 * mb_channel_begin: what a client gets that has nothing: the newest snapshot, shared by all, and what
 * has come since, as long as that is in the ring and much less than a new snapshot.
 * @now: what time it is: its last live says it
 * @head: (out): where it leads to
 *
 * Returns: (transfer full) (nullable) (element-type GBytes): %NULL: a new snapshot is needed
 */
GPtrArray *mb_channel_begin (MbChannel *self, const char *now, MbHead *head);

G_END_DECLS
