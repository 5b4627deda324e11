/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-plugins.h"

#include "media/mb-decoders.h"
#include "media/mb-guard.h"

#include <gst/pbutils/pbutils.h>

#include <string.h>

/* What has to be known of single plug-ins. */

#define SOURCE_TIMEOUT_S 5
#define RTSP_LATENCY_MS 300
#define MOST_GONE 4
#define RANK_RTMP (GST_RANK_PRIMARY + 1) /* of rtmp2src */

static gint is_missing; /* (atomic): a plug-in was */

/* Of 1.22, the newer demuxers of adaptive streams stop in the middle of a playlist that grows, and abort the
 * program when they are taken down while they download. The older ones do neither. */
static void
avoid (const char *feature)
{
  g_autoptr (GstPluginFeature) found = gst_registry_lookup_feature (gst_registry_get (), feature);

  if (found != NULL)
    gst_plugin_feature_set_rank (found, GST_RANK_NONE);
}

static void
avoid_newer_demuxers (void)
{
  avoid ("hlsdemux2");
  avoid ("dashdemux2");
  avoid ("mssdemux2");
}

void
mb_plugins_init (void)
{
  static gsize done;

  if (!g_once_init_enter (&done))
    return;

  gst_init (NULL, NULL);
  avoid_newer_demuxers ();
  mb_decoders_prefer_hardware ();
  g_once_init_leave (&done, 1);
}

void
mb_plugins_look_again (void)
{
  if (!g_atomic_int_compare_and_exchange (&is_missing, TRUE, FALSE))
    return;

  gst_update_registry ();
  avoid_newer_demuxers ();
}

/* The newer source of RTMP takes only what comes in the stream that it asked for; some encoders that serve by themselves
 * do not care. The older one takes all that comes. */
void
mb_plugins_choose_source (const char *uri, guint attempt)
{
  g_autoptr (GstPluginFeature) older = gst_registry_lookup_feature (gst_registry_get (), "rtmpsrc");

  if (older != NULL && g_str_has_prefix (uri, "rtmp"))
    gst_plugin_feature_set_rank (older, attempt % 2 == 1 ? RANK_RTMP + 1 : RANK_RTMP - 1);
}

/* Which Debian package has it: by the end of the installer's detail, "gstreamer|1.0|screen|name|urisource-srt". */
static const char *
find_package (const char *detail)
{
  static const char *const packages[][2] = {
    { "urisource-srt", "gstreamer1.0-plugins-bad" },
    { "urisource-rtmp", "gstreamer1.0-plugins-bad" },
    { "urisource-http", "gstreamer1.0-plugins-good" },
    { "urisource-rtsp", "gstreamer1.0-plugins-good" },
    { "application/x-hls", "gstreamer1.0-plugins-bad" },
    { "application/ogg", "gstreamer1.0-plugins-base" },
    { "decoder-video/mpegts", "gstreamer1.0-plugins-bad" },
    { "systemstream=(boolean)true", "gstreamer1.0-plugins-bad" },
    { "decoder-video/quicktime", "gstreamer1.0-plugins-good" },
    { "decoder-video/x-matroska", "gstreamer1.0-plugins-good" },
    { "decoder-video/webm", "gstreamer1.0-plugins-good" },
    { "decoder-video/x-flv", "gstreamer1.0-plugins-good" },
    { "decoder-video/x-msvideo", "gstreamer1.0-plugins-good" },
    { "decoder-video/x-vp6", "gstreamer1.0-libav" },
    { "decoder-video/x-vp", "gstreamer1.0-plugins-good" },
    { "decoder-video/x-av1", "gstreamer1.0-plugins-bad" },
    { "decoder-video/x-theora", "gstreamer1.0-plugins-base" },
    { "|element-", "gstreamer1.0-plugins-base" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (packages); i++)
    if (strstr (detail, packages[i][0]) != NULL)
      return packages[i][1];

  return "gstreamer1.0-libav";
}

char *
mb_plugins_name_missing (GstMessage *message)
{
  g_autofree char *detail = NULL, *description = NULL;

  if (!gst_is_missing_plugin_message (message))
    return NULL;

  detail = gst_missing_plugin_message_get_installer_detail (message);
  if (detail == NULL || strstr (detail, "decoder-audio/") != NULL || strstr (detail, "decoder-text/") != NULL)
    return NULL;

  g_atomic_int_set (&is_missing, TRUE);
  description = gst_missing_plugin_message_get_description (message);
  return g_strdup_printf ("needs %s (%s)", find_package (detail), description);
}

static void
set_up_rtsp (GstElement *source, guint attempt)
{
  /* Through a switch full of cameras TCP loses nothing; what knows only UDP is asked every third time. */
  gst_util_set_object_arg (G_OBJECT (source), "protocols", attempt % 3 == 2 ? "udp+udp-mcast+tcp" : "tcp");
  g_object_set (source, "latency", RTSP_LATENCY_MS, "drop-on-latency", TRUE, "tcp-timeout",
                (guint64) SOURCE_TIMEOUT_S * G_USEC_PER_SEC, "timeout", (guint64) SOURCE_TIMEOUT_S * G_USEC_PER_SEC,
                "teardown-timeout", (guint64) GST_SECOND / 5, NULL);
}

void
mb_plugins_set_up_source (GstElement *source, guint attempt)
{
  const char *name = GST_OBJECT_NAME (gst_element_get_factory (source));

  if (g_str_equal (name, "rtspsrc"))
    set_up_rtsp (source, attempt);
  else if (g_str_equal (name, "souphttpsrc"))
    {
      g_object_set (source, "timeout", SOURCE_TIMEOUT_S, "retries", 1, "user-agent", "Marketboard", NULL);
      mb_guard_playlist (source);
    }
  else if (g_str_equal (name, "rtmp2src"))
    g_object_set (source, "timeout", SOURCE_TIMEOUT_S, "idle-timeout", SOURCE_TIMEOUT_S, NULL);
  else if (g_str_equal (name, "rtmpsrc"))
    g_object_set (source, "timeout", SOURCE_TIMEOUT_S, NULL);
}

/* The newest of what demuxers in a pipeline have let go of. */
typedef struct
{
  GMutex lock;
  GQueue gone; /* GstElement, owned */
} Sources;

static void
end_source (gpointer data)
{
  gst_element_set_state (data, GST_STATE_NULL);
  gst_object_unref (data);
}

static void
sources_free (gpointer data)
{
  Sources *sources = data;

  g_queue_clear_full (&sources->gone, end_source);
  g_mutex_clear (&sources->lock);
  g_free (sources);
}

static void
on_source_removed (GstBin *demuxer, GstElement *source, gpointer data)
{
  Sources *sources = data;
  GstElement *old = NULL;

  g_mutex_lock (&sources->lock);
  g_queue_push_tail (&sources->gone, gst_object_ref (source));
  if (sources->gone.length > MOST_GONE)
    old = g_queue_pop_head (&sources->gone);
  g_mutex_unlock (&sources->lock);
  g_clear_pointer (&old, end_source);
}

static void
on_element_added (GstBin *pipeline, GstBin *bin, GstElement *element, gpointer data)
{
  static const char known[] = "mb-watched";

  if (!g_str_has_prefix (GST_OBJECT_NAME (element), "srcbin-") || g_object_get_data (G_OBJECT (bin), known) != NULL)
    return;

  g_object_set_data (G_OBJECT (bin), known, bin);
  g_signal_connect (bin, "element-removed", G_CALLBACK (on_source_removed), data);
}

/* The adaptive demuxers of 1.22 bring down what fetches their segments and let go of it, while a thread of theirs may
 * bring it up once more: it would stay for ever. So it is kept until that thread is gone, and brought down then. */
void
mb_plugins_watch_sources (GstElement *pipeline)
{
  Sources *sources = g_new0 (Sources, 1);

  g_mutex_init (&sources->lock);
  g_object_set_data_full (G_OBJECT (pipeline), "mb-sources", sources, sources_free);
  g_signal_connect (pipeline, "deep-element-added", G_CALLBACK (on_element_added), sources);
}

GstElement *
mb_plugins_make_audio_sink (gboolean heard)
{
  return gst_element_factory_make (heard ? "autoaudiosink" : "fakesink", NULL);
}
