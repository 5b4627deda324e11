/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "media/mb-playback.h"

G_BEGIN_DECLS

/** MbPlaybackSlot: an item of its own, and what plays it. All zeroes is an empty one. */
typedef struct
{
  char *media, *uri; /* media NULL: empty */
  MbPlayItem item;   /* with these strings */
  MbPlayer *player;  /* (owned) (nullable) */
  MbLive *live;      /* (owned) (nullable) */
  gint64 began_us;   /* when it began to be seen, by the market; MB_UNSET: it was not */
  gint64 began_at_us; /* the same, by the machine */
} MbPlaybackSlot;

void mb_playback_slot_set (MbPlaybackSlot *self, const MbPlayItem *item); /* it must be empty */
void mb_playback_slot_clear (MbPlaybackSlot *self, gpointer listener); /* disconnects @listener's handlers */

/** mb_playback_slot_is: whether that is the same item: of a livestream, also when its time is another. */
gboolean mb_playback_slot_is (const MbPlaybackSlot *self, const MbPlayItem *item);

void mb_playback_slot_begin (MbPlaybackSlot *self, gint64 now_us); /* it is seen; once */

/** mb_playback_slot_end: it is not seen any more.
 * Returns: whether it was */
gboolean mb_playback_slot_end (MbPlaybackSlot *self, gint64 now_us, gboolean failed, MbPlayed *played);

G_END_DECLS
