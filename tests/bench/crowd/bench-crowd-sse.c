/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-crowd.h"

#include "bench-market.h"

#include <stdlib.h>
#include <string.h>

/* A hub's stream: of an event only its type, the position and the number of the change are read. */

static void
greet (BenchClient *client, GString *out)
{
  g_string_append (out, "GET " BENCH_MARKET_PATH "/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n");
  if (client->position[0] != '\0')
    g_string_append_printf (out, "Last-Event-ID: %s\r\n", client->position);
  g_string_append (out, "\r\n");
}

static void
take_live (BenchClient *client, const char *event, gsize length)
{
  const char *id = event + strlen ("event: live\nid: ");
  const char *end = memchr (id, '\n', length - (gsize) (id - event));

  if (end == NULL || (gsize) (end - id) >= sizeof client->position)
    g_error ("a live without a position");

  memcpy (client->position, id, (gsize) (end - id));
  client->position[end - id] = '\0';
  if (client->live && client->sequence != 0)
    bench_client_tell (client, strtoull (strchr (client->position, '.') + 1, NULL, 10));
  else
    client->number = strtoull (strchr (client->position, '.') + 1, NULL, 10);
  bench_client_come_live (client);
}

static void
take_event (BenchClient *client, const char *event, gsize length)
{
  if (length < 16)
    return;

  if (client->live && memcmp (event, "event: put\n", 11) == 0)
    client->sequence = bench_market_find_sequence (event, length);
  else if (memcmp (event, "event: live\nid: ", 16) == 0)
    take_live (client, event, length);
}

/* The empty line, or NULL: memchr() is quicker than looking for two bytes at once. */
static const char *
find_end (const char *p, const char *end)
{
  const char *stop = memchr (p, '\n', (gsize) (end - p));

  while (stop != NULL && stop + 1 < end && stop[1] != '\n')
    stop = memchr (stop + 1, '\n', (gsize) (end - stop - 1));

  return stop != NULL && stop + 1 < end ? stop : NULL;
}

static gsize
take (BenchClient *client, const char *bytes, gsize length)
{
  const char *p = bytes, *end = bytes + length, *stop;

  if (!client->in_body)
    {
      stop = memmem (p, length, "\r\n\r\n", 4);
      if (stop == NULL)
        return 0;
      if (strncmp (p, "HTTP/1.1 200 ", 13) != 0)
        g_error ("the hub does not stream: %.40s", p);
      client->in_body = TRUE;
      p = stop + 4;
    }
  while ((stop = find_end (p, end)) != NULL)
    {
      take_event (client, p, (gsize) (stop + 1 - p));
      p = stop + 2;
    }

  return (gsize) (p - bytes);
}

const BenchProtocol bench_sse = { greet, take };
