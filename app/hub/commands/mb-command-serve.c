/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/commands/mb-command.h"

#include "core/base/mb-error.h"
#include "core/base/mb-time.h"
#include "hub/mb-hub-log.h"
#include "hub/mb-hub.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-daemon.h>

typedef struct
{
  MbHub *hub;
  GMainLoop *loop;
  gboolean stopping;
  int status;
} Serve;

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer data)
{
  Serve *self = data;

  mb_hub_stop_finish (MB_HUB (source), result, NULL);
  g_message ("stopped");
  g_main_loop_quit (self->loop);
}

static gboolean
on_signal (gpointer data)
{
  Serve *self = data;

  if (self->stopping)
    return G_SOURCE_CONTINUE;

  self->stopping = TRUE;
  sd_notify (0, "STOPPING=1");
  mb_hub_stop_async (self->hub, NULL, on_stopped, self);

  return G_SOURCE_CONTINUE;
}

static void
on_started (GObject *source, GAsyncResult *result, gpointer data)
{
  Serve *self = data;
  g_autoptr (GError) error = NULL;

  if (!mb_hub_start_finish (self->hub, result, &error))
    {
      g_printerr ("marketboard-hub: %s\n", error->message);
      self->status = 1;
      g_main_loop_quit (self->loop);
      return;
    }

  g_unix_signal_add (SIGTERM, on_signal, self);
  g_unix_signal_add (SIGINT, on_signal, self);
  /* Read by programs that start a hub on a free port. */
  g_print ("listening %s\n", mb_hub_get_url (self->hub));
  fflush (stdout);
  sd_notify (0, "READY=1");
  g_message ("listening on %s", mb_hub_get_url (self->hub));
}

/* TIME[,SPEED] */
static MbClock *
make_clock (const char *text, GError **error)
{
  const char *comma;
  MbTime time;
  double speed = 1.0;
  char *end;

  if (text == NULL)
    return mb_clock_new_system ();

  comma = strchr (text, ',');
  if (!mb_time_parse (text, comma ? comma - text : -1, &time, error))
    return NULL;
  if (comma != NULL)
    {
      speed = g_ascii_strtod (comma + 1, &end);
      if (end == comma + 1 || *end != '\0' || !(speed >= 0.0 && speed <= 1e6))
        {
          mb_error_set (error, MB_ERROR_INVALID, NULL, "\"%s\" is no speed from 0 to 1000000", comma + 1);
          return NULL;
        }
    }

  return mb_clock_new_at (time.us, speed);
}

static int
serve (const MbHubOptions *options)
{
  Serve self = { NULL };

  mb_hub_log_set_up ();
  /* A file that may not grow is a disk that is full: an error, not the end. */
  signal (SIGXFSZ, SIG_IGN);
  self.loop = g_main_loop_new (NULL, FALSE);
  self.hub = mb_hub_new (options);
  mb_hub_start_async (self.hub, NULL, on_started, &self);
  g_main_loop_run (self.loop);
  g_object_unref (self.hub);
  g_main_loop_unref (self.loop);

  return self.status;
}

static int
run (int argc, char **argv)
{
  g_autofree char *data = NULL, *listen = NULL, *clock_text = NULL;
  gboolean insecure = FALSE;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, "The folder that holds everything", "DIR" },
    { "listen", 0, 0, G_OPTION_ARG_STRING, &listen, "Where to listen; port 0 takes a free one", "ADDR:PORT" },
    { "insecure", 0, 0, G_OPTION_ARG_NONE, &insecure, "Listen where others can reach it, too", NULL },
    { "clock", 0, 0, G_OPTION_ARG_STRING, &clock_text, "Start at this time, and run so fast", "TIME[,SPEED]" },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (MbClock) clock = NULL;
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse (context, &argc, &argv, &error) && argc > 1)
    mb_error_set (&error, MB_ERROR_INVALID, NULL, "there is no place for \"%s\"", argv[1]);
  else if (error == NULL && (data == NULL || listen == NULL))
    mb_error_set (&error, MB_ERROR_INVALID, NULL, "--data DIR and --listen ADDR:PORT are needed; --help says what else there is");
  if (error == NULL)
    {
      clock = make_clock (clock_text, &error);
      g_prefix_error (&error, "--clock: ");
    }
  if (error != NULL)
    {
      g_printerr ("marketboard-hub: %s\n", error->message);
      return 2;
    }

  return serve (&(MbHubOptions){ data, listen, insecure, clock });
}

const MbCommand mb_command_serve = {
  NULL,
  "--data DIR --listen ADDR:PORT [--insecure] [--clock TIME[,SPEED]]",
  "Serves the markets of DIR until it is told to end.",
  run,
};
