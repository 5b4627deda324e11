/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mb-test-peer.h"

#include <string.h>
#include <sys/socket.h>

#include "mb-test-wait.h"

typedef struct _MbTestSocket
{
  gatomicrefcount ref_count;
  MbTestPeer *peer;
  GSocketConnection *connection;
  GCancellable *cancellable;
  GByteArray *in;
  GByteArray *out;
  GBytes *writing;
  gboolean closing;
  MbTestRequest *request; /* the newest */
  char chunk[16384];
} MbTestSocket;

struct _MbTestPeer
{
  GSocketService *service;
  char *url;
  GPtrArray *requests;
  GPtrArray *sockets;
};

static void read_more (MbTestSocket *socket);
static void write_more (MbTestSocket *socket);

static void
socket_unref (MbTestSocket *socket)
{
  if (!g_atomic_ref_count_dec (&socket->ref_count))
    return;

  g_object_unref (socket->connection);
  g_object_unref (socket->cancellable);
  g_byte_array_unref (socket->in);
  g_byte_array_unref (socket->out);
  g_clear_pointer (&socket->writing, g_bytes_unref);
  g_free (socket);
}

static MbTestSocket *
socket_ref (MbTestSocket *socket)
{
  g_atomic_ref_count_inc (&socket->ref_count);
  return socket;
}

static void
socket_close (MbTestSocket *socket)
{
  g_cancellable_cancel (socket->cancellable);
  g_socket_close (g_socket_connection_get_socket (socket->connection), NULL);
}

static void
request_free (MbTestRequest *request)
{
  g_free (request->head);
  g_byte_array_unref (request->body);
  socket_unref (request->socket);
  g_free (request);
}

static gsize
content_length (MbTestRequest *request)
{
  g_autofree char *length = mb_test_request_dup_header (request, "Content-Length");

  return length != NULL ? g_ascii_strtoull (length, NULL, 10) : 0;
}

/* A request is shown to the test when its body is whole. */
static void
take_requests (MbTestSocket *socket)
{
  for (;;)
    {
      const char *end = g_strstr_len ((char *) socket->in->data, socket->in->len, "\r\n\r\n");
      MbTestRequest *request;
      gsize head, length;

      if (end == NULL)
        return;

      head = end + 4 - (char *) socket->in->data;
      request = g_new0 (MbTestRequest, 1);
      request->head = g_strndup ((char *) socket->in->data, head);
      request->body = g_byte_array_new ();
      request->socket = socket_ref (socket);
      length = content_length (request);
      if (socket->in->len < head + length)
        {
          request_free (request);
          return;
        }

      if (length > 0)
        g_byte_array_append (request->body, socket->in->data + head, length);
      g_byte_array_remove_range (socket->in, 0, head + length);
      socket->request = request;
      g_ptr_array_add (socket->peer->requests, request);
    }
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  MbTestSocket *socket = data;
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (!g_cancellable_is_cancelled (socket->cancellable))
    {
      if (length > 0)
        {
          g_byte_array_append (socket->in, (guint8 *) socket->chunk, length);
          take_requests (socket);
          read_more (socket);
        }
      else if (socket->request != NULL)
        {
          socket->request->gone = TRUE;
        }
    }
  socket_unref (socket);
}

static void
read_more (MbTestSocket *socket)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (socket->connection)), socket->chunk,
                             sizeof socket->chunk, G_PRIORITY_DEFAULT, socket->cancellable, on_read,
                             socket_ref (socket));
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  MbTestSocket *socket = data;

  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);
  g_clear_pointer (&socket->writing, g_bytes_unref);
  if (!g_cancellable_is_cancelled (socket->cancellable))
    write_more (socket);
  socket_unref (socket);
}

static void
write_more (MbTestSocket *socket)
{
  if (socket->writing != NULL)
    return;

  if (socket->out->len == 0)
    {
      if (socket->closing)
        socket_close (socket);
      return;
    }
  socket->writing = g_bytes_new (socket->out->data, socket->out->len);
  g_byte_array_set_size (socket->out, 0);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (socket->connection)),
                                   g_bytes_get_data (socket->writing, NULL), g_bytes_get_size (socket->writing),
                                   G_PRIORITY_DEFAULT, socket->cancellable, on_written, socket_ref (socket));
}

static gboolean
on_incoming (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  MbTestPeer *self = data;
  MbTestSocket *socket = g_new0 (MbTestSocket, 1);

  g_atomic_ref_count_init (&socket->ref_count);
  socket->peer = self;
  socket->connection = g_object_ref (connection);
  socket->cancellable = g_cancellable_new ();
  socket->in = g_byte_array_new ();
  socket->out = g_byte_array_new ();
  g_ptr_array_add (self->sockets, socket);
  read_more (socket);
  return TRUE;
}

MbTestPeer *
mb_test_peer_new (void)
{
  MbTestPeer *self = g_new0 (MbTestPeer, 1);
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr(GSocketAddress) address = NULL;

  self->service = g_socket_service_new ();
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) request_free);
  self->sockets = g_ptr_array_new_with_free_func ((GDestroyNotify) socket_unref);
  g_assert_true (g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any, G_SOCKET_TYPE_STREAM,
                                                G_SOCKET_PROTOCOL_TCP, NULL, &address, NULL));
  self->url = g_strdup_printf ("http://127.0.0.1:%u",
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);
  return self;
}

void
mb_test_peer_free (MbTestPeer *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_object_unref (self->service);
  for (guint i = 0; i < self->sockets->len; i++)
    socket_close (self->sockets->pdata[i]);
  g_ptr_array_unref (self->requests);
  g_ptr_array_unref (self->sockets);
  mb_test_spin ();
  g_free (self->url);
  g_free (self);
}

const char *
mb_test_peer_get_url (MbTestPeer *self)
{
  return self->url;
}

guint
mb_test_peer_get_n_requests (MbTestPeer *self)
{
  return self->requests->len;
}

guint
mb_test_peer_get_n_connections (MbTestPeer *self)
{
  return self->sockets->len;
}

MbTestRequest *
mb_test_peer_wait (MbTestPeer *self, guint index)
{
  mb_test_wait (self->requests->len > index);
  return self->requests->pdata[index];
}

/* @index: among those that are asked for @what */
static MbTestRequest *
find_request (MbTestPeer *self, const char *what, guint index)
{
  for (guint i = 0; i < self->requests->len; i++)
    {
      MbTestRequest *request = self->requests->pdata[i];

      if (g_strstr_len (request->head, strstr (request->head, "\r\n") - request->head, what) != NULL && index-- == 0)
        return request;
    }
  return NULL;
}

MbTestRequest *
mb_test_peer_wait_for (MbTestPeer *self, const char *what, guint index)
{
  mb_test_wait (find_request (self, what, index) != NULL);
  return find_request (self, what, index);
}

char *
mb_test_request_dup_header (MbTestRequest *self, const char *name)
{
  g_auto(GStrv) lines = g_strsplit (self->head, "\r\n", -1);
  gsize length = strlen (name);

  for (guint i = 1; lines[i] != NULL; i++)
    {
      if (g_ascii_strncasecmp (lines[i], name, length) == 0 && lines[i][length] == ':')
        return g_strstrip (g_strdup (lines[i] + length + 1));
    }
  return NULL;
}

void
mb_test_request_send_bytes (MbTestRequest *self, const char *bytes, gsize length)
{
  g_byte_array_append (self->socket->out, (const guint8 *) bytes, length);
  write_more (self->socket);
}

void
mb_test_request_send (MbTestRequest *self, const char *text)
{
  mb_test_request_send_bytes (self, text, strlen (text));
}

void
mb_test_request_open_stream (MbTestRequest *self)
{
  mb_test_request_send (self, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
                              "Connection: close\r\n\r\n");
}

void
mb_test_request_answer (MbTestRequest *self, guint status, const char *type, const char *body)
{
  g_autofree char *answer = g_strdup_printf ("HTTP/1.1 %u Told\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n%s",
                                             status, type, strlen (body), body);

  mb_test_request_send (self, answer);
}

void
mb_test_request_close (MbTestRequest *self)
{
  self->socket->closing = TRUE;
  write_more (self->socket);
}

void
mb_test_request_reset (MbTestRequest *self)
{
  struct linger linger = { 1, 0 };
  int fd = g_socket_get_fd (g_socket_connection_get_socket (self->socket->connection));

  g_assert_cmpint (setsockopt (fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger), ==, 0);
  socket_close (self->socket);
}
