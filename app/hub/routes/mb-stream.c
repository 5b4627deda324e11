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

/* @wish: (inout): keeps what was read of it also when it is refused */
static gboolean
read_wish (MbExchange *exchange, MbStreamWish *wish, GError **error)
{
  const char *kinds = mb_exchange_get_query (exchange, "kinds"), *pulses = mb_exchange_get_query (exchange, "pulses");
  const char *facts = mb_exchange_get_query (exchange, "facts"), *stall = mb_exchange_get_query (exchange, "stall");

  wish->screen = mb_exchange_get_query (exchange, "screen");
  if (wish->screen != NULL && !mb_id_is_valid (MB_KIND_SCREEN, wish->screen))
    mb_error_set (error, MB_ERROR_INVALID, NULL, "The query key screen names no possible screen");
  else if (stall != NULL && facts == NULL)
    mb_error_set (error, MB_ERROR_INVALID, NULL, "The query key stall belongs to facts");
  else
    return (kinds == NULL || (wish->kinds = mb_delta_text_parse_kinds (kinds, error)) != 0) &&
           (pulses == NULL || (wish->pulses = mb_pulse_filter_parse (pulses, error)) != NULL) &&
           (facts == NULL || (wish->facts = mb_fact_filter_parse (facts, stall, error)) != NULL);

  return FALSE;
}

static void
clear_wish (MbStreamWish *wish)
{
  g_clear_pointer (&wish->pulses, g_strfreev);
  g_clear_pointer (&wish->facts, mb_fact_filter_free);
}

void
mb_stream_open (MbExchange *exchange)
{
  const char *after = mb_exchange_get_header (exchange, "Last-Event-ID");
  g_autoptr (GBytes) head = g_bytes_new_static (HEAD, strlen (HEAD));
  g_autoptr (GError) error = NULL;
  MbStreamWish wish = { .kinds = MB_ALL_KINDS };
  MbPosition position;

  if (!accepts_events (exchange))
    {
      mb_exchange_fail_status (exchange, 406, "A stream is text/event-stream");
      return;
    }
  if (!read_wish (exchange, &wish, &error))
    {
      mb_exchange_fail (exchange, error, NULL);
      clear_wish (&wish);
      return;
    }
  if (mb_exchange_is_head (exchange))
    {
      clear_wish (&wish);
      mb_exchange_set_header (exchange, "Content-Type", "text/event-stream");
      mb_exchange_answer (exchange, 200, NULL, NULL);
      return;
    }

  /* What is no position at all is another journal's: a snapshot. */
  if (after != NULL && !mb_position_parse (after, &position))
    after = NULL;
  mb_fanout_add (mb_hub_market_get_fanout (mb_exchange_get_market (exchange)), mb_exchange_steal (exchange), head,
                 after, &wish);
}
