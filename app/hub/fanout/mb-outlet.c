/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/fanout/mb-outlet.h"

#define MAX_VECTORS 16

struct _MbOutlet
{
  GIOStream *stream;
  GPollableOutputStream *out;
  GPollableInputStream *in;
  const MbOutletFuncs *funcs;
  gpointer data;

  GQueue pending;   /* GBytes */
  gsize offset;     /* out of the first of them */
  gint64 moved_at;  /* when bytes last went out, or there was something to write again */
  GSource *write_source;
  GSource *read_source;
  guint gone_id;
};

static void
drop_source (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static gboolean
on_gone (gpointer data)
{
  MbOutlet *self = data;

  self->gone_id = 0;
  self->funcs->gone (self->data);

  return G_SOURCE_REMOVE;
}

/* Told from the main loop: whoever pushes need not expect to lose the outlet under his hands. */
static void
be_gone (MbOutlet *self)
{
  drop_source (&self->write_source);
  drop_source (&self->read_source);
  if (self->gone_id == 0)
    self->gone_id = g_idle_add_full (G_PRIORITY_DEFAULT, on_gone, self, NULL);
}

/* Whatever a client says on a stream is passed over; that it says nothing more is its end. */
static gboolean
on_readable (GObject *stream, gpointer data)
{
  MbOutlet *self = data;
  g_autoptr (GError) error = NULL;
  char scratch[4096];
  gssize n = g_pollable_input_stream_read_nonblocking (self->in, scratch, sizeof scratch, NULL, &error);

  if (n > 0 || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return G_SOURCE_CONTINUE;

  be_gone (self);

  return G_SOURCE_REMOVE;
}

static gboolean
on_writable (GObject *stream, gpointer data)
{
  MbOutlet *self = data;

  drop_source (&self->write_source);
  if (mb_outlet_flush (self))
    self->funcs->drained (self->data);

  return G_SOURCE_REMOVE;
}

static void
wait_for_room (MbOutlet *self)
{
  if (self->write_source != NULL)
    return;

  self->write_source = g_pollable_output_stream_create_source (self->out, NULL);
  g_source_set_callback (self->write_source, G_SOURCE_FUNC (on_writable), self, NULL);
  g_source_attach (self->write_source, g_main_context_get_thread_default ());
}

static void
take_written (MbOutlet *self, gsize written)
{
  self->moved_at = g_get_monotonic_time ();
  self->offset += written;
  while (!g_queue_is_empty (&self->pending))
    {
      GBytes *first = g_queue_peek_head (&self->pending);

      if (self->offset < g_bytes_get_size (first))
        break;
      self->offset -= g_bytes_get_size (first);
      g_bytes_unref (g_queue_pop_head (&self->pending));
    }
}

static guint
gather (MbOutlet *self, GOutputVector *vectors)
{
  gsize offset = self->offset;
  guint n = 0;

  for (GList *l = self->pending.head; l != NULL && n < MAX_VECTORS; l = l->next, n++)
    {
      gsize size;
      const guint8 *bytes = g_bytes_get_data (l->data, &size);

      vectors[n] = (GOutputVector){ bytes + offset, size - offset };
      offset = 0;
    }

  return n;
}

MbOutlet *
mb_outlet_new (GIOStream *stream, const MbOutletFuncs *funcs, gpointer data)
{
  MbOutlet *self = g_new0 (MbOutlet, 1);

  self->stream = stream;
  self->out = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (stream));
  self->in = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (stream));
  self->funcs = funcs;
  self->data = data;
  g_queue_init (&self->pending);

  self->read_source = g_pollable_input_stream_create_source (self->in, NULL);
  g_source_set_callback (self->read_source, G_SOURCE_FUNC (on_readable), self, NULL);
  g_source_attach (self->read_source, g_main_context_get_thread_default ());

  return self;
}

void
mb_outlet_free (MbOutlet *self)
{
  drop_source (&self->write_source);
  drop_source (&self->read_source);
  g_clear_handle_id (&self->gone_id, g_source_remove);
  g_queue_clear_full (&self->pending, (GDestroyNotify) g_bytes_unref);
  g_io_stream_close (self->stream, NULL, NULL);
  g_object_unref (self->stream);
  g_free (self);
}

void
mb_outlet_push (MbOutlet *self, GBytes *bytes)
{
  if (g_bytes_get_size (bytes) == 0)
    return;

  if (g_queue_is_empty (&self->pending))
    self->moved_at = g_get_monotonic_time ();
  g_queue_push_tail (&self->pending, g_bytes_ref (bytes));
}

gboolean
mb_outlet_flush (MbOutlet *self)
{
  GOutputVector vectors[MAX_VECTORS];
  gsize written;

  while (!g_queue_is_empty (&self->pending) && self->write_source == NULL && self->read_source != NULL)
    switch (g_pollable_output_stream_writev_nonblocking (self->out, vectors, gather (self, vectors), &written, NULL,
                                                         NULL))
      {
      case G_POLLABLE_RETURN_OK:
        take_written (self, written);
        break;
      case G_POLLABLE_RETURN_WOULD_BLOCK:
        wait_for_room (self);
        break;
      case G_POLLABLE_RETURN_FAILED:
      default:
        be_gone (self);
        break;
      }

  return g_queue_is_empty (&self->pending);
}

gboolean
mb_outlet_is_blocked (MbOutlet *self)
{
  return !g_queue_is_empty (&self->pending);
}

gint64
mb_outlet_get_stalled_us (MbOutlet *self, gint64 now)
{
  return g_queue_is_empty (&self->pending) ? 0 : now - self->moved_at;
}
