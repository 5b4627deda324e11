/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media-film.h"

#include <gst/gst.h>

void
media_run (const char *description)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstMessage) message = NULL;

  if (!gst_is_initialized ())
    gst_init (NULL, NULL);
  pipeline = gst_parse_launch (description, &error);
  g_assert_no_error (error);
  bus = gst_element_get_bus (pipeline);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, 60 * GST_SECOND, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  g_assert_nonnull (message);
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    gst_message_parse_error (message, &error, NULL);
  g_assert_no_error (error);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

void
media_film_make (const char *path, const MediaFilm *film)
{
  g_autofree char *pattern = film->colour != NULL
                                 ? g_strdup_printf ("pattern=solid-color foreground-color=%s", film->colour)
                                 : g_strdup ("pattern=ball");
  g_autofree char *sound =
      film->sound ? g_strdup_printf ("audiotestsrc num-buffers=%u samplesperbuffer=1920 ! audio/x-raw,rate=48000 ! "
                                     "avenc_aac ! mux.",
                                     film->frames)
                  : g_strdup ("");
  g_autofree char *description =
      g_strdup_printf ("videotestsrc num-buffers=%u %s ! video/x-raw,format=I420,width=%d,height=%d,framerate=25/1 ! "
                       "x264enc speed-preset=ultrafast key-int-max=25 ! mp4mux name=mux ! filesink location=\"%s\" %s",
                       film->frames, pattern, film->width, film->height, path, sound);

  media_run (description);
}

char *
media_uri (const char *path)
{
  return g_filename_to_uri (path, NULL, NULL);
}
