/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media-origin.h"

#include <string.h>

/* A camera for a scene: says its address, and is switched "off" and "on", or told to "freeze", by the lines it reads. Ends with them. */

typedef struct
{
  MediaCamera *camera;
  GMainLoop *loop;
} Livestream;

static gboolean
on_line (GIOChannel *channel, GIOCondition condition, gpointer data)
{
  Livestream *self = data;
  g_autofree char *line = NULL;

  if (g_io_channel_read_line (channel, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL)
    {
      g_main_loop_quit (self->loop);
      return G_SOURCE_REMOVE;
    }
  if (strcmp (line, "off\n") == 0)
    media_camera_switch_off (self->camera);
  else if (strcmp (line, "freeze\n") == 0)
    media_camera_freeze (self->camera);
  else if (strcmp (line, "on\n") == 0)
    media_camera_switch_on (self->camera);
  return G_SOURCE_CONTINUE;
}

int
main (void)
{
  Livestream self = { media_camera_new (), g_main_loop_new (NULL, FALSE) };
  g_autoptr (GIOChannel) channel = g_io_channel_unix_new (0);

  g_print ("%s\n", media_camera_get_uri (self.camera));
  g_io_add_watch (channel, G_IO_IN | G_IO_HUP, on_line, &self);
  g_main_loop_run (self.loop);
  media_camera_free (self.camera);
  g_main_loop_unref (self.loop);
  return 0;
}
