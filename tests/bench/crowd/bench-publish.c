/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-publish.h"

#include "bench-http.h"
#include "bench-market.h"
#include "bench-mqtt.h"

#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS 16 /* so that one slow answer holds up nobody */

gint64 *
bench_schedule (gint64 start, guint n, double rate)
{
  gint64 *due = g_new (gint64, n);

  for (guint i = 0; i < n; i++)
    due[i] = start + (gint64) (i * G_USEC_PER_SEC / rate);

  return due;
}

/* Reads answers until @until, and further until a connection is idle. */
static BenchHttp *
find_idle (BenchHttp **connections, gint64 until)
{
  for (;;)
    {
      gint64 left = until - g_get_monotonic_time ();
      struct pollfd polls[CONNECTIONS];
      BenchHttp *idle = NULL;

      for (guint i = 0; i < CONNECTIONS; i++)
        if (bench_http_receive (connections[i], FALSE))
          idle = connections[i];
      if (idle != NULL && left <= 0)
        return idle;

      for (guint i = 0; i < CONNECTIONS; i++)
        polls[i] = (struct pollfd){ bench_http_get_fd (connections[i]), POLLIN, 0 };
      if (left > 0 && left < 1000)
        g_usleep ((gulong) left);
      else
        poll (polls, CONNECTIONS, left > 0 ? (int) (left / 1000) : 100);
    }
}

void
bench_publish_to_hub (guint port, const gint64 *due, guint first, guint n)
{
  BenchHttp *connections[CONNECTIONS];

  for (guint i = 0; i < CONNECTIONS; i++)
    connections[i] = bench_http_new (port);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = bench_market_get_path (first + i), *body = bench_market_get_price (first + i);

      bench_http_send (find_idle (connections, due[i]), "PUT", path, body);
    }
  for (guint i = 0; i < CONNECTIONS; i++)
    {
      bench_http_receive (connections[i], TRUE);
      bench_http_free (connections[i]);
    }
}

void
bench_publish_to_broker (guint port, const gint64 *due, guint first, guint n)
{
  g_autoptr (GString) out = g_string_new (NULL);
  int fd = bench_connect (port);
  char answer[64];

  bench_mqtt_write_connect (out, "publisher");
  bench_send (fd, out->str, out->len);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *event = bench_market_get_event (first + i);
      gint64 left = due[i] - g_get_monotonic_time ();

      g_string_truncate (out, 0);
      bench_mqtt_write_publish (out, event, strlen (event));
      if (left > 0)
        g_usleep ((gulong) left);
      bench_send (fd, out->str, out->len);
    }
  /* Whoever closes before everything is read takes it back. */
  bench_send (fd, "\xe0\0", 2);
  while (recv (fd, answer, sizeof answer, 0) > 0)
    ;
  close (fd);
}
