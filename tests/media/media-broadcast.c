/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media-origin.h"

#include <gio/gio.h>

/* ffmpeg serves one viewer, and ends with him: then it is started again. */

struct _MediaBroadcast
{
  GSubprocess *process; /* (nullable) */
  char *uri;
};

static void
on_ended (GObject *source, GAsyncResult *result, gpointer data)
{
  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  if (g_object_get_data (source, "left") == NULL)
    {
      media_broadcast_switch_off (data);
      media_broadcast_switch_on (data);
    }
}

void
media_broadcast_switch_off (MediaBroadcast *self)
{
  if (self->process == NULL)
    return;

  g_object_set_data (G_OBJECT (self->process), "left", self);
  g_subprocess_force_exit (self->process);
  g_clear_object (&self->process);
}

void
media_broadcast_switch_on (MediaBroadcast *self)
{
  g_autoptr (GError) error = NULL;

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, "ffmpeg", "-nostdin", "-readrate", "1",
                                    "-f", "lavfi", "-i", "testsrc=size=320x180:rate=25", "-f", "lavfi", "-i", "sine", "-c:a", "aac", "-c:v", "libx264", "-preset", "ultrafast",
                                    "-tune", "zerolatency", "-g", "12", "-pix_fmt", "yuv420p", "-f", "flv", "-listen", "1",
                                    self->uri, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_async (self->process, NULL, on_ended, self);
}

MediaBroadcast *
media_broadcast_new (guint16 port)
{
  MediaBroadcast *self = g_new0 (MediaBroadcast, 1);

  self->uri = g_strdup_printf ("rtmp://127.0.0.1:%u/live/1", port);
  media_broadcast_switch_on (self);
  return self;
}

void
media_broadcast_free (MediaBroadcast *self)
{
  media_broadcast_switch_off (self);
  g_free (self->uri);
  g_free (self);
}

const char *
media_broadcast_get_uri (MediaBroadcast *self)
{
  return self->uri;
}
