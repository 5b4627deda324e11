/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/wire/mb-door-stream.h"

#include "core/wire/mb-report-codec.h"
#include "hub/wire/mb-linger.h"

#include <libsoup/soup.h>

struct _MbDoorStream
{
  GIOStream parent_instance;

  GSocketConnection *base; /* NULL once it lingers */
  GInputStream *input;
  GOutputStream *output;
  GBytes *last_words;
};

G_DEFINE_FINAL_TYPE (MbDoorStream, mb_door_stream, G_TYPE_IO_STREAM)

static GInputStream *
mb_door_stream_get_input_stream (GIOStream *stream)
{
  return MB_DOOR_STREAM (stream)->input;
}

static GOutputStream *
mb_door_stream_get_output_stream (GIOStream *stream)
{
  return MB_DOOR_STREAM (stream)->output;
}

static gboolean
mb_door_stream_close (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  MbDoorStream *self = MB_DOOR_STREAM (stream);
  guint refusal = mb_door_input_get_refusal (MB_DOOR_INPUT (self->input));

  if (refusal != 0)
    self->last_words = mb_door_refusal (refusal);
  if (self->base != NULL)
    mb_linger_close (G_IO_STREAM (g_steal_pointer (&self->base)), self->last_words);

  return TRUE;
}

static void
mb_door_stream_finalize (GObject *object)
{
  MbDoorStream *self = MB_DOOR_STREAM (object);

  g_clear_object (&self->base);
  g_clear_object (&self->input);
  g_clear_object (&self->output);
  g_clear_pointer (&self->last_words, g_bytes_unref);

  G_OBJECT_CLASS (mb_door_stream_parent_class)->finalize (object);
}

static void
mb_door_stream_class_init (MbDoorStreamClass *klass)
{
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mb_door_stream_finalize;
  stream_class->get_input_stream = mb_door_stream_get_input_stream;
  stream_class->get_output_stream = mb_door_stream_get_output_stream;
  stream_class->close_fn = mb_door_stream_close;
}

static void
mb_door_stream_init (MbDoorStream *self)
{
}

GIOStream *
mb_door_stream_new (GSocketConnection *connection, const MbDoorPatience *patience)
{
  MbDoorStream *self = g_object_new (MB_TYPE_DOOR_STREAM, NULL);

  self->base = g_object_ref (connection);
  self->input = mb_door_input_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)), patience);
  self->output = g_object_ref (g_io_stream_get_output_stream (G_IO_STREAM (connection)));

  return G_IO_STREAM (self);
}

void
mb_door_stream_expire (MbDoorStream *self, gint64 now)
{
  /* libsoup waits for the socket, so the socket has to say something: that nothing more will come. */
  if (self->base != NULL && mb_door_input_expire (MB_DOOR_INPUT (self->input), now))
    g_socket_shutdown (g_socket_connection_get_socket (self->base), TRUE, FALSE, NULL);
}

void
mb_door_stream_release (MbDoorStream *self)
{
  mb_door_input_release (MB_DOOR_INPUT (self->input));
}

GBytes *
mb_door_stream_take_rest (MbDoorStream *self)
{
  return mb_door_input_take_rest (MB_DOOR_INPUT (self->input));
}

GSocket *
mb_door_stream_get_socket (MbDoorStream *self)
{
  return g_socket_connection_get_socket (self->base);
}

void
mb_door_stream_set_last_words (MbDoorStream *self, GBytes *answer)
{
  self->last_words = g_bytes_ref (answer);
}

GBytes *
mb_door_refusal (guint status)
{
  char *text = g_strdup_printf ("HTTP/1.1 %u %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", status,
                                mb_problem_get_title (status));

  return g_bytes_new_take (text, strlen (text));
}
