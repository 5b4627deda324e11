/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "mb-test-raw.h"

#include "mb-test-wait.h"

#include <string.h>

#define AWAITED_MS 15000
#define SHORT 4096 /* a socket takes as much before anybody reads */

typedef struct
{
  GSocket *socket;
  const char *bytes;
  gsize length, step;
  gboolean shut;
  const char *awaited; /* (nullable) */
  guint times;
  guint quiet_ms;
  GString *answer;
  gboolean closed;
  gint finished;
} Exchange;

static void
send_all (Exchange *self)
{
  for (gsize sent = 0; sent < self->length;)
    {
      gsize n = self->step == 0 ? self->length - sent : MIN (self->step, self->length - sent);
      gssize written = g_socket_send (self->socket, self->bytes + sent, n, NULL, NULL);

      /* A server that had enough closes while we still talk. */
      if (written <= 0)
        return;
      sent += (gsize) written;
    }
}

static gint64
get_patience (Exchange *self)
{
  const char *at = self->answer->str;
  guint n = 0;

  while (n < self->times && (at = strstr (at, self->awaited)) != NULL)
    {
      n++;
      at++;
    }

  return (gint64) (n < self->times ? AWAITED_MS : self->quiet_ms) * 1000;
}

static gboolean
is_short (Exchange *self)
{
  return self->step == 0 && self->length <= SHORT;
}

static gpointer
run (gpointer data)
{
  Exchange *self = data;
  char buffer[4096];
  gssize n;

  if (!is_short (self))
    send_all (self);
  if (self->shut)
    g_socket_shutdown (self->socket, FALSE, TRUE, NULL);

  while (g_socket_condition_timed_wait (self->socket, G_IO_IN, get_patience (self), NULL, NULL))
    {
      n = g_socket_receive (self->socket, buffer, sizeof buffer, NULL, NULL);
      if (n <= 0)
        {
          self->closed = TRUE;
          break;
        }
      g_string_append_len (self->answer, buffer, n);
    }

  g_atomic_int_set (&self->finished, 1);
  g_main_context_wakeup (NULL);

  return NULL;
}

static GString *
exchange (Exchange *self, guint port, gboolean *closed)
{
  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);
  GThread *thread;

  g_assert_true (g_socket_connect (socket, address, NULL, NULL));
  g_socket_set_option (socket, 6 /* IPPROTO_TCP */, 1 /* TCP_NODELAY */, 1, NULL);
  self->socket = socket;
  self->answer = g_string_new (NULL);
  /* A server in the test itself finds all of it when it looks for the first time. */
  if (is_short (self))
    send_all (self);
  thread = g_thread_new ("exchange", run, self);
  mb_test_wait (g_atomic_int_get (&self->finished));
  g_thread_join (thread);
  if (closed != NULL)
    *closed = self->closed;

  return self->answer;
}

GString *
mb_test_exchange (guint port, const char *bytes, gssize length, gsize step, gboolean shut, guint quiet_ms,
                  gboolean *closed)
{
  Exchange self = {
    .bytes = bytes,
    .length = length < 0 ? strlen (bytes) : (gsize) length,
    .step = step,
    .shut = shut,
    .quiet_ms = quiet_ms,
  };

  return exchange (&self, port, closed);
}

GString *
mb_test_exchange_for (guint port, const char *bytes, gssize length, gsize step, const char *awaited, guint times,
                      guint quiet_ms, gboolean *closed)
{
  Exchange self = {
    .bytes = bytes,
    .length = length < 0 ? strlen (bytes) : (gsize) length,
    .step = step,
    .awaited = awaited,
    .times = times,
    .quiet_ms = quiet_ms,
  };

  return exchange (&self, port, closed);
}
