/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/routes/mb-routes.h"

#include "core/wire/mb-json-writer.h"
#include "hub/mb-hub-private.h"

/* Writes how each market does; returns whether all do well. */
static gboolean
write_markets (MbJsonWriter *writer, MbHub *hub)
{
  GPtrArray *markets = mb_hub_get_markets (hub);
  g_auto (GStrv) troubled = mb_hub_list_troubled (hub);
  gboolean well = troubled[0] == NULL;

  mb_json_writer_begin_object (writer);
  for (guint i = 0; i < markets->len; i++)
    {
      gboolean writable = mb_ledger_is_writable (mb_hub_market_get_ledger (markets->pdata[i]));

      mb_json_writer_member_string (writer, mb_hub_market_get_id (markets->pdata[i]), writable ? "ok" : "not writable");
      well = well && writable;
    }
  for (guint i = 0; troubled[i] != NULL; i++)
    mb_json_writer_member_string (writer, troubled[i], "cannot be opened");
  mb_json_writer_end_object (writer);

  return well;
}

void
mb_health_get (MbExchange *exchange)
{
  g_autoptr (GString) members = g_string_new ("\"markets\":");
  g_autoptr (GError) error = NULL;
  MbJsonWriter writer;
  GString *out;

  mb_json_writer_init (&writer, members);
  if (!write_markets (&writer, mb_exchange_get_hub (exchange)))
    {
      mb_error_set (&error, MB_ERROR_BUSY, NULL, "Not every market takes writes");
      mb_exchange_fail (exchange, error, members->str);
      return;
    }

  out = g_string_new (NULL);
  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_member_string (&writer, "status", "ok");
  mb_json_writer_raw_members (&writer, members->str);
  mb_json_writer_end_object (&writer);
  mb_exchange_answer_text (exchange, 200, "application/json", out);
}
