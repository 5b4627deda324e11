/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/fanout/mb-outlet.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#define MAX_VECTORS 16
/* Whoever says so much on a stream at once is no client of it. */
#define MAX_READS 16
#define UNSENT_BYTES (128 * 1024)

struct _MbOutlet
{
  MbDoorStream *stream;
  GPollableOutputStream *out;
  GPollableInputStream *in;
  MbPoller *poller; /* NULL: watched no more */
  const MbOutletFuncs *funcs;
  gpointer data;

  GQueue pending;   /* GBytes */
  gsize offset;     /* out of the first of them */
  gint64 moved_at;  /* when bytes last went out, or there was something to write again */
  gboolean full;    /* the socket takes nothing now */
  guint gone_id;
};

static gboolean
on_gone (gpointer data)
{
  MbOutlet *self = data;

  self->gone_id = 0;
  self->funcs->gone (self->data);

  return G_SOURCE_REMOVE;
}

static void
stop_watching (MbOutlet *self)
{
  if (self->poller != NULL)
    mb_poller_remove (self->poller, g_socket_get_fd (mb_door_stream_get_socket (self->stream)), self);
  self->poller = NULL;
}

/* Told from the main loop: whoever pushes need not expect to lose the outlet under his hands. */
static void
be_gone (MbOutlet *self)
{
  stop_watching (self);
  if (self->gone_id == 0)
    self->gone_id = g_idle_add_full (G_PRIORITY_DEFAULT, on_gone, self, NULL);
}

/* Whatever a client says on a stream is passed over; that it says nothing more is its end. */
static void
drain (MbOutlet *self)
{
  char scratch[4096];

  for (guint i = 0; i < MAX_READS; i++)
    {
      g_autoptr (GError) error = NULL;
      gssize n = g_pollable_input_stream_read_nonblocking (self->in, scratch, sizeof scratch, NULL, &error);

      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return;
      if (n <= 0)
        break;
    }

  be_gone (self);
}

static void
on_ready (gpointer data)
{
  MbOutlet *self = data;
  gboolean was_full = self->full;

  drain (self);
  self->full = FALSE;
  if (was_full && mb_outlet_flush (self))
    self->funcs->drained (self->data);
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

MbPoller *
mb_outlet_poller_new (void)
{
  return mb_poller_new (on_ready);
}

MbOutlet *
mb_outlet_new (MbDoorStream *stream, MbPoller *poller, const MbOutletFuncs *funcs, gpointer data)
{
  MbOutlet *self = g_new0 (MbOutlet, 1);
  GSocket *socket = mb_door_stream_get_socket (stream);

  self->stream = stream;
  self->out = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (G_IO_STREAM (stream)));
  self->in = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (G_IO_STREAM (stream)));
  self->funcs = funcs;
  self->data = data;
  g_queue_init (&self->pending);
  /* What waits in the kernel is a queue, too: enough to keep the way busy. */
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, UNSENT_BYTES, NULL);
  if (mb_poller_add (poller, g_socket_get_fd (socket), self))
    self->poller = poller;
  else
    be_gone (self);

  return self;
}

void
mb_outlet_free (MbOutlet *self)
{
  stop_watching (self);
  g_clear_handle_id (&self->gone_id, g_source_remove);
  g_queue_clear_full (&self->pending, (GDestroyNotify) g_bytes_unref);
  g_io_stream_close (G_IO_STREAM (self->stream), NULL, NULL);
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

  while (!g_queue_is_empty (&self->pending) && !self->full && self->poller != NULL)
    switch (g_pollable_output_stream_writev_nonblocking (self->out, vectors, gather (self, vectors), &written, NULL,
                                                         NULL))
      {
      case G_POLLABLE_RETURN_OK:
        take_written (self, written);
        break;
      case G_POLLABLE_RETURN_WOULD_BLOCK:
        self->full = TRUE;
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
