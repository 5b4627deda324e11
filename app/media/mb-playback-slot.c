/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-playback-slot.h"

/* So much of a film may be missing, and it was shown whole: what is lost between two clocks, and in opening. */
#define TOLERANCE_US (1500 * G_TIME_SPAN_MILLISECOND)

void
mb_playback_slot_set (MbPlaybackSlot *self, const MbPlayItem *item)
{
  self->media = g_strdup (item->media);
  self->uri = g_strdup (item->uri);
  self->item = *item;
  self->item.media = self->media;
  self->item.uri = self->uri;
  self->began_us = MB_UNSET;
}

void
mb_playback_slot_clear (MbPlaybackSlot *self, gpointer listener)
{
  if (self->player != NULL)
    g_signal_handlers_disconnect_by_data (self->player, listener);
  if (self->live != NULL)
    g_signal_handlers_disconnect_by_data (self->live, listener);
  g_clear_object (&self->player);
  g_clear_object (&self->live);
  g_free (self->media);
  g_free (self->uri);
  *self = (MbPlaybackSlot){ 0 };
}

gboolean
mb_playback_slot_is (const MbPlaybackSlot *self, const MbPlayItem *item)
{
  if (item == NULL || self->media == NULL)
    return item == NULL && self->media == NULL;

  return g_str_equal (self->media, item->media) && g_strcmp0 (self->uri, item->uri) == 0 &&
         self->item.kind == item->kind && (item->kind == MB_PLAY_LIVE || self->item.begin_us == item->begin_us);
}

void
mb_playback_slot_begin (MbPlaybackSlot *self, gint64 now_us)
{
  if (self->began_us != MB_UNSET)
    return;

  self->began_us = now_us;
  self->began_at_us = g_get_monotonic_time ();
}

static gboolean
is_whole (const MbPlaybackSlot *self, gint64 now_us)
{
  if (self->item.kind == MB_PLAY_LIVE)
    return now_us >= self->item.until_us - TOLERANCE_US;
  if (self->item.until_us == MB_UNSET) /* a fallback, which ends when it need not play any more */
    return self->item.length_us > 0 && now_us - self->began_us >= self->item.length_us;

  return self->item.offset_us == 0 && self->began_us <= self->item.begin_us + TOLERANCE_US &&
         now_us >= self->item.begin_us + MAX (self->item.length_us, TOLERANCE_US) - TOLERANCE_US &&
         now_us >= MIN (self->item.until_us, self->item.begin_us + self->item.length_us) - TOLERANCE_US;
}

gboolean
mb_playback_slot_end (MbPlaybackSlot *self, gint64 now_us, gboolean failed, MbPlayed *played)
{
  if (self->media == NULL || self->began_us == MB_UNSET)
    return FALSE;

  played->media = self->media;
  played->started_us = self->began_us;
  played->ms = (g_get_monotonic_time () - self->began_at_us) / G_TIME_SPAN_MILLISECOND;
  played->ended = failed ? MB_PLAY_FAILED : is_whole (self, now_us) ? MB_PLAY_WHOLE : MB_PLAY_CUT;
  self->began_us = MB_UNSET;
  return TRUE;
}
