/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media-origin.h"

#include <gst/rtsp-server/rtsp-server.h>

struct _MediaCamera
{
  GstRTSPServer *server; /* (nullable) */
  guint source;
  GWeakRef valve; /* of who is connected */
  char *port;
  char *uri;
};

#define STREAM \
  "( videotestsrc is-live=true pattern=pinwheel ! video/x-raw,format=I420,width=320,height=180,framerate=25/1 ! valve name=valve ! " ORIGIN_H264 \
  " ! rtph264pay name=pay0 pt=96 )"

/* Who finds that a client's connection is closed while he sends has the client closed later, and holds nothing of it:
 * all of them stay as long as the program does. */
static void
on_connected (GstRTSPServer *server, GstRTSPClient *client, gpointer data)
{
  static GPtrArray *clients;

  if (clients == NULL)
    clients = g_ptr_array_new ();
  g_ptr_array_add (clients, g_object_ref (client));
}

static GstRTSPFilterResult
on_client (GstRTSPServer *server, GstRTSPClient *client, gpointer data)
{
  return GST_RTSP_FILTER_REMOVE; /* which closes it */
}

void
media_camera_switch_off (MediaCamera *self)
{
  if (self->server == NULL)
    return;

  g_source_remove (self->source);
  gst_rtsp_server_client_filter (self->server, on_client, NULL);
  g_clear_object (&self->server);
}

static void
set_frozen (MediaCamera *self, gboolean frozen)
{
  g_autoptr (GstElement) valve = g_weak_ref_get (&self->valve);

  if (valve != NULL)
    g_object_set (valve, "drop", frozen, NULL);
}

void
media_camera_freeze (MediaCamera *self)
{
  set_frozen (self, TRUE);
}

static void
on_media (GstRTSPMediaFactory *factory, GstRTSPMedia *media, MediaCamera *self)
{
  g_autoptr (GstElement) stream = gst_rtsp_media_get_element (media);
  g_autoptr (GstElement) valve = gst_bin_get_by_name (GST_BIN (stream), "valve");

  g_weak_ref_set (&self->valve, valve);
}

static void
serve (MediaCamera *self)
{
  GstRTSPMediaFactory *factory = gst_rtsp_media_factory_new ();
  g_autoptr (GstRTSPMountPoints) mounts = NULL;
  g_autoptr (GstRTSPThreadPool) pool = NULL;

  self->server = gst_rtsp_server_new ();
  pool = gst_rtsp_server_get_thread_pool (self->server);
  gst_rtsp_thread_pool_set_max_threads (pool, 0); /* clients live in the thread that closes them */
  gst_rtsp_server_set_address (self->server, "127.0.0.1");
  gst_rtsp_server_set_service (self->server, self->port);
  gst_rtsp_media_factory_set_launch (factory, STREAM);
  gst_rtsp_media_factory_set_shared (factory, TRUE);
  g_signal_connect (factory, "media-configure", G_CALLBACK (on_media), self);
  mounts = gst_rtsp_server_get_mount_points (self->server);
  gst_rtsp_mount_points_add_factory (mounts, "/1", factory);
  g_signal_connect (self->server, "client-connected", G_CALLBACK (on_connected), NULL);
  self->source = gst_rtsp_server_attach (self->server, NULL);
  g_assert_cmpuint (self->source, !=, 0);
  g_free (self->port);
  self->port = g_strdup_printf ("%d", gst_rtsp_server_get_bound_port (self->server));
}

void
media_camera_switch_on (MediaCamera *self)
{
  if (self->server == NULL)
    serve (self);
  else
    set_frozen (self, FALSE);
}

MediaCamera *
media_camera_new (void)
{
  MediaCamera *self = g_new0 (MediaCamera, 1);

  if (!gst_is_initialized ())
    gst_init (NULL, NULL);
  g_weak_ref_init (&self->valve, NULL);
  self->port = g_strdup ("0");
  media_camera_switch_on (self);
  self->uri = g_strdup_printf ("rtsp://127.0.0.1:%s/1", self->port);
  return self;
}

void
media_camera_free (MediaCamera *self)
{
  media_camera_switch_off (self);
  g_weak_ref_clear (&self->valve);
  g_free (self->port);
  g_free (self->uri);
  g_free (self);
}

const char *
media_camera_get_uri (MediaCamera *self)
{
  return self->uri;
}
