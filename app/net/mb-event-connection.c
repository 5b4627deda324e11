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
  guint connect_ms;
  GSource *connecting; /* runs out; NULL before, and once somebody is there */
  gboolean reached;
  GInputStream *stream;
  GCancellable *cancellable;
  const MbEventConnectionFuncs *funcs;
  gpointer data;
  char chunk[CHUNK];
};

G_DEFINE_FINAL_TYPE (MbEventConnection, mb_event_connection, G_TYPE_OBJECT)

static void read_chunk (MbEventConnection *self);

static void
stop_watch (MbEventConnection *self)
{
  if (self->connecting != NULL)
    g_source_destroy (self->connecting);
  g_clear_pointer (&self->connecting, g_source_unref);
}

static void
lose (MbEventConnection *self, MbEventLoss loss, const GError *error)
{
  g_autoptr(MbEventConnection) hold = g_object_ref (self);

  self->funcs->lost (self, loss, error, self->data);
  mb_event_connection_cancel (self);
}

static gboolean
on_unreachable (gpointer data)
{
  MbEventConnection *self = data;
  g_autoptr(GError) error = NULL;

  mb_error_set (&error, MB_ERROR_NETWORK, NULL, "The server cannot be reached");
  lose (self, MB_LOSS_UNREACHABLE, error);
  return G_SOURCE_REMOVE;
}

/* The system repeats a lost first packet after 1, 3, 7 s: too seldom for a cable that is plugged meanwhile. */
static void
on_network_event (MbEventConnection *self, GSocketClientEvent event)
{
  if (event == G_SOCKET_CLIENT_CONNECTED)
    {
      self->reached = TRUE;
      stop_watch (self);
    }
  if (event != G_SOCKET_CLIENT_CONNECTING || self->connect_ms == 0 || self->connecting != NULL || self->reached)
    return;

  self->connecting = g_timeout_source_new (self->connect_ms);
  g_source_set_callback (self->connecting, on_unreachable, self, NULL);
  g_source_attach (self->connecting, g_main_context_get_thread_default ());
}

/* Why there is no answer. A box that says no is there, though its hub is not. */
static MbEventLoss
classify (MbEventConnection *self, const GError *error)
{
  if (g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_REDIRECT_NO_LOCATION))
    return MB_LOSS_REFUSED;
  if (self->reached || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return MB_LOSS_BROKEN;

  return MB_LOSS_UNREACHABLE;
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
    mb_error_set (error, status == SOUP_STATUS_NOT_FOUND ? MB_ERROR_NOT_FOUND : MB_ERROR_NETWORK, NULL,
                  "%s is answered %u %s", g_uri_get_path (soup_message_get_uri (message)), status, soup_status_get_phrase (status));
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
      self->funcs->bytes (self, self->chunk, length, self->data);
      if (!g_cancellable_is_cancelled (self->cancellable))
        read_chunk (self);
      return;
    }

  if (length == 0)
    mb_error_set (&error, MB_ERROR_NETWORK, NULL, "The server ended the stream");
  lose (self, MB_LOSS_BROKEN, error);
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
      lose (self, classify (self, error), error);
      return;
    }
  if (!check_answer (self->message, &error))
    {
      lose (self, MB_LOSS_REFUSED, error);
      return;
    }

  self->funcs->opened (self, self->data);
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
  stop_watch (self);
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
mb_event_connection_new (SoupSession *session, SoupMessage *message, guint connect_ms,
                         const MbEventConnectionFuncs *funcs, gpointer data)
{
  MbEventConnection *self;

  g_return_val_if_fail (SOUP_IS_SESSION (session), NULL);
  g_return_val_if_fail (SOUP_IS_MESSAGE (message), NULL);

  self = g_object_new (MB_TYPE_EVENT_CONNECTION, NULL);
  self->message = g_object_ref (message);
  self->connect_ms = connect_ms;
  self->funcs = funcs;
  self->data = data;
  g_signal_connect_object (message, "network-event", G_CALLBACK (on_network_event), self, G_CONNECT_SWAPPED);
  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, self->cancellable, on_answer_ready,
                           g_object_ref (self));
  return self;
}

void
mb_event_connection_cancel (MbEventConnection *self)
{
  g_return_if_fail (MB_IS_EVENT_CONNECTION (self));

  stop_watch (self);
  g_cancellable_cancel (self->cancellable);
}
