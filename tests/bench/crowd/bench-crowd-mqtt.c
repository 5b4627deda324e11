/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-mqtt.h"

#include "bench-market.h"

#include <string.h>

/* As much of MQTT 3.1.1 as it takes to publish and to subscribe with QoS 0. */

#define TOPIC "market/changes"

enum
{
  CONNECT = 0x10,
  CONNACK = 0x20,
  PUBLISH = 0x30,
  SUBSCRIBE = 0x82,
  SUBACK = 0x90
};

static void
append_short (GString *out, gsize value)
{
  g_string_append_c (out, (char) (value >> 8));
  g_string_append_c (out, (char) value);
}

static void
append_text (GString *out, const char *text)
{
  append_short (out, strlen (text));
  g_string_append (out, text);
}

static void
append_packet (GString *out, guint8 type, const GString *body)
{
  gsize length = body->len;

  g_string_append_c (out, (char) type);
  do
    {
      g_string_append_c (out, (char) (length % 128 | (length >= 128 ? 128 : 0)));
      length /= 128;
    }
  while (length > 0);
  g_string_append_len (out, body->str, (gssize) body->len);
}

void
bench_mqtt_write_connect (GString *out, const char *client)
{
  g_autoptr (GString) body = g_string_new (NULL);

  append_text (body, "MQTT");
  g_string_append_c (body, 4);    /* 3.1.1 */
  g_string_append_c (body, 0x02); /* a clean session */
  append_short (body, 0);         /* no keep-alive */
  append_text (body, client);
  append_packet (out, CONNECT, body);
}

void
bench_mqtt_write_publish (GString *out, const char *payload, gsize length)
{
  g_autoptr (GString) body = g_string_new (NULL);

  append_text (body, TOPIC);
  g_string_append_len (body, payload, (gssize) length);
  append_packet (out, PUBLISH, body);
}

static void
greet (BenchClient *client, GString *out)
{
  g_autofree char *name = g_strdup_printf ("screen-%u", client->index);
  g_autoptr (GString) body = g_string_new (NULL);

  bench_mqtt_write_connect (out, name);
  append_short (body, 1);
  append_text (body, TOPIC);
  g_string_append_c (body, 0); /* QoS */
  append_packet (out, SUBSCRIBE, body);
}

/* The length of the packet at @bytes, 0 when it is not all there; @head: of its fixed header */
static gsize
measure (const guint8 *bytes, gsize length, gsize *head)
{
  gsize rest = 0;

  for (gsize i = 1; i < length && i <= 4; i++)
    {
      rest |= (gsize) (bytes[i] & 127) << 7 * (i - 1);
      if (bytes[i] < 128)
        {
          *head = i + 1;
          return i + 1 + rest <= length ? i + 1 + rest : 0;
        }
    }

  return 0;
}

static gsize
take (BenchClient *client, const char *bytes, gsize length)
{
  gsize used = 0, size, head;

  while ((size = measure ((const guint8 *) bytes + used, length - used, &head)) > 0)
    {
      const char *packet = bytes + used;

      if ((guint8) packet[0] == SUBACK)
        bench_client_come_live (client);
      else if ((packet[0] & 0xf0) == PUBLISH)
        {
          client->sequence = bench_market_find_sequence (packet + head, size - head);
          bench_client_tell (client, client->sequence);
        }
      used += size;
    }

  return used;
}

const BenchProtocol bench_mqtt = { greet, take };
