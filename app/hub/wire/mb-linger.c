/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/wire/mb-linger.h"

#define LIMIT_MS 2000
#define LIMIT_BYTES (64 * 1024 * 1024)

typedef struct
{
  GIOStream *stream;
  GBytes *answer;
  gsize written, drained;
  GSource *wait;  /* for the socket */
  GSource *limit; /* for the end of patience */
} Linger;

static void
drop_source (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
end (Linger *self)
{
  drop_source (&self->wait);
  drop_source (&self->limit);
  g_io_stream_close (self->stream, NULL, NULL);
  g_object_unref (self->stream);
  g_clear_pointer (&self->answer, g_bytes_unref);
  g_free (self);
}

static gboolean
on_limit (gpointer data)
{
  end (data);

  return G_SOURCE_REMOVE;
}

static gboolean go_on (GObject *stream, gpointer data);

static void
wait_for (Linger *self, GSource *source)
{
  drop_source (&self->wait);
  self->wait = source;
  g_source_set_callback (source, G_SOURCE_FUNC (go_on), self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
}

/* TRUE when all of the answer is out and the write side is shut. */
static gboolean
write_answer (Linger *self, GError **error)
{
  GOutputStream *out = g_io_stream_get_output_stream (self->stream);
  const guint8 *bytes;
  gsize length;
  gssize n;

  if (self->answer == NULL)
    return TRUE;

  bytes = g_bytes_get_data (self->answer, &length);
  while (self->written < length)
    {
      n = g_pollable_output_stream_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (out), bytes + self->written,
                                                      length - self->written, NULL, error);
      if (n < 0)
        return FALSE;
      self->written += (gsize) n;
    }

  g_clear_pointer (&self->answer, g_bytes_unref);
  if (G_IS_SOCKET_CONNECTION (self->stream))
    g_socket_shutdown (g_socket_connection_get_socket (G_SOCKET_CONNECTION (self->stream)), FALSE, TRUE, NULL);

  return TRUE;
}

/* FALSE with an error when there is nothing to read now; at the end there is none. */
static gboolean
drain (Linger *self, GError **error)
{
  GInputStream *in = g_io_stream_get_input_stream (self->stream);
  char scratch[16 * 1024];
  gssize n;

  do
    {
      n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (in), scratch, sizeof scratch, NULL,
                                                    error);
      if (n > 0)
        self->drained += (gsize) n;
    }
  while (n > 0 && self->drained < LIMIT_BYTES);

  return n >= 0;
}

static gboolean
go_on (GObject *stream, gpointer data)
{
  Linger *self = data;
  g_autoptr (GError) error = NULL;
  gboolean blocked;

  if (!write_answer (self, &error))
    {
      blocked = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
      if (blocked)
        wait_for (self, g_pollable_output_stream_create_source (
                            G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (self->stream)), NULL));
    }
  else
    {
      blocked = !drain (self, &error) && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
      if (blocked)
        wait_for (self, g_pollable_input_stream_create_source (
                            G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (self->stream)), NULL));
    }

  if (!blocked)
    end (self);

  return G_SOURCE_REMOVE;
}

void
mb_linger_close (GIOStream *stream, GBytes *answer)
{
  Linger *self = g_new0 (Linger, 1);

  self->stream = stream;
  self->answer = answer ? g_bytes_ref (answer) : g_bytes_new_static ("", 0);
  self->limit = g_timeout_source_new (LIMIT_MS);
  g_source_set_callback (self->limit, on_limit, self, NULL);
  g_source_attach (self->limit, g_main_context_get_thread_default ());
  go_on (NULL, self);
}
