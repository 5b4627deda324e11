/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/routes/mb-routes.h"

#include "core/model/mb-record.h"
#include "core/wire/mb-event-codec.h"

#include <string.h>

#define HEAD                                                                                                           \
  "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nX-Accel-Buffering: no\r\n"         \
  "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\nretry: 2000\n\n"

static gboolean
accepts_events (MbExchange *exchange)
{
  const char *accept = mb_exchange_get_header (exchange, "Accept");

  return accept == NULL || strstr (accept, "text/event-stream") != NULL || strstr (accept, "text/*") != NULL ||
         strstr (accept, "*/*") != NULL;
}

void
mb_stream_open (MbExchange *exchange)
{
  const char *kinds_text = mb_exchange_get_query (exchange, "kinds");
  const char *pulses_text = mb_exchange_get_query (exchange, "pulses");
  const char *screen = mb_exchange_get_query (exchange, "screen");
  const char *after = mb_exchange_get_header (exchange, "Last-Event-ID");
  g_autoptr (GBytes) head = g_bytes_new_static (HEAD, strlen (HEAD));
  g_autoptr (GError) error = NULL;
  guint32 kinds = MB_ALL_KINDS;
  MbPulseFilter pulses = NULL;
  MbPosition position;

  if (!accepts_events (exchange))
    {
      mb_exchange_fail_status (exchange, 406, "A stream is text/event-stream");
      return;
    }
  if (screen != NULL && !mb_id_is_valid (MB_KIND_SCREEN, screen))
    {
      mb_exchange_fail_status (exchange, 422, "The query key screen names no possible screen");
      return;
    }
  if ((kinds_text != NULL && (kinds = mb_delta_text_parse_kinds (kinds_text, &error)) == 0) ||
      (pulses_text != NULL && (pulses = mb_pulse_filter_parse (pulses_text, &error)) == NULL))
    {
      mb_exchange_fail (exchange, error, NULL);
      return;
    }
  if (mb_exchange_is_head (exchange))
    {
      g_strfreev (pulses);
      mb_exchange_set_header (exchange, "Content-Type", "text/event-stream");
      mb_exchange_answer (exchange, 200, NULL, NULL);
      return;
    }

  /* What is no position at all is another journal's: a snapshot. */
  if (after != NULL && !mb_position_parse (after, &position))
    after = NULL;
  mb_fanout_add (mb_hub_market_get_fanout (mb_exchange_get_market (exchange)), mb_exchange_steal (exchange), head,
                 after, kinds, pulses, screen);
}
