/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media-origin.h"

#include "mb-test-files.h"
#include "mb-test-wait.h"
#include "media-film.h"

#include <gst/app/app.h>
#include <gst/gst.h>
#include <libsoup/soup.h>

#include <stdio.h>
#include <string.h>

#define CHUNK (1 << 20)
#define PART_MS 80

struct _MediaOrigin
{
  SoupServer *server;
  guint16 port;
  char *folder;
  GstElement *pipeline; /* (nullable) */
  OriginMode mode;
  gboolean is_held;
  char *stuck; /* the playlist that it stays at */
  GList *listeners; /* SoupServerMessage of /live.ts, and hostile ones */
  GList *silent;    /* those that hear nothing at all */
  guint64 sent;
  GstElement *flv; /* (nullable): for whoever asked for one last */
  gboolean lies;   /* that has sound */
  guint part;      /* source: sends the next picture */
  guint n_parts;
  GBytes *pictures[2];
};

static void
end_flv (MediaOrigin *self)
{
  if (self->flv != NULL)
    gst_element_set_state (self->flv, GST_STATE_NULL);
  g_clear_object (&self->flv);
}

static void
on_gone (SoupServerMessage *message, gpointer data)
{
  MediaOrigin *self = data;

  self->listeners = g_list_remove (self->listeners, message);
  self->silent = g_list_remove (self->silent, message);
}

static void
keep (MediaOrigin *self, GList **list, SoupServerMessage *message)
{
  *list = g_list_prepend (*list, message);
  g_signal_connect (message, "finished", G_CALLBACK (on_gone), self);
  g_signal_connect (message, "disconnected", G_CALLBACK (on_gone), self);
}

/* Something without end, as fast as it is taken. */
static void
on_wrote_chunk (SoupServerMessage *message, gpointer data)
{
  MediaOrigin *self = data;
  static char chunk[CHUNK];

  if (chunk[0] == 0)
    for (guint i = 0; i < CHUNK; i += 16)
      memcpy (chunk + i, self->mode == ORIGIN_GIGANTIC ? "#EXTINF:1,\nabcd\n" : "GGGGGGGGGGGGGGGG", 16);
  self->sent += CHUNK;
  soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_STATIC, chunk, CHUNK);
}

static void
send_endless (MediaOrigin *self, SoupServerMessage *message, const char *begin, const char *type)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_set_content_type (headers, type, NULL);
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_COPY, begin, strlen (begin));
  g_signal_connect (message, "wrote-chunk", G_CALLBACK (on_wrote_chunk), self);
}

static void
send_file (MediaOrigin *self, SoupServerMessage *message, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *file = g_build_filename (self->folder, name, NULL);
  g_autofree char *text = NULL;
  gsize length;

  if (g_str_has_suffix (path, ".m3u8") && (self->mode == ORIGIN_STUCK || self->mode == ORIGIN_ENDED) && self->stuck != NULL)
    {
      text = g_strconcat (self->stuck, self->mode == ORIGIN_ENDED ? "#EXT-X-ENDLIST\n" : NULL, NULL);
      length = strlen (text);
    }
  else if (!g_file_get_contents (file, &text, &length, NULL))
    {
      soup_server_message_set_status (message, 404, NULL);
      return;
    }
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message,
                                    g_str_has_suffix (path, ".m3u8") ? "application/vnd.apple.mpegurl" : "video/mp2t",
                                    SOUP_MEMORY_TAKE, text, length);
  text = NULL;
}

static GstFlowReturn on_flv_sample (GstAppSink *sink, gpointer data);

/* From its beginning, for each who comes: pictures alone. */
static void
begin_flv (MediaOrigin *self)
{
  GstAppSinkCallbacks callbacks = { .new_sample = on_flv_sample };
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) sink = NULL;

  end_flv (self);
  self->flv = gst_parse_launch ("videotestsrc is-live=true pattern=ball ! video/x-raw,format=I420,width=320,height=180,"
                                "framerate=25/1 ! " ORIGIN_H264 " ! flvmux streamable=true ! appsink name=sink sync=false",
                                &error);
  g_assert_no_error (error);
  sink = gst_bin_get_by_name (GST_BIN (self->flv), "sink");
  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, self, NULL);
  gst_element_set_state (self->flv, GST_STATE_PLAYING);
}

/* What goes on until whoever asked goes. */
static void
send_stream (MediaOrigin *self, SoupServerMessage *message, const char *type)
{
  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_set_content_type (soup_server_message_get_response_headers (message), type, NULL);
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message), SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  soup_server_message_pause (message);
  keep (self, &self->listeners, message);
}

static gboolean
is_at (SoupServerMessage *message, const char *suffix)
{
  return g_str_has_suffix (g_uri_get_path (soup_server_message_get_uri (message)), suffix);
}

/* One picture is white, the next black. */
static GBytes *
make_picture (MediaOrigin *self, gboolean white)
{
  g_autofree char *path = g_build_filename (self->folder, "picture.jpeg", NULL);
  g_autofree char *description = g_strdup_printf ("videotestsrc num-buffers=1 pattern=%s ! video/x-raw,width=320,height=180 ! "
                                                  "jpegenc ! filesink location=\"%s\"", white ? "white" : "black", path);

  media_run (description);
  return mb_test_load (path);
}

static void
send_part (MediaOrigin *self, SoupServerMessage *message, GBytes *picture)
{
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  gsize size = g_bytes_get_size (picture);
  g_autofree char *head =
      is_at (message, "rough.mjpeg")
          ? g_strdup ("--camera\r\nContent-Type: image/jpeg\r\n\r\n")
          : g_strdup_printf ("--camera\r\nContent-Type: image/jpeg\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n", size);

  soup_message_body_append (body, SOUP_MEMORY_COPY, head, strlen (head));
  soup_message_body_append_bytes (body, picture);
  soup_message_body_append (body, SOUP_MEMORY_STATIC, "\r\n", 2);
  soup_server_message_unpause (message);
}

static gboolean
on_part (gpointer data)
{
  MediaOrigin *self = data;

  self->n_parts++;
  for (GList *l = self->listeners; l != NULL; l = l->next)
    if (is_at (l->data, ".mjpeg") && !self->is_held)
      send_part (self, l->data, self->pictures[self->n_parts % 2]);
  return G_SOURCE_CONTINUE;
}

static void
begin_parts (MediaOrigin *self)
{
  if (self->part != 0)
    return;

  self->pictures[0] = make_picture (self, FALSE);
  self->pictures[1] = make_picture (self, TRUE);
  self->part = g_timeout_add (PART_MS, on_part, self);
}

static void
end_parts (MediaOrigin *self)
{
  g_clear_handle_id (&self->part, g_source_remove);
  g_clear_pointer (&self->pictures[0], g_bytes_unref);
  g_clear_pointer (&self->pictures[1], g_bytes_unref);
}

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  MediaOrigin *self = data;
  gboolean is_list = g_str_has_suffix (path, ".m3u8");

  if (self->mode == ORIGIN_SILENT)
    {
      soup_server_message_pause (message);
      keep (self, &self->silent, message);
    }
  else if (self->mode == ORIGIN_NOT_FOUND)
    soup_server_message_set_status (message, 404, NULL);
  else if (self->mode == ORIGIN_CIRCLE || (self->mode == ORIGIN_REDIRECTS && g_str_equal (path, "/live.m3u8")))
    soup_server_message_set_redirect (message, 302, self->mode == ORIGIN_CIRCLE ? path : "/there/live.m3u8");
  else if (self->mode == ORIGIN_GIGANTIC && is_list)
    send_endless (self, message, "#EXTM3U\n#EXT-X-TARGETDURATION:1\n", "application/vnd.apple.mpegurl");
  else if (self->mode == ORIGIN_HUGE && !is_list)
    send_endless (self, message, "G", "video/mp2t");
  else if (g_str_equal (path, "/live.ts"))
    send_stream (self, message, "video/mp2t");
  else if (g_str_has_suffix (path, ".mjpeg"))
    {
      begin_parts (self);
      send_stream (self, message, g_str_equal (path, "/rough.mjpeg") ? "multipart/x-mixed-replace; boundary=--camera"
                                                                     : "multipart/x-mixed-replace;boundary=camera");
    }
  else if (g_str_has_suffix (path, ".flv"))
    {
      self->lies = g_str_equal (path, "/loud.flv");
      send_stream (self, message, "video/x-flv");
      begin_flv (self);
    }
  else
    send_file (self, message, path);
}

typedef struct
{
  MediaOrigin *origin;
  GBytes *bytes;
  const char *suffix; /* of whose paths get it */
} Chunk;

static gboolean
on_chunk (gpointer data)
{
  Chunk *chunk = data;

  for (GList *l = chunk->origin->listeners; l != NULL; l = l->next)
    {
      if (!is_at (l->data, chunk->suffix))
        continue;
      soup_message_body_append_bytes (soup_server_message_get_response_body (l->data), chunk->bytes);
      if (!chunk->origin->is_held)
        soup_server_message_unpause (l->data);
    }
  g_bytes_unref (chunk->bytes);
  return G_SOURCE_REMOVE;
}

static GstFlowReturn
on_sample (GstAppSink *sink, gpointer data)
{
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);
  GstMapInfo map;
  Chunk *chunk = g_new0 (Chunk, 1);

  gst_buffer_map (gst_sample_get_buffer (sample), &map, GST_MAP_READ);
  chunk->origin = data;
  chunk->bytes = g_bytes_new (map.data, map.size);
  gst_buffer_unmap (gst_sample_get_buffer (sample), &map);
  chunk->suffix = ".ts";
  g_idle_add_full (G_PRIORITY_DEFAULT, on_chunk, chunk, g_free);
  return GST_FLOW_OK;
}

/* Its head is the first buffer. */
static GstFlowReturn
on_flv_sample (GstAppSink *sink, gpointer data)
{
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);
  Chunk *chunk = g_new0 (Chunk, 1);
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  gsize size = gst_buffer_get_size (buffer);
  guint8 *bytes = g_malloc (size);

  gst_buffer_extract (buffer, 0, bytes, size);
  chunk->origin = data;
  if (chunk->origin->lies && size > 4 && memcmp (bytes, "FLV", 3) == 0)
    bytes[4] |= 4;
  chunk->bytes = g_bytes_new_take (bytes, size);
  chunk->suffix = ".flv";
  g_idle_add_full (G_PRIORITY_DEFAULT, on_chunk, chunk, g_free);
  return GST_FLOW_OK;
}

static void
stop (MediaOrigin *self)
{
  if (self->pipeline == NULL)
    return;

  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  g_clear_object (&self->pipeline);
}

guint
media_origin_get_segments (MediaOrigin *self)
{
  g_autofree char *file = g_build_filename (self->folder, "live.m3u8", NULL);
  g_autofree char *text = NULL;
  guint n = 0;

  if (g_file_get_contents (file, &text, NULL, NULL))
    for (const char *at = strstr (text, "#EXTINF"); at != NULL; at = strstr (at + 1, "#EXTINF"))
      n++;
  return n;
}

void
media_origin_encode (MediaOrigin *self, const char *encoder, int width, int height)
{
  GstAppSinkCallbacks callbacks = { .new_sample = on_sample };
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) sink = NULL;
  g_autofree char *description = NULL, *list = g_build_filename (self->folder, "live.m3u8", NULL);

  stop (self);
  if (encoder == NULL)
    return;

  remove (list);
  description = g_strdup_printf (
      "videotestsrc name=source is-live=true pattern=ball ! video/x-raw,format=I420,width=%d,height=%d,framerate=25/1 ! "
      "timeoverlay ! %s ! tee name=tee tee. ! queue ! hlssink2 target-duration=1 playlist-length=6 max-files=10 "
      "location=\"%s/s%%05d.ts\" playlist-location=\"%s\" tee. ! queue ! mpegtsmux ! appsink name=sink sync=false",
      width, height, encoder, self->folder, list);
  self->pipeline = gst_parse_launch (description, &error);
  g_assert_no_error (error);
  sink = gst_bin_get_by_name (GST_BIN (self->pipeline), "sink");
  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, self, NULL);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
  mb_test_wait (media_origin_get_segments (self) > 0);
}

MediaOrigin *
media_origin_new (void)
{
  MediaOrigin *self = g_new0 (MediaOrigin, 1);

  if (!gst_is_initialized ())
    gst_init (NULL, NULL);
  self->folder = mb_test_folder_new ();
  media_origin_return (self);
  return self;
}

void
media_origin_free (MediaOrigin *self)
{
  stop (self);
  end_flv (self);
  end_parts (self);
  media_origin_vanish (self);
  mb_test_spin ();
  mb_test_folder_free (self->folder);
  g_free (self->stuck);
  g_free (self);
}

char *
media_origin_dup_uri (MediaOrigin *self, const char *path)
{
  return g_strdup_printf ("http://127.0.0.1:%d%s", self->port, path);
}

void
media_origin_set_mode (MediaOrigin *self, OriginMode mode)
{
  g_autofree char *list = g_build_filename (self->folder, "live.m3u8", NULL);

  self->mode = mode;
  g_clear_pointer (&self->stuck, g_free);
  g_file_get_contents (list, &self->stuck, NULL, NULL);
}

void
media_origin_vanish (MediaOrigin *self)
{
  if (self->server == NULL)
    return;

  while (self->silent != NULL)
    {
      SoupServerMessage *message = self->silent->data;

      self->silent = g_list_remove (self->silent, message);
      g_signal_handlers_disconnect_by_data (message, self);
    }
  while (self->listeners != NULL)
    {
      SoupServerMessage *message = self->listeners->data;

      self->listeners = g_list_remove (self->listeners, message);
      g_signal_handlers_disconnect_by_data (message, self);
    }
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
}

void
media_origin_return (MediaOrigin *self)
{
  g_autoptr (GError) error = NULL;
  GSList *uris;

  self->server = soup_server_new (NULL, NULL);
  soup_server_listen_local (self->server, self->port, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  soup_server_add_handler (self->server, NULL, on_request, self, NULL);
  uris = soup_server_get_uris (self->server);
  self->port = (guint16) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

guint64
media_origin_get_sent (MediaOrigin *self)
{
  return self->sent;
}

void
media_origin_hold (MediaOrigin *self, gboolean held)
{
  self->is_held = held;
}

void
media_origin_set_white (MediaOrigin *self, gboolean white)
{
  g_autoptr (GstElement) source = gst_bin_get_by_name (GST_BIN (self->pipeline), "source");

  gst_util_set_object_arg (G_OBJECT (source), "pattern", white ? "white" : "black");
}
