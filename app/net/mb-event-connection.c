/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-net"

#include "net/mb-event-connection.h"

#include "core/base/mb-error.h"

/* Asks once for an event stream and passes its bytes on. */

#define CHUNK (32 * 1024)

struct _MbEventConnection
{
  GObject parent_instance;

  SoupMessage *message;
  GInputStream *stream;
  GCancellable *cancellable;
  const MbEventConnectionFuncs *funcs;
  gpointer data;
  char chunk[CHUNK];
};

G_DEFINE_FINAL_TYPE (MbEventConnection, mb_event_connection, G_TYPE_OBJECT)

static void read_chunk (MbEventConnection *self);

static void
lose (MbEventConnection *self, const GError *error, gboolean refused)
{
  g_autoptr(MbEventConnection) hold = g_object_ref (self);

  self->funcs->lost (self->data, error, refused);
  mb_event_connection_cancel (self);
}

/* The essence of a MIME type is what stands before its parameters; those change nothing here. */
static gboolean
is_event_stream (SoupMessage *message)
{
  const char *header = soup_message_headers_get_one (soup_message_get_response_headers (message), "Content-Type");
  g_autofree char *essence = NULL;

  if (header == NULL)
    return FALSE;

  essence = g_strstrip (g_strndup (header, strcspn (header, ";")));
  return g_ascii_strcasecmp (essence, "text/event-stream") == 0;
}

static gboolean
check_answer (SoupMessage *message, GError **error)
{
  guint status = soup_message_get_status (message);

  if (status != SOUP_STATUS_OK)
    mb_error_set (error, MB_ERROR_NETWORK, NULL, "The server answers %u %s", status,
                  soup_status_get_phrase (status));
  else if (!is_event_stream (message))
    mb_error_set (error, MB_ERROR_NETWORK, NULL, "The server's answer is not an event stream");
  else
    return TRUE;

  return FALSE;
}

static void
on_chunk_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(MbEventConnection) self = data;
  g_autoptr(GError) error = NULL;
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (length > 0)
    {
      self->funcs->bytes (self->data, self->chunk, length);
      if (!g_cancellable_is_cancelled (self->cancellable))
        read_chunk (self);
      return;
    }

  if (length == 0)
    mb_error_set (&error, MB_ERROR_NETWORK, NULL, "The server ended the stream");
  lose (self, error, FALSE);
}

static void
read_chunk (MbEventConnection *self)
{
  g_input_stream_read_async (self->stream, self->chunk, CHUNK, G_PRIORITY_DEFAULT, self->cancellable,
                             on_chunk_ready, g_object_ref (self));
}

static void
on_answer_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(MbEventConnection) self = data;
  g_autoptr(GError) error = NULL;

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (self->stream == NULL)
    {
      lose (self, error, g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_REDIRECT_NO_LOCATION));
      return;
    }
  if (!check_answer (self->message, &error))
    {
      lose (self, error, TRUE);
      return;
    }

  self->funcs->opened (self->data);
  if (!g_cancellable_is_cancelled (self->cancellable))
    read_chunk (self);
}

static void
mb_event_connection_finalize (GObject *object)
{
  MbEventConnection *self = MB_EVENT_CONNECTION (object);

  /* Cancelled, a close does not wait for the rest of the body. */
  if (self->stream != NULL)
    g_input_stream_close (self->stream, self->cancellable, NULL);
  g_clear_object (&self->stream);
  g_clear_object (&self->message);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (mb_event_connection_parent_class)->finalize (object);
}

static void
mb_event_connection_class_init (MbEventConnectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mb_event_connection_finalize;
}

static void
mb_event_connection_init (MbEventConnection *self)
{
  self->cancellable = g_cancellable_new ();
}

MbEventConnection *
mb_event_connection_new (SoupSession *session, SoupMessage *message, const MbEventConnectionFuncs *funcs, gpointer data)
{
  MbEventConnection *self;

  g_return_val_if_fail (SOUP_IS_SESSION (session), NULL);
  g_return_val_if_fail (SOUP_IS_MESSAGE (message), NULL);

  self = g_object_new (MB_TYPE_EVENT_CONNECTION, NULL);
  self->message = g_object_ref (message);
  self->funcs = funcs;
  self->data = data;
  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, self->cancellable, on_answer_ready,
                           g_object_ref (self));
  return self;
}

void
mb_event_connection_cancel (MbEventConnection *self)
{
  g_return_if_fail (MB_IS_EVENT_CONNECTION (self));

  g_cancellable_cancel (self->cancellable);
}
