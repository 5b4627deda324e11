/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-bench"

#include <stdlib.h>
#include <time.h>

#include "film-watch.h"
#include "screen/mb-renderer.h"
#include "screen/mb-screen-media.h"
#include "screen/mb-screen-window.h"
#include "widgets/bands/mb-ticker-band.h"
#include "widgets/video/mb-video-zone.h"

/* The screen's own window on a hub's stream, with a watch on its frame clock: how far apart frames
 * stand, and how long the main loop works on one, by the clock and by the processor's time that it got.
 * Frames within a page's turn are counted apart. */

/* Where it plays a film, it also counts that one's frames: those that were drawn in time, those that the pipeline
 * left out, and those that another took the place of before they were drawn; and it tells how films follow each other.
 * Frames come at a rate of their own only while a ticker moves: what is changed without one is drawn when it is, so those are
 * counted, too. */

#define TURN_US 300000
#define WARM_UP_S 3

typedef struct
{
  GMainLoop *loop;
  gint64 began_us;  /* this frame */
  gint64 ended_us;  /* the frame before */
  gint64 turned_us; /* the newest turn */
  double began_cpu; /* ms */
  gboolean counting;
  MbScreenWindow *window;
  guint moving;    /* frames */
  FilmWatch *film; /* (nullable) */
  GArray *intervals, *turning, *work, *cpu; /* double, ms */
} Watch;

static GtkWidget *
find_child (MbScreenWindow *window, GType type)
{
  GtkWidget *view = GTK_WIDGET (mb_screen_window_get_view (window));

  for (GtkWidget *child = gtk_widget_get_first_child (view); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (G_TYPE_CHECK_INSTANCE_TYPE (child, type))
      return child;

  return NULL;
}

static gboolean
is_moving (Watch *watch)
{
  GtkWidget *ticker = find_child (watch->window, MB_TYPE_TICKER_BAND);

  return ticker != NULL && mb_ticker_band_is_running (MB_TICKER_BAND (ticker));
}

static double
get_cpu (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (double) time.tv_sec * 1000 + (double) time.tv_nsec / 1e6;
}

static void
on_before_paint (GdkFrameClock *clock, Watch *watch)
{
  watch->began_us = g_get_monotonic_time ();
  watch->began_cpu = get_cpu ();
}

static void
on_after_paint (GdkFrameClock *clock, Watch *watch)
{
  gint64 now_us = g_get_monotonic_time ();
  double work = (double) (now_us - watch->began_us) / 1000;
  double interval = (double) (now_us - watch->ended_us) / 1000;
  double cpu = get_cpu () - watch->began_cpu;

  if (watch->counting)
    {
      gboolean turns = now_us - watch->turned_us < TURN_US;

      g_array_append_val (watch->work, work);
      g_array_append_val (watch->cpu, cpu);
      watch->moving += is_moving (watch);
      if (watch->ended_us > 0)
        g_array_append_val (turns ? watch->turning : watch->intervals, interval);
    }
  watch->ended_us = now_us;
}

static void
on_turned (MbBoardView *view, Watch *watch)
{
  watch->turned_us = g_get_monotonic_time ();
}

static gboolean
on_warm (gpointer data)
{
  Watch *watch = data;

  MbVideoZone *zone = (MbVideoZone *) find_child (watch->window, MB_TYPE_VIDEO_ZONE);

  watch->counting = TRUE;
  if (zone != NULL)
    watch->film = film_watch_new (zone, gtk_widget_get_frame_clock (GTK_WIDGET (watch->window)));
  return G_SOURCE_REMOVE;
}

static gboolean
on_enough (gpointer data)
{
  Watch *watch = data;

  g_main_loop_quit (watch->loop);
  return G_SOURCE_REMOVE;
}

static void
report_film (MbScreenWindow *window)
{
  MbVideoZone *zone = (MbVideoZone *) find_child (window, MB_TYPE_VIDEO_ZONE);
  MbFilmFrame *frame = zone != NULL ? mb_playback_get_frame (mb_video_zone_get_playback (zone)) : NULL;
  MbPlayerCounts counts;

  if (frame == NULL)
    return;

  counts = mb_playback_get_counts (mb_video_zone_get_playback (zone));
  g_print ("{\"what\":\"film\",\"n\":%u,\"width\":%d,\"height\":%d,\"dropped\":%u,\"missed\":%u}\n",
           (guint) counts.shown, mb_film_frame_get_width (frame), mb_film_frame_get_height (frame), (guint) counts.dropped,
           mb_video_zone_get_missed (zone));
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static void
report (const char *name, GArray *values)
{
  double sum = 0;

  if (values->len == 0)
    {
      g_print ("{\"what\":\"%s\",\"n\":0}\n", name);
      return;
    }

  g_array_sort (values, compare);
  for (guint i = 0; i < values->len; i++)
    sum += g_array_index (values, double, i);
  g_print ("{\"what\":\"%s\",\"n\":%u,\"mean\":%.2f,\"p50\":%.2f,\"p99\":%.2f,\"max\":%.2f}\n", name, values->len,
           sum / values->len, g_array_index (values, double, values->len / 2),
           g_array_index (values, double, values->len * 99 / 100), g_array_index (values, double, values->len - 1));
}

int
main (int argc, char **argv)
{
  g_autoptr (MbClock) clock = mb_clock_new_system ();
  MbScreenSession *session;
  MbScreenWindow *window;
  g_autoptr (MbMediaCache) cache = NULL;
  MbScreenMedia *media;
  GdkFrameClock *frames;
  Watch watch = { 0 };

  if (argc != 5 && argc != 6)
    {
      g_printerr ("usage: frames-probe HUB MARKET SCREEN SECONDS [MEDIA-FOLDER]\n");
      return 2;
    }

  mb_renderer_choose ();
  gtk_init ();
  watch.loop = g_main_loop_new (NULL, FALSE);
  watch.intervals = g_array_new (FALSE, FALSE, sizeof (double));
  watch.turning = g_array_new (FALSE, FALSE, sizeof (double));
  watch.work = g_array_new (FALSE, FALSE, sizeof (double));
  watch.cpu = g_array_new (FALSE, FALSE, sizeof (double));

  window = MB_SCREEN_WINDOW (mb_screen_window_new (clock, argv[3]));
  watch.window = window;
  session = mb_screen_session_new (argv[1], argv[2], clock);
  mb_screen_window_set_session (window, session);
  mb_screen_window_show (window);
  frames = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  g_signal_connect (frames, "before-paint", G_CALLBACK (on_before_paint), &watch);
  g_signal_connect_after (frames, "after-paint", G_CALLBACK (on_after_paint), &watch);
  g_signal_connect (mb_screen_window_get_view (window), "turned", G_CALLBACK (on_turned), &watch);
  cache = mb_media_cache_new (argc > 5 ? argv[5] : "/nonexistent", NULL);
  media = mb_screen_media_new (session, clock, argv[3], cache);
  if (argc > 5)
    mb_board_view_set_media (mb_screen_window_get_view (window), cache);
  mb_screen_session_start (session);

  g_timeout_add_seconds (WARM_UP_S, on_warm, &watch);
  g_timeout_add_seconds (WARM_UP_S + (guint) atoi (argv[4]), on_enough, &watch);
  g_main_loop_run (watch.loop);

  report ("interval", watch.intervals);
  report ("interval in a turn", watch.turning);
  report ("work", watch.work);
  report ("work of its own", watch.cpu);
  g_print ("{\"what\":\"moving\",\"n\":%u}\n", watch.moving);
  report_film (window);
  g_clear_pointer (&watch.film, film_watch_free);
  mb_screen_session_stop (session);
  g_object_unref (media);
  g_object_unref (session);
  gtk_window_destroy (GTK_WINDOW (window));
  g_array_unref (watch.intervals);
  g_array_unref (watch.turning);
  g_array_unref (watch.work);
  g_array_unref (watch.cpu);
  g_main_loop_unref (watch.loop);

  return 0;
}
