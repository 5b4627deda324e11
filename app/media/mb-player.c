/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-player.h"

#include "core/base/mb-error.h"
#include "media/mb-player-thread.h"

/* The owner's side of a pipeline: what it has said so far. */

/* A film that shows nothing for so long has failed, whatever it says; what comes after it is on the glass within three
 * seconds. */
#define OPENING_MS 2500
#define STANDING_MS 2500

enum
{
  SIGNAL_STATE_CHANGED,
  SIGNAL_FRAME,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _MbPlayer
{
  GObject parent_instance;

  MbPlayerThread *thread; /* NULL once it has failed */
  gboolean live;
  gboolean wants_play;
  MbPlayerState state;
  MbFilmFrame *frame; /* (owned) (nullable) */
  GError *error;
  gboolean alive;
  guint64 progress;
  gint64 lag_us;
  MbSegments segments;
  guint watch; /* over a film; whoever plays a live watches it */
};

G_DEFINE_FINAL_TYPE (MbPlayer, mb_player, G_TYPE_OBJECT)

static void
set_state (MbPlayer *self, MbPlayerState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_signal_emit (self, signals[SIGNAL_STATE_CHANGED], 0);
}

static void
fail (MbPlayer *self, GError *error)
{
  g_clear_handle_id (&self->watch, g_source_remove);
  g_clear_pointer (&self->thread, mb_player_thread_stop);
  self->error = error;
  set_state (self, MB_PLAYER_FAILED);
}

static void watch (MbPlayer *self, guint ms);

static gboolean
on_late (gpointer data)
{
  MbPlayer *self = data;
  guint wait_ms = (guint) (mb_player_thread_get_wait_us (self->thread) / G_TIME_SPAN_MILLISECOND);
  const char *fault;

  self->watch = 0;
  if (wait_ms > 0 || mb_player_thread_doubt_hardware (self->thread))
    {
      watch (self, wait_ms + OPENING_MS);
      return G_SOURCE_REMOVE;
    }
  if (mb_player_thread_is_over (self->thread))
    {
      set_state (self, MB_PLAYER_ENDED);
      return G_SOURCE_REMOVE;
    }

  fault = mb_player_thread_find_fault (self->thread);
  if (fault != NULL)
    fail (self, g_error_new (MB_ERROR, MB_ERROR_CORRUPT, "%s", fault));
  else
    fail (self, g_error_new (MB_ERROR, MB_ERROR_FAILED, "Shows nothing in time"));
  return G_SOURCE_REMOVE;
}

static void
watch (MbPlayer *self, guint ms)
{
  g_clear_handle_id (&self->watch, g_source_remove);
  if (!self->live)
    self->watch = g_timeout_add (ms, on_late, self);
}

static void
take_frame (MbPlayer *self, MbFilmFrame *frame)
{
  g_clear_pointer (&self->frame, mb_film_frame_unref);
  self->frame = frame;
  if (self->state == MB_PLAYER_OPENING)
    {
      g_clear_handle_id (&self->watch, g_source_remove);
      set_state (self, self->live || self->wants_play ? MB_PLAYER_PLAYING : MB_PLAYER_READY);
    }
  if (self->state == MB_PLAYER_PLAYING)
    watch (self, STANDING_MS);
  g_signal_emit (self, signals[SIGNAL_FRAME], 0);
}

/* Each of what is told may make the last owner let go. */
static void
on_news (gpointer data)
{
  g_autoptr (MbPlayer) self = g_object_ref (data);
  MbPlayerNews news;

  if (self->thread == NULL)
    return;

  news = mb_player_thread_take_news (self->thread);
  self->alive |= news.alive;
  self->progress = news.progress;
  self->lag_us = news.lag_us;
  self->segments = news.segments;
  if (news.frame != NULL)
    take_frame (self, news.frame);
  if (news.error != NULL && self->thread != NULL)
    fail (self, news.error);
  else if (news.error != NULL)
    g_error_free (news.error);
  else if (news.ended && self->thread != NULL)
    {
      g_clear_handle_id (&self->watch, g_source_remove);
      set_state (self, MB_PLAYER_ENDED);
    }
}

static void
mb_player_dispose (GObject *object)
{
  MbPlayer *self = MB_PLAYER (object);

  g_clear_handle_id (&self->watch, g_source_remove);
  g_clear_pointer (&self->thread, !self->live && self->wants_play ? mb_player_thread_leave : mb_player_thread_stop);

  G_OBJECT_CLASS (mb_player_parent_class)->dispose (object);
}

static void
mb_player_finalize (GObject *object)
{
  MbPlayer *self = MB_PLAYER (object);

  g_clear_pointer (&self->frame, mb_film_frame_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (mb_player_parent_class)->finalize (object);
}

static void
mb_player_class_init (MbPlayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = mb_player_dispose;
  object_class->finalize = mb_player_finalize;

  signals[SIGNAL_STATE_CHANGED] =
      g_signal_new ("state-changed", MB_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FRAME] =
      g_signal_new ("frame", MB_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mb_player_init (MbPlayer *self)
{
}

MbPlayer *
mb_player_new (const MbPlayerOptions *options)
{
  MbPlayer *self;

  g_return_val_if_fail (options != NULL && options->uri != NULL, NULL);

  self = g_object_new (MB_TYPE_PLAYER, NULL);
  self->live = options->live;
  self->thread = mb_player_thread_start (options, on_news, self);
  watch (self, OPENING_MS);
  return self;
}

void
mb_player_play (MbPlayer *self)
{
  g_return_if_fail (MB_IS_PLAYER (self));

  if (self->thread == NULL || self->wants_play)
    return;

  self->wants_play = TRUE;
  mb_player_thread_play (self->thread);
  if (self->state == MB_PLAYER_READY)
    {
      watch (self, STANDING_MS);
      set_state (self, MB_PLAYER_PLAYING);
    }
}

void
mb_player_set_box (MbPlayer *self, int width, int height)
{
  g_return_if_fail (MB_IS_PLAYER (self));

  if (self->thread != NULL)
    mb_player_thread_set_box (self->thread, width, height);
}

void
mb_player_set_volume (MbPlayer *self, double volume)
{
  g_return_if_fail (MB_IS_PLAYER (self));

  if (self->thread != NULL)
    mb_player_thread_set_volume (self->thread, volume);
}

MbPlayerState
mb_player_get_state (MbPlayer *self)
{
  g_return_val_if_fail (MB_IS_PLAYER (self), MB_PLAYER_FAILED);

  return self->state;
}

const GError *
mb_player_get_error (MbPlayer *self)
{
  g_return_val_if_fail (MB_IS_PLAYER (self), NULL);

  return self->error;
}

MbFilmFrame *
mb_player_get_frame (MbPlayer *self)
{
  g_return_val_if_fail (MB_IS_PLAYER (self), NULL);

  return self->frame;
}

guint64
mb_player_get_progress (MbPlayer *self)
{
  g_return_val_if_fail (MB_IS_PLAYER (self), 0);

  return self->progress;
}

gint64
mb_player_get_lag_us (MbPlayer *self)
{
  g_return_val_if_fail (MB_IS_PLAYER (self), 0);

  return self->lag_us;
}

gint64
mb_player_get_arrival_us (MbPlayer *self)
{
  g_return_val_if_fail (MB_IS_PLAYER (self), 0);

  return self->thread != NULL ? mb_player_thread_get_arrival_us (self->thread) : 0;
}

const MbSegments *
mb_player_get_segments (MbPlayer *self)
{
  g_return_val_if_fail (MB_IS_PLAYER (self), NULL);

  return &self->segments;
}

gboolean
mb_player_is_alive (MbPlayer *self)
{
  g_return_val_if_fail (MB_IS_PLAYER (self), FALSE);

  return self->alive;
}

MbPlayerCounts
mb_player_get_counts (MbPlayer *self)
{
  g_return_val_if_fail (MB_IS_PLAYER (self), (MbPlayerCounts){ 0 });

  return self->thread != NULL ? mb_player_thread_get_counts (self->thread) : (MbPlayerCounts){ 0 };
}
