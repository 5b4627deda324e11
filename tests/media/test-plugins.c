/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/mb-plugins.h"

#include <gst/pbutils/pbutils.h>

/* What a box lacks is called by the name of the package that has it. */

static const char *const cases[][2] = {
  { "video/x-h264", "needs gstreamer1.0-libav (" },
  { "video/x-h265", "needs gstreamer1.0-libav (" },
  { "video/mpeg,mpegversion=4,systemstream=false", "needs gstreamer1.0-libav (" },
  { "video/mpeg,mpegversion=2,systemstream=false", "needs gstreamer1.0-libav (" },
  { "video/x-vp6-flash", "needs gstreamer1.0-libav (" },
  { "video/x-vp9", "needs gstreamer1.0-plugins-good (" },
  { "video/x-av1", "needs gstreamer1.0-plugins-bad (" },
  { "video/quicktime", "needs gstreamer1.0-plugins-good (" },
  { "video/x-matroska", "needs gstreamer1.0-plugins-good (" },
  { "video/webm", "needs gstreamer1.0-plugins-good (" },
  { "video/x-flv", "needs gstreamer1.0-plugins-good (" },
  { "video/x-msvideo", "needs gstreamer1.0-plugins-good (" },
  { "video/mpegts", "needs gstreamer1.0-plugins-bad (" },
  { "video/mpeg,mpegversion=2,systemstream=true", "needs gstreamer1.0-plugins-bad (" },
  { "application/x-hls", "needs gstreamer1.0-plugins-bad (" },
  { "application/ogg", "needs gstreamer1.0-plugins-base (" },
  { "video/x-theora", "needs gstreamer1.0-plugins-base (" },
  { "audio/mpeg,mpegversion=4", NULL }, /* it plays without its sound */
};

static void
check (GstMessage *message, const char *expected)
{
  g_autofree char *name = mb_plugins_name_missing (message);

  g_test_message ("%s", name);
  if (expected == NULL)
    g_assert_null (name);
  else
    g_assert_true (name != NULL && g_str_has_prefix (name, expected));
  gst_message_unref (message);
}

static void
test_names (void)
{
  static const char *const sources[][2] = {
    { "rtsp", "needs gstreamer1.0-plugins-good (" }, { "https", "needs gstreamer1.0-plugins-good (" },
    { "rtmp", "needs gstreamer1.0-plugins-bad (" },  { "rtmps", "needs gstreamer1.0-plugins-bad (" },
    { "srt", "needs gstreamer1.0-plugins-bad (" },
  };
  g_autoptr (GstElement) bin = NULL;

  mb_plugins_init ();
  bin = gst_object_ref_sink (gst_bin_new (NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GstCaps) caps = gst_caps_from_string (cases[i][0]);

      check (gst_missing_decoder_message_new (bin, caps), cases[i][1]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    check (gst_missing_uri_source_message_new (bin, sources[i][0]), sources[i][1]);
  check (gst_missing_element_message_new (bin, "videoconvert"), "needs gstreamer1.0-plugins-base (");
  check (gst_message_new_eos (GST_OBJECT (bin)), NULL);
}

/* What a demuxer brings down and lets go of, a thread of its own may begin once more. It ends all the same: when more
 * have gone after it, and with the pipeline. */
static void
test_let_go (void)
{
  GstElement *sources[6], *pipeline, *demuxer;

  mb_plugins_init ();
  pipeline = gst_pipeline_new (NULL);
  demuxer = gst_bin_new ("demuxer");
  mb_plugins_watch_sources (pipeline);
  gst_bin_add (GST_BIN (pipeline), demuxer);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autofree char *name = g_strdup_printf ("srcbin-%u", i);

      sources[i] = gst_object_ref_sink (gst_bin_new (name));
      gst_bin_add (GST_BIN (demuxer), sources[i]);
      gst_bin_remove (GST_BIN (demuxer), sources[i]);
      gst_element_set_state (sources[i], GST_STATE_READY);
    }
  g_assert_cmpint (GST_STATE (sources[0]), ==, GST_STATE_NULL);
  g_assert_cmpint (GST_STATE (sources[5]), ==, GST_STATE_READY); /* somebody may be in it */

  gst_object_unref (pipeline);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_assert_cmpint (GST_STATE (sources[i]), ==, GST_STATE_NULL);
      g_assert_cmpint (GST_OBJECT_REFCOUNT (sources[i]), ==, 1);
      gst_object_unref (sources[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plugins/names", test_names);
  g_test_add_func ("/plugins/let-go", test_let_go);

  return g_test_run ();
}
