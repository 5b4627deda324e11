/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-live.h"

#include "core/base/mb-backoff.h"

/* One player that shows, one that tries; a tick looks at both. */

#define TICK_MS 200
#define KNOWN 32        /* segments: the newest that were seen, of more than one quality */
#define OLD_SEGMENTS 4  /* the last of a list and three before it are what demuxers begin with: what follows has come since */
#define ENOUGH_FRAMES 4 /* one alone may be a picture that the source keeps for newcomers */

const MbLiveTiming mb_live_timing = {
  .doubt_ms = 2500,
  .stalled_ms = 5000,
  .dry_ms = 1000,
  .silent_ms = 4000,
  .slow_ms = 12000,
  .behind_ms = 8000,
  .first_ms = 500,
  .last_ms = 3000,
};

enum
{
  SIGNAL_STATE_CHANGED,
  SIGNAL_JUMPED,
  SIGNAL_FRAME,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _MbLive
{
  GObject parent_instance;

  char *uri;
  int box[2];
  double volume;
  const MbLiveTiming *timing; /* (not owned) */

  MbLiveState state;
  MbPlayer *player;    /* (owned) (nullable): shows */
  guint64 progress;    /* of it, when it was looked at last */
  gint64 progress_us;  /* when that was seen to be more than before */
  gint64 arrival_us;   /* when its source had last brought something */
  gint64 longest_us;   /* between two such times */
  MbPlayer *candidate; /* (owned) (nullable) */
  gint64 begun_us;     /* when the candidate was */
  gint64 next_us;      /* when the next one is */
  gboolean jumps; /* to another pipeline, as soon as that one shows something */
  gboolean has_worked;
  gboolean is_current;
  guint32 known[KNOWN]; /* segments that were seen before it went down */
  guint n_known;
  guint attempt; /* stays at what worked, unless the source is there and nothing comes */
  MbBackoff backoff;
  MbFilmFrame *frame; /* (owned) (nullable) */
  char *problem;
  guint tick;
};

G_DEFINE_FINAL_TYPE (MbLive, mb_live, G_TYPE_OBJECT)

static void
set_state (MbLive *self, MbLiveState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_signal_emit (self, signals[SIGNAL_STATE_CHANGED], 0);
}

static void
drop (MbLive *self, MbPlayer **player)
{
  if (*player != NULL)
    g_signal_handlers_disconnect_by_data (*player, self);
  g_clear_object (player);
}

static void
note_problem (MbLive *self, const char *problem)
{
  g_free (self->problem);
  self->problem = g_strdup (problem);
}

static gboolean
is_known (MbLive *self, guint32 segment)
{
  for (guint i = 0; i < MIN (self->n_known, KNOWN); i++)
    if (self->known[i] == segment)
      return TRUE;

  return FALSE;
}

static void
remember (MbLive *self, const MbSegments *segments)
{
  for (guint i = segments->n - MIN (segments->n, MB_SEGMENTS); i < segments->n; i++)
    if (!is_known (self, segments->last[i % MB_SEGMENTS]))
      self->known[self->n_known++ % KNOWN] = segments->last[i % MB_SEGMENTS];
}

/* A playlist that has come to its end, or stands still, is played again by whoever asks again: that is not live. */
static gboolean
brings_new (MbLive *self)
{
  const MbSegments *segments = mb_player_get_segments (self->candidate);

  for (guint i = segments->n - MIN (segments->n, MB_SEGMENTS); i < segments->n; i++)
    if (!is_known (self, segments->last[i % MB_SEGMENTS]))
      return !segments->ended;

  return segments->n == 0;
}

static void
give_up (MbLive *self, const char *problem)
{
  const GError *error = mb_player_get_error (self->candidate);

  note_problem (self, error != NULL ? error->message : problem);
  if (!self->has_worked || mb_player_is_alive (self->candidate))
    self->attempt++;
  drop (self, &self->candidate);
  self->next_us = g_get_monotonic_time () + mb_backoff_next (&self->backoff) * G_TIME_SPAN_MILLISECOND;
}

static void
begin_try (MbLive *self)
{
  MbPlayerOptions options = { .uri = self->uri,
                              .live = TRUE,
                              .hushed = TRUE,
                              .attempt = self->attempt,
                              .box_width = self->box[0],
                              .box_height = self->box[1],
                              .volume = self->volume };

  self->begun_us = g_get_monotonic_time ();
  self->candidate = mb_player_new (&options);
}

static void
on_frame (MbPlayer *player, gpointer data)
{
  MbLive *self = data;

  g_clear_pointer (&self->frame, mb_film_frame_unref);
  self->frame = mb_film_frame_ref (mb_player_get_frame (player));
  g_signal_emit (self, signals[SIGNAL_FRAME], 0);
}

static void
go_down (MbLive *self, const char *problem)
{
  note_problem (self, problem);
  remember (self, mb_player_get_segments (self->player));
  drop (self, &self->player);
  self->next_us = g_get_monotonic_time ();
  set_state (self, MB_LIVE_DOWN);
}

/* Of the player that shows only: a candidate is looked at by the tick. */
static void
on_player_state (MbPlayer *player, gpointer data)
{
  MbLive *self = data;
  const GError *error = mb_player_get_error (player);

  if (mb_player_get_state (player) == MB_PLAYER_FAILED || mb_player_get_state (player) == MB_PLAYER_ENDED)
    go_down (self, error != NULL ? error->message : "The stream has ended");
}

static void
take_over (MbLive *self)
{
  drop (self, &self->player);
  self->player = g_steal_pointer (&self->candidate);
  self->progress = mb_player_get_progress (self->player);
  self->progress_us = g_get_monotonic_time ();
  self->arrival_us = mb_player_get_arrival_us (self->player);
  self->longest_us = 0;
  if (self->n_known > 0 || mb_player_get_segments (self->player)->n == 0)
    self->is_current = TRUE;
  self->has_worked = TRUE;
  self->jumps = FALSE;
  mb_backoff_reset (&self->backoff);
  g_clear_pointer (&self->problem, g_free);
  mb_player_set_volume (self->player, self->volume);
  g_signal_connect (self->player, "frame", G_CALLBACK (on_frame), self);
  g_signal_connect (self->player, "state-changed", G_CALLBACK (on_player_state), self);
  g_signal_emit (self, signals[SIGNAL_JUMPED], 0);
  on_frame (self->player, self);
  set_state (self, MB_LIVE_UP);
}

static void
look_at_candidate (MbLive *self, gint64 now_us)
{
  MbPlayerState state = mb_player_get_state (self->candidate);
  gint64 waited_ms = (now_us - self->begun_us) / G_TIME_SPAN_MILLISECOND;
  gboolean alive = mb_player_is_alive (self->candidate);

  if (state == MB_PLAYER_FAILED || state == MB_PLAYER_ENDED)
    give_up (self, "The stream has ended");
  else if (mb_player_get_progress (self->candidate) >= ENOUGH_FRAMES && brings_new (self))
    take_over (self);
  else if (!alive && waited_ms > self->timing->silent_ms)
    give_up (self, "The source says nothing");
  else if (waited_ms > self->timing->slow_ms)
    give_up (self, brings_new (self) ? "The source shows nothing" : "The source shows nothing new");
}

static void
note_segments (MbLive *self)
{
  if (self->is_current || mb_player_get_segments (self->player)->n <= OLD_SEGMENTS)
    return;

  self->is_current = TRUE;
  g_signal_emit (self, signals[SIGNAL_STATE_CHANGED], 0);
}

/* Nothing comes any more. Between two segments that is so every time. */
static gboolean
is_silent (MbLive *self, gint64 now_us)
{
  gint64 arrival_us = mb_player_get_arrival_us (self->player);
  gint64 most_us = self->timing->stalled_ms * G_TIME_SPAN_MILLISECOND;

  if (arrival_us != self->arrival_us)
    self->longest_us = MAX (self->longest_us, arrival_us - self->arrival_us);
  self->arrival_us = arrival_us;
  if (mb_player_get_segments (self->player)->n > 0)
    most_us = MAX (most_us, 2 * self->longest_us);
  return arrival_us > 0 && now_us - arrival_us >= most_us;
}

static void
look_at_player (MbLive *self, gint64 now_us)
{
  gboolean silent = is_silent (self, now_us);
  guint64 progress = mb_player_get_progress (self->player);
  gint64 standing_ms;

  if (progress != self->progress)
    {
      self->progress = progress;
      self->progress_us = now_us;
      note_segments (self);
      set_state (self, MB_LIVE_UP);
      return;
    }
  standing_ms = (now_us - self->progress_us) / G_TIME_SPAN_MILLISECOND;
  if (standing_ms >= self->timing->stalled_ms || (silent && standing_ms >= self->timing->dry_ms))
    go_down (self, "No frames");
  else if (standing_ms >= self->timing->doubt_ms)
    set_state (self, MB_LIVE_DOUBT);
}

static gboolean
wants_candidate (MbLive *self, gint64 now_us)
{
  if (self->candidate != NULL || now_us < self->next_us)
    return FALSE;

  if (self->player == NULL)
    return TRUE;

  return self->state == MB_LIVE_UP &&
         (self->jumps || mb_player_get_lag_us (self->player) > self->timing->behind_ms * G_TIME_SPAN_MILLISECOND);
}

static gboolean
on_tick (gpointer data)
{
  g_autoptr (MbLive) self = g_object_ref (data);
  gint64 now_us = g_get_monotonic_time ();

  if (self->player != NULL)
    look_at_player (self, now_us);
  if (self->candidate != NULL)
    look_at_candidate (self, now_us);
  if (self->tick != 0 && wants_candidate (self, now_us))
    begin_try (self);
  return G_SOURCE_CONTINUE;
}

static void
mb_live_dispose (GObject *object)
{
  MbLive *self = MB_LIVE (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  drop (self, &self->player);
  drop (self, &self->candidate);

  G_OBJECT_CLASS (mb_live_parent_class)->dispose (object);
}

static void
mb_live_finalize (GObject *object)
{
  MbLive *self = MB_LIVE (object);

  g_clear_pointer (&self->frame, mb_film_frame_unref);
  g_free (self->problem);
  g_free (self->uri);

  G_OBJECT_CLASS (mb_live_parent_class)->finalize (object);
}

static void
mb_live_class_init (MbLiveClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  static const char *const names[] = { "state-changed", "jumped", "frame" };

  object_class->dispose = mb_live_dispose;
  object_class->finalize = mb_live_finalize;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], MB_TYPE_LIVE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mb_live_init (MbLive *self)
{
}

MbLive *
mb_live_new (const char *uri, int box_width, int box_height, double volume, const MbLiveTiming *timing, GRand *random)
{
  MbLive *self;

  g_return_val_if_fail (uri != NULL && timing != NULL && random != NULL, NULL);

  self = g_object_new (MB_TYPE_LIVE, NULL);
  self->uri = g_strdup (uri);
  self->box[0] = box_width;
  self->box[1] = box_height;
  self->volume = volume;
  self->timing = timing;
  mb_backoff_init (&self->backoff, timing->first_ms, timing->last_ms, random);
  self->tick = g_timeout_add (TICK_MS, on_tick, self);
  begin_try (self);
  return self;
}

void
mb_live_set_box (MbLive *self, int width, int height)
{
  g_return_if_fail (MB_IS_LIVE (self));

  self->box[0] = width;
  self->box[1] = height;
  if (self->player != NULL)
    mb_player_set_box (self->player, width, height);
  if (self->candidate != NULL)
    mb_player_set_box (self->candidate, width, height);
}

void
mb_live_set_volume (MbLive *self, double volume)
{
  g_return_if_fail (MB_IS_LIVE (self));

  if (self->volume <= 0 && volume > 0) /* what was opened without sound has none */
    {
      drop (self, &self->candidate);
      self->jumps = TRUE;
    }
  else if (volume <= 0)
    self->jumps = FALSE;
  self->volume = volume;
  if (self->player != NULL)
    mb_player_set_volume (self->player, volume);
}

MbLiveState
mb_live_get_state (MbLive *self)
{
  g_return_val_if_fail (MB_IS_LIVE (self), MB_LIVE_DOWN);

  return self->state;
}

gboolean
mb_live_is_current (MbLive *self)
{
  g_return_val_if_fail (MB_IS_LIVE (self), FALSE);

  return self->is_current && self->state == MB_LIVE_UP;
}

MbFilmFrame *
mb_live_get_frame (MbLive *self)
{
  g_return_val_if_fail (MB_IS_LIVE (self), NULL);

  return self->frame;
}

const char *
mb_live_get_problem (MbLive *self)
{
  g_return_val_if_fail (MB_IS_LIVE (self), NULL);

  return self->problem;
}

gboolean
mb_live_has_two (MbLive *self)
{
  g_return_val_if_fail (MB_IS_LIVE (self), FALSE);

  return self->player != NULL && self->candidate != NULL;
}
