/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen/plays/mb-play-log.h"

#include <stdio.h>
#include <stdlib.h>

/* A screen's log of plays without the screen, to be killed: usage: play-recorder HUB MARKET SCREEN FILE EVERY_MS
 * It records a play every so many milliseconds, and says "begun N" before and "written N" after they are durable;
 * with 0 it records none, and ends when the hub has everything. */

typedef struct
{
  MbPlayLog *log;
  GMainLoop *loop;
  guint64 begun, said;
} Recorder;

static void
say (Recorder *self)
{
  guint64 written = mb_play_log_get_n_written (self->log);

  if (written == self->said)
    return;

  self->said = written;
  printf ("written %" G_GUINT64_FORMAT "\n", written);
  fflush (stdout);
}

static gboolean
on_time (gpointer data)
{
  Recorder *self = data;
  gint64 n = (gint64) ++self->begun;

  say (self);
  printf ("begun %" G_GINT64_FORMAT "\n", n);
  fflush (stdout);
  mb_play_log_add (self->log, "video", n % 3 == 0 ? "rice" : "tea", (MbTime){ g_get_real_time (), 28800 },
                   1000 + n % 500, n % 7 == 0 ? MB_PLAY_CUT : MB_PLAY_WHOLE);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_look (gpointer data)
{
  Recorder *self = data;
  g_auto(MbStatus) status = { 0 };

  mb_status_init (&status);
  mb_play_log_describe (self->log, &status);
  for (guint i = 0; status.trouble != NULL && status.trouble[i] != NULL; i++)
    printf ("trouble %s\n", status.trouble[i]);
  if (status.outbox == 0)
    g_main_loop_quit (self->loop);
  return G_SOURCE_CONTINUE;
}

int
main (int argc, char **argv)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Recorder self = { .loop = loop };
  guint every_ms;

  if (argc != 6)
    return 2;

  self.log = mb_play_log_new (argv[4], argv[3]);
  mb_play_log_send_to (self.log, argv[1], argv[2]);
  every_ms = (guint) atoi (argv[5]);
  if (every_ms > 0)
    g_timeout_add (every_ms, on_time, &self);
  else
    g_timeout_add (50, on_look, &self);
  g_main_loop_run (loop);
  g_object_unref (self.log);
  return 0;
}
