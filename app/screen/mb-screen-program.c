/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/mb-screen-program.h"

#include <glib-unix.h>

#include "demo/mb-demo.h"
#include "media/mb-playback.h"
#include "screen/child/mb-demo-hub.h"
#include "screen/device/mb-device.h"
#include "screen/painted/mb-painted-reporter.h"
#include "screen/plays/mb-play-log.h"
#include "screen/mb-screen-media.h"
#include "screen/mb-screen-picture.h"
#include "screen/mb-screen-state.h"

/* What a screen does from start to end: with --demo first a hub, and its day; then a session; and
 * then, for as long as it lasts, a window or a picture of it. */

#define PICTURE_TIMEOUT_S 30

typedef struct
{
  const MbScreenOptions *options;
  GMainLoop *loop;
  int status;
  GCancellable *cancellable;
  MbClock *clock; /* the board's */
  MbDemoHub *demo_hub;
  MbClock *demo_clock;
  MbDemo *demo;
  MbScreenWindow *window;
  MbScreenSession *session;
  MbScreenMedia *media;
  char *passing; /* (nullable): a folder that goes when the program ends */
  MbPaintedReporter *reporter;
  MbPlayLog *plays; /* NULL: nobody pays for these */
  MbDevice *device;
  char *told; /* (nullable): the problem that the log knows */
} Program;

static void
fail (Program *program, const char *sentence)
{
  g_printerr ("marketboard-screen: %s\n", sentence);
  program->status = 1;
  g_main_loop_quit (program->loop);
}

static void
on_picture_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  Program *program = data;
  g_autoptr(GError) error = NULL;

  if (!mb_screen_picture_take_finish (result, &error))
    {
      fail (program, error->message);
      return;
    }

  program->status = 0;
  g_main_loop_quit (program->loop);
}

static void
on_restart (Program *program)
{
  program->status = MB_SCREEN_RESTART;
  g_main_loop_quit (program->loop);
}

/* For a start without the hub. A picture is of the hub, and a demo of another day. */
static void
prepare_for_no_hub (Program *program, const char *hub)
{
  const MbScreenOptions *options = program->options;
  g_autofree char *path = mb_screen_state_find (options->screen);
  g_autoptr(MbCachedBoard) cache = mb_cached_board_new (path, hub, options->market, options->screen);

  mb_screen_session_set_cache (program->session, cache);
  mb_screen_session_set_box_clock (program->session, mb_box_clock_read);
}

/* A picture leaves nothing behind, nor does a demo. */
static void
prepare_media (Program *program)
{
  const char *screen = program->options->screen;
  MbMediaCacheOptions options = { .clock = program->clock, .seed = g_str_hash (screen) };
  g_autofree char *folder = NULL;
  g_autoptr(MbMediaCache) cache = NULL;

  if (program->options->picture != NULL || program->options->demo)
    program->passing = mb_screen_state_find_passing ();
  else
    folder = mb_screen_state_find_media (screen);
  cache = mb_media_cache_new (folder != NULL ? folder : program->passing, &options);
  program->media = mb_screen_media_new (program->session, program->clock, screen, cache);
}

/* A picture shows nothing to anybody, a demo's day is invented, and the past was shown before. */
static void
prepare_plays (Program *program)
{
  const MbScreenOptions *options = program->options;
  g_autofree char *path = mb_screen_state_find_outbox (options->screen);

  if (options->picture != NULL || options->demo || options->at_us != MB_UNSET)
    return;

  program->plays = mb_play_log_new (path, options->screen);
  mb_play_log_follow (program->plays, program->session);
}

static void
begin (Program *program, const char *hub)
{
  const MbScreenOptions *options = program->options;

  program->session = mb_screen_session_new (hub, options->market, program->clock);
  if (options->picture == NULL && !options->demo)
    prepare_for_no_hub (program, hub);
  if (options->picture == NULL)
    mb_screen_session_set_screen (program->session, options->screen);
  if (options->at_us != MB_UNSET && !options->demo)
    mb_screen_session_set_moment (program->session, options->at_us);
  prepare_media (program);
  prepare_plays (program);
  mb_screen_session_start (program->session);
}

/* A hub that is out of reach is tried again and again, and told of once. */
static void
on_problem (Program *program)
{
  const char *problem = mb_screen_session_get_problem (program->session);

  if (g_strcmp0 (problem, program->told) == 0)
    return;

  if (problem != NULL)
    g_message ("no board from %s: %s", mb_screen_session_get_hub (program->session), problem);
  else
    g_message ("%s sends its board", mb_screen_session_get_hub (program->session));
  g_free (program->told);
  program->told = g_strdup (problem);
}

static void
on_played (MbBoardView *view, const char *zone, MbPlayed *played, gpointer data)
{
  Program *program = data;

  mb_play_log_add (program->plays, zone, played->media, mb_screen_session_stamp (program->session, played->started_us),
                   played->ms, played->ended);
}

static void
show (Program *program)
{
  const MbScreenOptions *options = program->options;

  mb_screen_window_set_session (program->window, program->session);
  mb_board_view_set_media (mb_screen_window_get_view (program->window), mb_screen_media_get_cache (program->media));
  if (options->picture != NULL)
    {
      const MbPictureOrder order = { options->picture, options->description, options->sized ? NULL : options->screen,
                                     PICTURE_TIMEOUT_S };

      mb_screen_picture_take_async (program->window, program->session, program->media, &order, on_picture_ready,
                                    program);
      return;
    }

  g_signal_connect_swapped (program->session, "notify::problem", G_CALLBACK (on_problem), program);
  on_problem (program);
  program->reporter = mb_painted_reporter_new (program->session, mb_screen_window_get_view (program->window),
                                               program->clock, options->screen);
  program->device = mb_device_new (program->session, program->window, program->reporter, options->screen);
  mb_device_set_media (program->device, mb_screen_media_get_cache (program->media));
  if (program->plays != NULL)
    {
      mb_device_set_plays (program->device, program->plays);
      g_signal_connect (mb_screen_window_get_view (program->window), "played", G_CALLBACK (on_played), program);
    }
  if (!options->demo)
    mb_device_speak (program->device, program->clock, options->screen, NULL);
  if (!options->demo && options->width == 0)
    mb_device_take_display (program->device, program->clock, options->screen, NULL);
  g_signal_connect_swapped (program->device, "restart", G_CALLBACK (on_restart), program);
}

static void
on_demo_ready (MbDemo *demo, gpointer data)
{
  Program *program = data;

  if (program->session != NULL)
    return;

  begin (program, mb_demo_hub_get_url (program->demo_hub));
  show (program);
}

static void
on_demo_failed (MbDemo *demo, GError *error, gpointer data)
{
  fail (data, error->message);
}

static void
on_demo_hub_lost (MbDemoHub *hub, gpointer data)
{
  fail (data, "The demo's hub has ended");
}

static void
on_demo_hub_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  Program *program = data;
  g_autoptr(GError) error = NULL;

  if (!mb_demo_hub_start_finish (MB_DEMO_HUB (source), result, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        fail (program, error->message);
      return;
    }

  /* Its hub's clock has begun a little before: what it tells the hub has happened. */
  program->demo_clock = mb_clock_new_at (program->options->at_us, program->options->speed);
  program->demo = mb_demo_new (mb_demo_hub_get_url (program->demo_hub), program->options->market, program->demo_clock,
                               MB_DEMO_SEED);
  g_signal_connect (program->demo, "ready", G_CALLBACK (on_demo_ready), program);
  g_signal_connect (program->demo, "failed", G_CALLBACK (on_demo_failed), program);
  mb_demo_set_films (program->demo, program->options->films);
  mb_demo_start (program->demo);
}

static void
start_demo (Program *program)
{
  const MbScreenOptions *options = program->options;

  program->demo_hub = mb_demo_hub_new ();
  g_signal_connect (program->demo_hub, "lost", G_CALLBACK (on_demo_hub_lost), program);
  mb_demo_hub_start_async (program->demo_hub, options->market, options->at_us, options->speed, program->cancellable,
                           on_demo_hub_ready, program);
}

/* A picture's time stands still where somebody gave it one. */
static MbClock *
make_clock (const MbScreenOptions *options)
{
  if (options->at_us == MB_UNSET)
    return mb_clock_new_system ();

  return mb_clock_new_at (options->at_us, options->picture != NULL ? 0 : options->speed);
}

static void
make_window (Program *program)
{
  const MbScreenOptions *options = program->options;

  program->window = MB_SCREEN_WINDOW (mb_screen_window_new (program->clock, options->screen));
  if (options->width > 0)
    mb_screen_window_set_size (program->window, options->width, options->height);
  g_signal_connect_swapped (program->window, "destroy", G_CALLBACK (g_main_loop_quit), program->loop);
  mb_screen_window_show (program->window);
}

static gboolean
on_signal (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static void
end (Program *program)
{
  g_cancellable_cancel (program->cancellable);
  if (program->demo != NULL)
    mb_demo_stop (program->demo);
  if (program->session != NULL)
    mb_screen_session_stop (program->session);
  g_clear_object (&program->device);
  g_clear_object (&program->reporter);
  g_signal_handlers_disconnect_by_data (program->window, program->loop);
  gtk_window_destroy (GTK_WINDOW (program->window)); /* what plays is over with it */
  if (program->plays != NULL)
    mb_play_log_close (program->plays);
  g_clear_object (&program->plays);
  if (program->demo_hub != NULL)
    {
      g_signal_handlers_disconnect_by_data (program->demo_hub, program);
      mb_demo_hub_end (program->demo_hub);
    }
  g_clear_object (&program->demo);
  g_clear_object (&program->media);
  g_clear_pointer (&program->passing, mb_screen_state_drop_passing);
  if (program->session != NULL)
    g_signal_handlers_disconnect_by_data (program->session, program);
  g_clear_object (&program->session);
  g_clear_pointer (&program->told, g_free);
  g_clear_object (&program->demo_hub);
  g_clear_object (&program->demo_clock);
  g_clear_object (&program->clock);
  g_clear_object (&program->cancellable);
}

int
mb_screen_program_run (const MbScreenOptions *options)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Program program = { .options = options, .loop = loop };
  guint sources[] = {
    g_unix_signal_add (SIGTERM, on_signal, loop),
    g_unix_signal_add (SIGINT, on_signal, loop),
    g_unix_signal_add (SIGHUP, on_signal, loop),
  };

  program.status = options->picture != NULL ? 1 : 0; /* until it is drawn */
  program.cancellable = g_cancellable_new ();
  program.clock = make_clock (options);
  if (!options->demo)
    begin (&program, options->hub); /* reads the board while the window is made */
  make_window (&program);
  if (options->demo)
    start_demo (&program);
  else
    show (&program);
  g_main_loop_run (loop);

  end (&program);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);
  return program.status;
}
