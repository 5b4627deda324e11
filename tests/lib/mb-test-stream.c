/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "mb-test-stream.h"

#include <string.h>

static void
take (MbTestStream *self, const char *bytes, gsize length)
{
  const char *end;

  if (strstr (self->head->str, "\r\n\r\n") != NULL)
    {
      g_string_append_len (self->text, bytes, (gssize) length);
      return;
    }

  g_string_append_len (self->head, bytes, (gssize) length);
  end = strstr (self->head->str, "\r\n\r\n");
  if (end != NULL)
    {
      gsize head = (gsize) (end + 4 - self->head->str);

      g_string_append_len (self->text, self->head->str + head, (gssize) (self->head->len - head));
      g_string_truncate (self->head, head);
    }
}

static gboolean
on_readable (GObject *stream, gpointer data)
{
  MbTestStream *self = data;
  g_autoptr (GError) error = NULL;
  char bytes[16 * 1024];
  gssize n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (stream), bytes, sizeof bytes, NULL,
                                                       &error);

  if (n > 0)
    take (self, bytes, (gsize) n);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    {
      self->closed = TRUE;
      g_clear_pointer (&self->source, g_source_unref);
      return G_SOURCE_REMOVE;
    }

  return G_SOURCE_CONTINUE;
}

MbTestStream *
mb_test_stream_open (guint port, const char *path, const char *last_event_id)
{
  MbTestStream *self = g_new0 (MbTestStream, 1);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *request =
      g_strdup_printf ("GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n%s%s%s\r\n", path,
                       last_event_id ? "Last-Event-ID: " : "", last_event_id ? last_event_id : "",
                       last_event_id ? "\r\n" : "");

  self->head = g_string_new (NULL);
  self->text = g_string_new (NULL);
  self->connection = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) port, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (self->connection)), request, strlen (request),
                             NULL, NULL, &error);
  g_assert_no_error (error);
  mb_test_stream_set_reading (self, TRUE);

  return self;
}

void
mb_test_stream_free (MbTestStream *self)
{
  mb_test_stream_set_reading (self, FALSE);
  g_io_stream_close (G_IO_STREAM (self->connection), NULL, NULL);
  g_object_unref (self->connection);
  g_string_free (self->head, TRUE);
  g_string_free (self->text, TRUE);
  g_free (self);
}

void
mb_test_stream_set_reading (MbTestStream *self, gboolean reading)
{
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (self->connection));

  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  if (!reading)
    return;

  self->source = g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (in), NULL);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_readable), self, NULL);
  g_source_attach (self->source, NULL);
}

gboolean
mb_test_stream_has_live (MbTestStream *self, const char *position)
{
  g_autofree char *line = g_strdup_printf ("event: live\nid: %s\ndata: ", position);
  const char *live = strstr (self->text->str, line);

  return live != NULL && strstr (live, "\n\n") != NULL;
}

guint
mb_test_stream_count (MbTestStream *self, const char *what)
{
  guint n = 0;

  for (const char *at = strstr (self->text->str, what); at != NULL; at = strstr (at + 1, what))
    n++;

  return n;
}

char *
mb_test_stream_dup_last_live (MbTestStream *self)
{
  const char *last = g_strrstr (self->text->str, "event: live\nid: ");
  const char *end = last ? strchr (last + strlen ("event: live\nid: "), '\n') : NULL;

  if (end == NULL)
    return NULL;
  last += strlen ("event: live\nid: ");

  return g_strndup (last, (gsize) (end - last));
}

void
mb_test_stream_clear (MbTestStream *self)
{
  g_string_truncate (self->text, 0);
}
