/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/routes/mb-routes.h"

#include "hub/media/mb-media-store.h"
#include "store/media/mb-media-folder.h"

/* Files are handed to the media's own threads with the connection that they come or go on; here is only what a
 * head says about them. */

static gboolean
check_digest (MbExchange *exchange)
{
  if (mb_media_is_digest (mb_exchange_get_part (exchange, "sha256")))
    return TRUE;

  mb_exchange_fail_status (exchange, 404, "A file is called by its SHA-256, in 64 hex digits of lower case");
  return FALSE;
}

static char *
dup_header (MbExchange *exchange, const char *name)
{
  return g_strdup (mb_exchange_get_header (exchange, name));
}

static MbMediaVisit *
begin_visit (MbExchange *exchange)
{
  MbMediaVisit *visit = g_new0 (MbMediaVisit, 1);

  visit->sha256 = g_strdup (mb_exchange_get_part (exchange, "sha256"));
  visit->head = mb_exchange_is_head (exchange);
  return visit;
}

void
mb_media_get (MbExchange *exchange)
{
  MbMediaVisit *visit;

  if (!check_digest (exchange))
    return;

  visit = begin_visit (exchange);
  visit->range = dup_header (exchange, "Range");
  visit->if_range = dup_header (exchange, "If-Range");
  visit->if_none_match = dup_header (exchange, "If-None-Match");
  visit->stream = mb_exchange_steal (exchange);
  mb_media_store_send (mb_hub_market_get_media (mb_exchange_get_market (exchange)), visit);
}

void
mb_media_put (MbExchange *exchange)
{
  const char *length = mb_exchange_get_header (exchange, "Content-Length");
  const char *expect = mb_exchange_get_header (exchange, "Expect");
  MbMediaVisit *visit;

  if (!check_digest (exchange))
    return;
  if (length == NULL)
    {
      mb_exchange_fail_status (exchange, 411, "How long the file is must be said before it comes, by Content-Length: curl -T FILE says it");
      return;
    }
  if (mb_exchange_get_header (exchange, "Content-Encoding") != NULL)
    {
      mb_exchange_fail_status (exchange, 415, "A file comes as it is, not packed");
      return;
    }

  visit = begin_visit (exchange);
  visit->length = g_ascii_strtoull (length, NULL, 10);
  visit->expects = expect != NULL && g_ascii_strcasecmp (expect, "100-continue") == 0;
  visit->content_range = dup_header (exchange, "Content-Range");
  visit->stream = mb_exchange_steal (exchange);
  visit->rest = mb_door_stream_take_rest (visit->stream);
  mb_media_store_receive (mb_hub_market_get_media (mb_exchange_get_market (exchange)), visit);
}
