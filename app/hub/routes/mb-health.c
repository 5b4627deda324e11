/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/routes/mb-routes.h"

#include "core/wire/mb-json-writer.h"
#include "hub/mb-hub-private.h"

void
mb_health_get (MbExchange *exchange)
{
  MbHub *hub = mb_exchange_get_hub (exchange);
  GPtrArray *markets = mb_hub_get_markets (hub);
  g_auto (GStrv) troubled = mb_hub_list_troubled (hub);
  gboolean well = troubled[0] == NULL;
  GString *out = g_string_new (NULL);
  MbJsonWriter writer;

  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_name (&writer, "markets");
  mb_json_writer_begin_object (&writer);
  for (guint i = 0; i < markets->len; i++)
    {
      gboolean writable = mb_hub_market_is_writable (markets->pdata[i]);

      mb_json_writer_member_string (&writer, mb_hub_market_get_id (markets->pdata[i]),
                                    writable ? "ok" : "not writable");
      well = well && writable;
    }
  for (guint i = 0; troubled[i] != NULL; i++)
    mb_json_writer_member_string (&writer, troubled[i], "cannot be opened");
  mb_json_writer_end_object (&writer);
  mb_json_writer_member_string (&writer, "status", well ? "ok" : "failing");
  mb_json_writer_end_object (&writer);
  mb_exchange_answer_text (exchange, well ? 200 : 503, "application/json", out);
}
