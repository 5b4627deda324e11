/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/wire/mb-door-input.h"

#include <string.h>

#define READ_SIZE (16 * 1024)

struct _MbDoorInput
{
  GInputStream parent_instance;

  GPollableInputStream *base;
  MbDoorPatience patience;
  gboolean released;
  gint64 deadline; /* 0: none */

  MbFraming framing;
  gboolean begun;   /* libsoup has seen something of this request */
  GByteArray *raw;  /* came, but belongs to the next request */
  GByteArray *seen; /* checked, not read by libsoup yet */
  gsize offset;     /* read of seen */
  gsize head_left;  /* of the bytes that are not read: those of a head, which come alone */
};

static void pollable_init (GPollableInputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MbDoorInput, mb_door_input, G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM, pollable_init))

static void
set_deadline (MbDoorInput *self, guint ms)
{
  self->deadline = g_get_monotonic_time () + (gint64) ms * 1000;
}

/* @status: 0: the connection ends, and there is nothing to say. */
static void
refuse (MbDoorInput *self, guint status)
{
  self->framing.state = MB_FRAMING_REFUSED;
  self->framing.refusal = status;
  self->deadline = 0;
}

/* libsoup 3.2 forgets to close a kept-alive connection that ends before the next request's first
 * line; an empty line in front of the end reminds it. */
static void
remind (MbDoorInput *self)
{
  self->begun = TRUE;
  g_byte_array_append (self->seen, (const guint8 *) "\r\n", 2);
}

static void
take (MbDoorInput *self, const guint8 *bytes, gsize length)
{
  MbFramingState before = self->framing.state;
  gsize used = mb_framing_take (&self->framing, bytes, length, self->seen);

  if (used < length)
    g_byte_array_append (self->raw, bytes + used, (guint) (length - used));
  if (before <= MB_FRAMING_HEAD && self->framing.state > MB_FRAMING_HEAD && self->framing.state != MB_FRAMING_REFUSED)
    self->head_left = self->framing.head_length;

  switch (self->framing.state)
    {
    case MB_FRAMING_END:
    case MB_FRAMING_REFUSED:
      self->deadline = 0;
      break;
    case MB_FRAMING_BEGIN:
      break;
    case MB_FRAMING_HEAD:
      if (before == MB_FRAMING_BEGIN)
        set_deadline (self, self->patience.head_ms);
      break;
    case MB_FRAMING_LENGTH:
    case MB_FRAMING_SIZE:
    case MB_FRAMING_CHUNK:
    case MB_FRAMING_AFTER:
    case MB_FRAMING_TRAILER:
    default:
      set_deadline (self, self->patience.body_ms);
      break;
    }
}

/* The bytes of the next request that came with the last one's. */
static void
take_raw (MbDoorInput *self)
{
  g_autoptr (GByteArray) raw = g_steal_pointer (&self->raw);

  self->raw = g_byte_array_new ();
  take (self, raw->data, raw->len);
}

static void
begin_next (MbDoorInput *self)
{
  mb_framing_next (&self->framing);
  self->begun = FALSE;
  set_deadline (self, self->patience.idle_ms);
  take_raw (self);
}

/* FALSE with an error when there is nothing to read now. */
static gboolean
take_more (MbDoorInput *self, GError **error)
{
  g_autoptr (GError) problem = NULL;
  guint8 bytes[READ_SIZE];
  gssize n = g_pollable_input_stream_read_nonblocking (self->base, bytes, sizeof bytes, NULL, &problem);

  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }

  if (n > 0)
    take (self, bytes, (gsize) n);
  else
    refuse (self, n == 0 && self->framing.state != MB_FRAMING_BEGIN ? 400 : 0);

  return TRUE;
}

static gssize
give (MbDoorInput *self, void *buffer, gsize count)
{
  gsize n = MIN (count, self->head_left > 0 ? self->head_left : self->seen->len - self->offset);

  self->begun = TRUE;
  self->head_left -= MIN (n, self->head_left);
  memcpy (buffer, self->seen->data + self->offset, n);
  self->offset += n;
  if (self->offset == self->seen->len)
    {
      g_byte_array_set_size (self->seen, 0);
      self->offset = 0;
    }

  return (gssize) n;
}

static gssize
mb_door_input_read_nonblocking (GPollableInputStream *stream, void *buffer, gsize count, GError **error)
{
  MbDoorInput *self = MB_DOOR_INPUT (stream);

  if (self->released)
    return g_pollable_input_stream_read_nonblocking (self->base, buffer, count, NULL, error);

  while (self->seen->len == 0)
    {
      if (self->framing.state == MB_FRAMING_REFUSED && self->begun)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "the front door is closed");
          return -1;
        }

      if (self->framing.state == MB_FRAMING_REFUSED)
        remind (self);
      else if (self->framing.state == MB_FRAMING_END)
        begin_next (self);
      else if (!take_more (self, error))
        return -1;
    }

  return give (self, buffer, count);
}

/* What can be read now without asking the socket: a refusal is news, too. */
static gboolean
has_news (MbDoorInput *self)
{
  return !self->released &&
         (self->seen->len > 0 || self->raw->len > 0 || self->framing.state == MB_FRAMING_REFUSED);
}

static gboolean
mb_door_input_is_readable (GPollableInputStream *stream)
{
  MbDoorInput *self = MB_DOOR_INPUT (stream);

  return has_news (self) || g_pollable_input_stream_is_readable (self->base);
}

static GSource *
mb_door_input_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  MbDoorInput *self = MB_DOOR_INPUT (stream);
  g_autoptr (GSource) child = NULL;

  /* Whoever waits here after a whole request has answered it. */
  if (!self->released && self->seen->len == 0 && self->framing.state == MB_FRAMING_END)
    begin_next (self);

  if (has_news (self))
    child = g_timeout_source_new (0);
  else
    child = g_pollable_input_stream_create_source (self->base, NULL);

  return g_pollable_source_new_full (stream, child, cancellable);
}

/* libsoup's server reads without blocking; nobody else reads here. */
static gssize
mb_door_input_read (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "the front door never blocks");
  return -1;
}

static void
mb_door_input_finalize (GObject *object)
{
  MbDoorInput *self = MB_DOOR_INPUT (object);

  g_clear_object (&self->base);
  mb_framing_clear (&self->framing);
  g_clear_pointer (&self->raw, g_byte_array_unref);
  g_clear_pointer (&self->seen, g_byte_array_unref);

  G_OBJECT_CLASS (mb_door_input_parent_class)->finalize (object);
}

static void
mb_door_input_class_init (MbDoorInputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mb_door_input_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = mb_door_input_read;
}

static void
pollable_init (GPollableInputStreamInterface *iface)
{
  iface->is_readable = mb_door_input_is_readable;
  iface->create_source = mb_door_input_create_source;
  iface->read_nonblocking = mb_door_input_read_nonblocking;
}

static void
mb_door_input_init (MbDoorInput *self)
{
  mb_framing_init (&self->framing);
  self->raw = g_byte_array_new ();
  self->seen = g_byte_array_new ();
}

GInputStream *
mb_door_input_new (GInputStream *base, const MbDoorPatience *patience)
{
  MbDoorInput *self = g_object_new (MB_TYPE_DOOR_INPUT, NULL);

  self->base = G_POLLABLE_INPUT_STREAM (g_object_ref (base));
  self->patience = *patience;
  set_deadline (self, patience->head_ms);

  return G_INPUT_STREAM (self);
}

guint
mb_door_input_get_refusal (MbDoorInput *self)
{
  return self->framing.state == MB_FRAMING_REFUSED ? self->framing.refusal : 0;
}

gboolean
mb_door_input_expire (MbDoorInput *self, gint64 now)
{
  if (self->deadline == 0 || now < self->deadline)
    return FALSE;

  refuse (self, self->framing.state == MB_FRAMING_BEGIN ? 0 : 408);

  return TRUE;
}

GBytes *
mb_door_input_take_rest (MbDoorInput *self)
{
  GBytes *rest = g_bytes_new (self->seen->data + self->offset, self->seen->len - self->offset);

  g_byte_array_set_size (self->seen, 0);
  self->offset = 0;
  return rest;
}

void
mb_door_input_release (MbDoorInput *self)
{
  self->released = TRUE;
  self->deadline = 0;
}
