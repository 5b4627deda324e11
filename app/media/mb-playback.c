/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-playback.h"

#include "media/mb-playback-slot.h"

/* Three slots: what shows, what comes next, and what plays while a livestream does not. */

#define GRACE_MS 2500 /* for a livestream that is just tuned in, before its fallback */
#define SMALL_OFFSET_US (500 * G_TIME_SPAN_MILLISECOND)

enum
{
  SIGNAL_FRAME,
  SIGNAL_CHANGED,
  SIGNAL_TURNED,
  SIGNAL_PLAYED,
  SIGNAL_BROKEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _MbPlayback
{
  GObject parent_instance;

  MbClock *clock; /* (owned) */
  gboolean still;
  const MbLiveTiming *timing; /* (not owned) */
  GRand *random;
  int box[2];
  double volume;

  MbPlaybackSlot now, next, fallback;
  MbSource source;
  gboolean is_live;
  MbFilmFrame *frame; /* (owned) (nullable) */
  guint grace;
  MbPlayerCounts counts; /* of players that are gone */
};

G_DEFINE_FINAL_TYPE (MbPlayback, mb_playback, G_TYPE_OBJECT)

static void
set_source (MbPlayback *self, MbSource source, gboolean is_live)
{
  if (self->source == source && self->is_live == is_live)
    return;

  self->source = source;
  self->is_live = is_live;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
set_frame (MbPlayback *self, MbFilmFrame *frame)
{
  MbFilmFrame *old = self->frame;

  self->frame = frame != NULL ? mb_film_frame_ref (frame) : NULL;
  g_clear_pointer (&old, mb_film_frame_unref);
  g_signal_emit (self, signals[SIGNAL_FRAME], 0);
}

static void
end_seen (MbPlayback *self, MbPlaybackSlot *slot, gboolean failed)
{
  MbPlayed played;

  if (!self->still && mb_playback_slot_end (slot, mb_clock_now (self->clock), failed, &played))
    g_signal_emit (self, signals[SIGNAL_PLAYED], 0, &played);
}

static void
clear_slot (MbPlayback *self, MbPlaybackSlot *slot)
{
  if (slot->player != NULL)
    {
      MbPlayerCounts counts = mb_player_get_counts (slot->player);

      self->counts.shown += counts.shown;
      self->counts.dropped += counts.dropped;
    }
  end_seen (self, slot, FALSE);
  mb_playback_slot_clear (slot, self);
}

/* Whoever is told may show something else, and so clear the slot. */
static void
tell_broken (MbPlayback *self, MbPlaybackSlot *slot)
{
  g_autofree char *media = g_strdup (slot->media);
  g_autoptr (GError) error = g_error_copy (mb_player_get_error (slot->player));

  end_seen (self, slot, TRUE);
  g_signal_handlers_disconnect_by_data (slot->player, self);
  g_clear_object (&slot->player);
  g_signal_emit (self, signals[SIGNAL_BROKEN], 0, media, error);
}

static void
on_fallback_frame (MbPlayer *player, gpointer data)
{
  MbPlayback *self = data;

  if (self->now.live == NULL || self->is_live || self->grace != 0 || mb_live_get_state (self->now.live) != MB_LIVE_DOWN)
    return;

  mb_playback_slot_begin (&self->fallback, mb_clock_now (self->clock));
  set_frame (self, mb_player_get_frame (player));
  set_source (self, MB_SOURCE_FALLBACK, FALSE);
}

static void
on_fallback_state (MbPlayer *player, gpointer data)
{
  MbPlayback *self = data;

  if (mb_player_get_state (player) != MB_PLAYER_FAILED)
    return;

  tell_broken (self, &self->fallback);
  if (self->fallback.player == NULL && self->source == MB_SOURCE_FALLBACK)
    {
      set_frame (self, NULL);
      set_source (self, MB_SOURCE_NONE, FALSE);
    }
}

/* Of what is opened before its turn as well: what was opened without sound has none. */
static double
get_volume (MbPlayback *self, const MbPlaybackSlot *slot)
{
  return self->still || !slot->item.sounds ? 0 : self->volume;
}

static void
apply_volume (MbPlayback *self, const MbPlaybackSlot *slot)
{
  if (slot->player != NULL)
    mb_player_set_volume (slot->player, get_volume (self, slot));
  if (slot->live != NULL)
    mb_live_set_volume (slot->live, get_volume (self, slot));
}

static MbPlayer *
open_player (MbPlayback *self, const MbPlaybackSlot *slot, gint64 offset_us, gboolean loop)
{
  MbPlayerOptions options = { .uri = slot->uri,
                              .loop = loop,
                              .box_width = self->box[0],
                              .box_height = self->box[1],
                              .offset_us = offset_us,
                              .volume = get_volume (self, slot) };

  return mb_player_new (&options);
}

static void
open_fallback (MbPlayback *self)
{
  MbPlaybackSlot *slot = &self->fallback;

  if (slot->media == NULL || slot->player != NULL || mb_live_has_two (self->now.live))
    return;

  slot->player = open_player (self, slot, 0, TRUE);
  g_signal_connect (slot->player, "frame", G_CALLBACK (on_fallback_frame), self);
  g_signal_connect (slot->player, "state-changed", G_CALLBACK (on_fallback_state), self);
}

static void
close_fallback (MbPlayback *self)
{
  MbPlaybackSlot *slot = &self->fallback;

  end_seen (self, slot, FALSE);
  if (slot->player != NULL)
    g_signal_handlers_disconnect_by_data (slot->player, self);
  g_clear_object (&slot->player);
}

/* The last frame of what went stands until the fallback has one. */
static void
go_to_fallback (MbPlayback *self)
{
  end_seen (self, &self->now, TRUE);
  open_fallback (self);
  if (self->fallback.player == NULL)
    {
      set_frame (self, NULL);
      set_source (self, MB_SOURCE_NONE, FALSE);
      return;
    }

  mb_player_play (self->fallback.player);
  set_source (self, self->source, FALSE);
  if (mb_player_get_frame (self->fallback.player) != NULL)
    on_fallback_frame (self->fallback.player, self);
}

static gboolean
on_grace_over (gpointer data)
{
  MbPlayback *self = data;

  self->grace = 0;
  if (self->now.live != NULL && mb_live_get_state (self->now.live) == MB_LIVE_DOWN)
    go_to_fallback (self);
  return G_SOURCE_REMOVE;
}

static void
come_up (MbPlayback *self)
{
  gboolean fades = self->frame != NULL && self->source != MB_SOURCE_LIVE;

  g_clear_handle_id (&self->grace, g_source_remove);
  if (fades)
    g_signal_emit (self, signals[SIGNAL_TURNED], 0);
  close_fallback (self);
  mb_playback_slot_begin (&self->now, mb_clock_now (self->clock));
  set_frame (self, mb_live_get_frame (self->now.live));
  set_source (self, MB_SOURCE_LIVE, mb_live_is_current (self->now.live));
}

static void
on_live_state (MbLive *live, gpointer data)
{
  MbPlayback *self = data;

  if (self->now.live != live)
    return;

  switch (mb_live_get_state (live))
    {
    case MB_LIVE_UP:
      come_up (self);
      break;
    case MB_LIVE_DOUBT:
      set_source (self, self->source, FALSE);
      open_fallback (self);
      break;
    case MB_LIVE_DOWN:
      go_to_fallback (self);
      break;
    }
}

static void
on_live_frame (MbLive *live, gpointer data)
{
  MbPlayback *self = data;

  if (self->now.live == live && self->source == MB_SOURCE_LIVE)
    set_frame (self, mb_live_get_frame (live));
}

static void
on_live_jumped (MbLive *live, gpointer data)
{
  MbPlayback *self = data;

  if (self->now.live == live && self->source == MB_SOURCE_LIVE)
    g_signal_emit (self, signals[SIGNAL_TURNED], 0);
}

static void
open_live (MbPlayback *self, MbPlaybackSlot *slot)
{
  if (self->still)
    return;

  slot->live = mb_live_new (slot->uri, self->box[0], self->box[1], get_volume (self, slot), self->timing, self->random);
  g_signal_connect (slot->live, "state-changed", G_CALLBACK (on_live_state), self);
  g_signal_connect (slot->live, "frame", G_CALLBACK (on_live_frame), self);
  g_signal_connect (slot->live, "jumped", G_CALLBACK (on_live_jumped), self);
}

static void
on_film_frame (MbPlayer *player, gpointer data)
{
  MbPlayback *self = data;

  if (self->now.player != player)
    return;

  mb_playback_slot_begin (&self->now, mb_clock_now (self->clock));
  set_frame (self, mb_player_get_frame (player));
  set_source (self, MB_SOURCE_FILM, FALSE);
}

/* What breaks while it waits is told as well: there is still time to find something else. */
static void
on_film_state (MbPlayer *player, gpointer data)
{
  MbPlayback *self = data;

  if (mb_player_get_state (player) != MB_PLAYER_FAILED)
    return;

  if (self->now.player == player)
    tell_broken (self, &self->now);
  else if (self->next.player == player)
    tell_broken (self, &self->next);
}

static void
open_film (MbPlayback *self, MbPlaybackSlot *slot)
{
  const MbPlayItem *item = &slot->item;
  gint64 late_us = MAX (mb_clock_now (self->clock) - item->begin_us, 0);
  gint64 offset_us = item->offset_us + (self->still || late_us > SMALL_OFFSET_US ? late_us : 0);

  if (item->length_us > 0)
    offset_us = MIN (offset_us, MAX (item->length_us - SMALL_OFFSET_US, 0));
  slot->player = open_player (self, slot, item->length_us > 0 ? offset_us : 0, item->length_us == 0);
  g_signal_connect (slot->player, "frame", G_CALLBACK (on_film_frame), self);
  g_signal_connect (slot->player, "state-changed", G_CALLBACK (on_film_state), self);
}

static void
open_slot (MbPlayback *self, MbPlaybackSlot *slot)
{
  if (slot->item.kind == MB_PLAY_FILM && slot->player == NULL)
    open_film (self, slot);
  else if (slot->item.kind == MB_PLAY_LIVE && slot->live == NULL)
    open_live (self, slot);
}

static void
start_film (MbPlayback *self)
{
  if (!self->still)
    mb_player_play (self->now.player);
  if (mb_player_get_frame (self->now.player) != NULL)
    on_film_frame (self->now.player, self);
}

static void
start_live (MbPlayback *self)
{
  if (self->now.live == NULL)
    {
      set_frame (self, NULL);
      set_source (self, MB_SOURCE_NONE, FALSE);
    }
  else if (mb_live_get_state (self->now.live) == MB_LIVE_UP)
    come_up (self);
  else if (self->grace == 0)
    self->grace = g_timeout_add (GRACE_MS, on_grace_over, self);
}

static void
start_picture (MbPlayback *self)
{
  mb_playback_slot_begin (&self->now, mb_clock_now (self->clock));
  set_frame (self, NULL);
  set_source (self, MB_SOURCE_PICTURE, FALSE);
}

static void
start (MbPlayback *self)
{
  open_slot (self, &self->now);
  switch (self->now.item.kind)
    {
    case MB_PLAY_FILM:
      start_film (self);
      break;
    case MB_PLAY_LIVE:
      start_live (self);
      break;
    case MB_PLAY_PICTURE:
      start_picture (self);
      break;
    }
}

/* The same, that is to be shown for longer, or to be heard. */
static void
take_changes (MbPlayback *self, MbPlaybackSlot *slot, const MbPlayItem *item)
{
  slot->item.until_us = item->until_us;
  if (slot->item.sounds == item->sounds)
    return;

  slot->item.sounds = item->sounds;
  apply_volume (self, slot);
}

void
mb_playback_show (MbPlayback *self, const MbPlayItem *item)
{
  g_return_if_fail (MB_IS_PLAYBACK (self));

  if (mb_playback_slot_is (&self->now, item))
    {
      if (item != NULL)
        take_changes (self, &self->now, item);
      return;
    }

  g_clear_handle_id (&self->grace, g_source_remove);
  close_fallback (self);
  clear_slot (self, &self->now);
  if (item == NULL)
    {
      clear_slot (self, &self->next);
      set_frame (self, NULL);
      set_source (self, MB_SOURCE_NONE, FALSE);
      return;
    }

  if (mb_playback_slot_is (&self->next, item))
    {
      self->now = self->next;
      self->next = (MbPlaybackSlot){ 0 };
      take_changes (self, &self->now, item);
    }
  else
    {
      clear_slot (self, &self->next);
      mb_playback_slot_set (&self->now, item);
    }
  start (self);
}

void
mb_playback_prepare (MbPlayback *self, const MbPlayItem *item)
{
  g_return_if_fail (MB_IS_PLAYBACK (self));

  if (mb_playback_slot_is (&self->next, item) || self->still)
    return;

  clear_slot (self, &self->next);
  if (item == NULL || mb_playback_get_pipelines (self) > 1 ||
      (item->kind == MB_PLAY_LIVE && mb_playback_slot_is (&self->now, item)))
    return;

  mb_playback_slot_set (&self->next, item);
  open_slot (self, &self->next);
}

void
mb_playback_set_fallback (MbPlayback *self, const MbPlayItem *item)
{
  g_return_if_fail (MB_IS_PLAYBACK (self));

  if (item != NULL && self->fallback.media != NULL && g_str_equal (self->fallback.media, item->media) &&
      g_strcmp0 (self->fallback.uri, item->uri) == 0)
    {
      self->fallback.item.sounds = item->sounds;
      apply_volume (self, &self->fallback);
      return;
    }
  if (item == NULL && self->fallback.media == NULL)
    return;

  clear_slot (self, &self->fallback);
  if (item != NULL)
    {
      mb_playback_slot_set (&self->fallback, item);
      self->fallback.item.until_us = MB_UNSET;
    }
  if (self->now.live != NULL && mb_live_get_state (self->now.live) == MB_LIVE_DOWN && self->grace == 0)
    go_to_fallback (self);
}

void
mb_playback_set_box (MbPlayback *self, int width, int height)
{
  MbPlaybackSlot *slots[] = { &self->now, &self->next, &self->fallback };

  g_return_if_fail (MB_IS_PLAYBACK (self));

  if (self->box[0] == width && self->box[1] == height)
    return;

  self->box[0] = width;
  self->box[1] = height;
  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      if (slots[i]->player != NULL)
        mb_player_set_box (slots[i]->player, width, height);
      if (slots[i]->live != NULL)
        mb_live_set_box (slots[i]->live, width, height);
    }
}

void
mb_playback_set_volume (MbPlayback *self, double volume)
{
  MbPlaybackSlot *slots[] = { &self->now, &self->next, &self->fallback };

  g_return_if_fail (MB_IS_PLAYBACK (self));

  if (self->volume == volume)
    return;

  self->volume = volume;
  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    apply_volume (self, slots[i]);
}

MbSource
mb_playback_get_source (MbPlayback *self)
{
  g_return_val_if_fail (MB_IS_PLAYBACK (self), MB_SOURCE_NONE);

  return self->source;
}

MbFilmFrame *
mb_playback_get_frame (MbPlayback *self)
{
  g_return_val_if_fail (MB_IS_PLAYBACK (self), NULL);

  return self->frame;
}

gboolean
mb_playback_is_live (MbPlayback *self)
{
  g_return_val_if_fail (MB_IS_PLAYBACK (self), FALSE);

  return self->is_live;
}

gboolean
mb_playback_is_settled (MbPlayback *self)
{
  g_return_val_if_fail (MB_IS_PLAYBACK (self), TRUE);

  return self->now.player == NULL || mb_player_get_state (self->now.player) != MB_PLAYER_OPENING;
}

const char *
mb_playback_get_problem (MbPlayback *self)
{
  g_return_val_if_fail (MB_IS_PLAYBACK (self), NULL);

  return self->now.live != NULL ? mb_live_get_problem (self->now.live) : NULL;
}

guint
mb_playback_get_pipelines (MbPlayback *self)
{
  const MbPlaybackSlot *slots[] = { &self->now, &self->next, &self->fallback };
  guint n = 0;

  g_return_val_if_fail (MB_IS_PLAYBACK (self), 0);

  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      n += slots[i]->player != NULL;
      if (slots[i]->live != NULL)
        n += mb_live_has_two (slots[i]->live) ? 2 : 1;
    }
  return n;
}

MbPlayerCounts
mb_playback_get_counts (MbPlayback *self)
{
  MbPlayerCounts counts;

  g_return_val_if_fail (MB_IS_PLAYBACK (self), (MbPlayerCounts){ 0 });

  counts = self->now.player != NULL ? mb_player_get_counts (self->now.player) : (MbPlayerCounts){ 0 };
  counts.shown += self->counts.shown;
  counts.dropped += self->counts.dropped;
  return counts;
}

static void
mb_playback_dispose (GObject *object)
{
  MbPlayback *self = MB_PLAYBACK (object);

  g_clear_handle_id (&self->grace, g_source_remove);
  clear_slot (self, &self->now);
  clear_slot (self, &self->next);
  clear_slot (self, &self->fallback);
  g_clear_pointer (&self->frame, mb_film_frame_unref);

  G_OBJECT_CLASS (mb_playback_parent_class)->dispose (object);
}

static void
mb_playback_finalize (GObject *object)
{
  MbPlayback *self = MB_PLAYBACK (object);

  g_clear_object (&self->clock);
  g_rand_free (self->random);

  G_OBJECT_CLASS (mb_playback_parent_class)->finalize (object);
}

static guint
make_signal (const char *name, guint n, GType first, GType second)
{
  return g_signal_new (name, MB_TYPE_PLAYBACK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, n, first, second);
}

static void
mb_playback_class_init (MbPlaybackClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = mb_playback_dispose;
  object_class->finalize = mb_playback_finalize;

  signals[SIGNAL_FRAME] = make_signal ("frame", 0, 0, 0);
  signals[SIGNAL_CHANGED] = make_signal ("changed", 0, 0, 0);
  signals[SIGNAL_TURNED] = make_signal ("turned", 0, 0, 0);
  signals[SIGNAL_PLAYED] = make_signal ("played", 1, G_TYPE_POINTER, 0);
  signals[SIGNAL_BROKEN] = make_signal ("broken", 2, G_TYPE_STRING, G_TYPE_ERROR);
}

static void
mb_playback_init (MbPlayback *self)
{
}

MbPlayback *
mb_playback_new (MbClock *clock, gboolean still, const MbLiveTiming *timing, guint32 seed)
{
  MbPlayback *self;

  g_return_val_if_fail (MB_IS_CLOCK (clock) && timing != NULL, NULL);

  self = g_object_new (MB_TYPE_PLAYBACK, NULL);
  self->clock = g_object_ref (clock);
  self->still = still;
  self->timing = timing;
  self->random = g_rand_new_with_seed (seed);
  return self;
}
