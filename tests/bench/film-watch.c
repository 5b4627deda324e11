/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-bench"

#include "film-watch.h"

/* Marks on the way from the last frame of a film to the first of the next: when a frame was handed over to the main loop, when
 * it was drawn, when the zone turned, and the longest that the main loop was away from its polling in between. */

typedef struct
{
  guint stream;      /* 0: a picture, or nothing */
  gint64 running_us; /* in its film */
  gint64 handed_us, drawn_us;
} Mark;

struct _FilmWatch
{
  MbVideoZone *zone;     /* (not owned) */
  GdkFrameClock *frames; /* (not owned) */
  Mark newest, drawn;
  gint64 turned_us;
};

/* A polling function is given nothing of ours. */
static gint64 polled_us, busy_us;

static int
poll_and_look (GPollFD *fds, guint n_fds, int timeout)
{
  gint64 now_us = g_get_monotonic_time ();
  int n;

  if (polled_us > 0)
    busy_us = MAX (busy_us, now_us - polled_us);
  n = g_poll (fds, n_fds, timeout);
  polled_us = g_get_monotonic_time ();
  return n;
}

static double
to_ms (gint64 us)
{
  return (double) us / 1000;
}

static void
on_frame (FilmWatch *self)
{
  MbFilmFrame *frame = mb_playback_get_frame (mb_video_zone_get_playback (self->zone));

  guint stream = frame != NULL ? mb_film_frame_get_stream (frame) : 0;

  /* The first of a film counts until it is drawn. */
  if (self->newest.stream != self->drawn.stream && self->newest.stream == stream)
    return;

  self->newest = (Mark){ stream, frame != NULL ? mb_film_frame_get_running_us (frame) : 0, g_get_monotonic_time (), 0 };
}

static void
on_turned (FilmWatch *self)
{
  self->turned_us = g_get_monotonic_time ();
}

static void
report (const Mark *last, const Mark *first, gint64 turned_us)
{
  g_print ("{\"what\":\"change\",\"at\":%.6f,\"stood\":%.1f,\"last\":%.0f,\"handed\":%.1f,\"waited\":%.1f,"
           "\"came\":%.1f,\"drawn\":%.1f,\"busy\":%.1f}\n",
           (double) first->drawn_us / G_USEC_PER_SEC, to_ms (first->drawn_us - last->drawn_us), to_ms (last->running_us),
           to_ms (last->drawn_us - last->handed_us), to_ms (turned_us - last->drawn_us),
           to_ms (first->handed_us - turned_us), to_ms (first->drawn_us - first->handed_us), to_ms (busy_us));
}

static void
on_after_paint (FilmWatch *self)
{
  if (self->newest.handed_us == self->drawn.handed_us)
    return;

  self->newest.drawn_us = g_get_monotonic_time ();
  if (self->drawn.drawn_us > 0 && self->drawn.stream != self->newest.stream)
    report (&self->drawn, &self->newest, self->turned_us);
  self->drawn = self->newest;
  busy_us = 0;
}

FilmWatch *
film_watch_new (MbVideoZone *zone, GdkFrameClock *frames)
{
  FilmWatch *self = g_new0 (FilmWatch, 1);

  self->zone = zone;
  self->frames = frames;
  g_signal_connect_swapped (mb_video_zone_get_playback (zone), "frame", G_CALLBACK (on_frame), self);
  g_signal_connect_swapped (zone, "turned", G_CALLBACK (on_turned), self);
  g_signal_connect_data (frames, "after-paint", G_CALLBACK (on_after_paint), self, NULL, G_CONNECT_AFTER | G_CONNECT_SWAPPED);
  g_main_context_set_poll_func (NULL, poll_and_look);
  return self;
}

void
film_watch_free (FilmWatch *self)
{
  g_signal_handlers_disconnect_by_data (mb_video_zone_get_playback (self->zone), self);
  g_signal_handlers_disconnect_by_data (self->zone, self);
  g_signal_handlers_disconnect_by_data (self->frames, self);
  g_main_context_set_poll_func (NULL, NULL);
  g_free (self);
}
