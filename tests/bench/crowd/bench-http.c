/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct _BenchHttp
{
  int fd;
  gboolean waiting;
  GString *answer;
  gsize body; /* where it begins */
};

static int
try_to_connect (guint port)
{
  struct sockaddr_in address = { AF_INET, htons ((guint16) port), { htonl (INADDR_LOOPBACK) }, { 0 } };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (fd >= 0 && connect (fd, (struct sockaddr *) &address, sizeof address) == 0)
    return fd;

  close (fd);

  return -1;
}

void
bench_wait_for_port (guint port)
{
  gint64 until = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  int fd;

  while ((fd = try_to_connect (port)) < 0 && g_get_monotonic_time () < until)
    g_usleep (10000);
  if (fd < 0)
    g_error ("nobody listens on port %u", port);
  close (fd);
}

int
bench_connect (guint port)
{
  int fd = try_to_connect (port), on = 1;

  if (fd < 0)
    g_error ("no connection to port %u: %s", port, g_strerror (errno));
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);

  return fd;
}

void
bench_send (int fd, const char *bytes, gsize length)
{
  gssize n;

  for (gsize sent = 0; sent < length; sent += (gsize) n)
    if ((n = send (fd, bytes + sent, length - sent, MSG_NOSIGNAL)) < 0)
      g_error ("send: %s", g_strerror (errno));
}

BenchHttp *
bench_http_new (guint port)
{
  BenchHttp *self = g_new0 (BenchHttp, 1);

  self->fd = bench_connect (port);
  self->answer = g_string_new (NULL);

  return self;
}

void
bench_http_free (BenchHttp *self)
{
  close (self->fd);
  g_string_free (self->answer, TRUE);
  g_free (self);
}

int
bench_http_get_fd (BenchHttp *self)
{
  return self->fd;
}

void
bench_http_send (BenchHttp *self, const char *method, const char *path, const char *body)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append_printf (out, "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n", method, path);
  if (body != NULL)
    g_string_append_printf (out, "Content-Type: application/json\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n",
                            strlen (body));
  g_string_append (out, "\r\n");
  if (body != NULL)
    g_string_append (out, body);

  g_string_truncate (self->answer, 0);
  self->waiting = TRUE;
  bench_send (self->fd, out->str, out->len);
}

static gboolean
is_whole (BenchHttp *self)
{
  const char *end = strstr (self->answer->str, "\r\n\r\n");
  const char *length = strcasestr (self->answer->str, "\r\nContent-Length: ");

  if (end == NULL)
    return FALSE;
  if (self->answer->str[9] != '2' || length == NULL || length > end)
    g_error ("the hub answers: %.600s", self->answer->str);

  self->body = (gsize) (end + 4 - self->answer->str);

  return self->answer->len - self->body == strtoull (length + strlen ("\r\nContent-Length: "), NULL, 10);
}

gboolean
bench_http_receive (BenchHttp *self, gboolean wait)
{
  char buffer[64 * 1024];
  gssize n;

  while (self->waiting && (n = recv (self->fd, buffer, sizeof buffer, wait ? 0 : MSG_DONTWAIT)) != -1)
    {
      if (n == 0)
        g_error ("the hub closed a connection");
      g_string_append_len (self->answer, buffer, n);
      self->waiting = !is_whole (self);
    }

  return !self->waiting;
}

gboolean
bench_http_is_waiting (BenchHttp *self)
{
  return self->waiting;
}

const char *
bench_http_ask (BenchHttp *self, const char *method, const char *path, const char *body)
{
  bench_http_send (self, method, path, body);
  bench_http_receive (self, TRUE);

  return self->answer->str + self->body;
}
