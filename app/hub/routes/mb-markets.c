/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/routes/mb-routes.h"

#include "core/model/place/mb-market.h"
#include "core/wire/mb-json-members.h"
#include "core/wire/mb-json-writer.h"
#include "core/wire/mb-record-codec.h"
#include "hub/mb-hub-private.h"
#include "store/sqlite/mb-sqlite-backup.h"
#include "store/sqlite/mb-sqlite-check.h"

/* @trouble: (nullable): why it cannot be opened */
static void
write_market (MbJsonWriter *writer, const char *id, const char *trouble)
{
  mb_json_writer_begin_object (writer);
  mb_json_writer_member_string (writer, "id", id);
  if (trouble != NULL)
    mb_json_writer_member_string (writer, "trouble", trouble);
  mb_json_writer_end_object (writer);
}

void
mb_markets_list (MbExchange *exchange)
{
  MbHub *hub = mb_exchange_get_hub (exchange);
  GPtrArray *markets = mb_hub_get_markets (hub);
  g_auto (GStrv) troubled = mb_hub_list_troubled (hub);
  GString *out = g_string_new (NULL);
  MbJsonWriter writer;

  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_name (&writer, "markets");
  mb_json_writer_begin_array (&writer);
  for (guint i = 0; i < markets->len; i++)
    write_market (&writer, mb_hub_market_get_id (markets->pdata[i]), NULL);
  for (guint i = 0; troubled[i] != NULL; i++)
    write_market (&writer, troubled[i], mb_hub_get_trouble (hub, troubled[i]));
  mb_json_writer_end_array (&writer);
  mb_json_writer_end_object (&writer);
  mb_exchange_answer_text (exchange, 200, "application/json", out);
}

/* A market's journal begins with its own record: a name, the country's zone and the household's unit;
 * everything else is the manager's to say. */
static MbChangeRequest *
make_first (MbExchange *exchange)
{
  /* Read before, and found to be in order. */
  g_autoptr (MbJson) json = mb_json_read (mb_exchange_get_body (exchange), MB_JSON_STRICT, NULL);
  g_autofree char *id = NULL, *name = NULL;
  g_autoptr (MbRecord) record = mb_record_new (MB_KIND_MARKET, "market");
  MbMarket *market = MB_MARKET (record);
  MbChangeSet *set = mb_change_set_new ();
  g_autoptr (GBytes) value = NULL;
  MbProposal *proposal;

  mb_json_member_string (json, 0, "id", MB_JSON_NEEDED, &id, NULL);
  mb_json_member_string (json, 0, "name", MB_JSON_OPTIONAL, &name, NULL);
  market->name = mb_texts_new_single ("zh-Hans", name ? name : id);
  market->time_zone = g_strdup ("Asia/Shanghai");
  market->price_unit = MB_PER_500G;
  value = mb_record_encode_value (record);
  proposal = mb_change_set_add (set, MB_KIND_MARKET, "market", value);
  proposal->if_rev = 0;

  return mb_change_request_new (set);
}

static void
on_first (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbExchange) exchange = data;
  g_autoptr (MbTransaction) transaction = NULL;
  g_autoptr (GError) error = NULL;

  if (mb_hub_market_submit_finish (MB_HUB_MARKET (source), result, &transaction, &error))
    mb_exchange_answer (exchange, 201, "application/json", transaction->answer);
  else
    mb_exchange_fail (exchange, error, NULL);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbExchange) exchange = data;
  g_autoptr (GError) error = NULL;
  MbHubMarket *market = mb_hub_add_market_finish (MB_HUB (source), result, &error);

  if (market == NULL)
    mb_exchange_fail (exchange, error, NULL);
  else
    mb_hub_market_submit_async (market, mb_exchange_get_by (exchange), make_first (exchange), NULL, NULL, NULL, on_first,
                                mb_exchange_ref (exchange));
}

void
mb_markets_add (MbExchange *exchange)
{
  MbHub *hub = mb_exchange_get_hub (exchange);
  g_autoptr (GError) error = NULL;
  g_autoptr (MbJson) json = mb_json_read (mb_exchange_get_body (exchange), MB_JSON_STRICT, &error);
  g_autofree char *id = NULL, *name = NULL;

  if (json != NULL && mb_json_get_type_at (json, 0) != MB_JSON_OBJECT)
    mb_error_set (&error, MB_ERROR_INVALID, "", "Must be an object");
  else if (json != NULL)
    (void) (mb_json_member_string (json, 0, "id", MB_JSON_NEEDED, &id, &error) &&
            mb_json_member_string (json, 0, "name", MB_JSON_OPTIONAL, &name, &error));
  if (error == NULL && !mb_id_is_valid (MB_KIND_SCREEN, id))
    mb_error_set (&error, MB_ERROR_INVALID, "/id", "Must be 1 to 64 of a-z 0-9 . _ -");

  if (error != NULL)
    mb_exchange_fail (exchange, error, NULL);
  else if (mb_hub_find_market (hub, id) != NULL || mb_hub_get_trouble (hub, id) != NULL)
    mb_exchange_fail_status (exchange, 409, "There is a market of this name already");
  else
    mb_hub_add_market_async (hub, id, on_opened, mb_exchange_ref (exchange));
}

static void
answer_head (MbExchange *exchange, const MbHead *head)
{
  GString *out = g_string_new (NULL);
  MbJsonWriter writer;

  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_member_string (&writer, "position", head->position);
  mb_json_writer_end_object (&writer);
  mb_exchange_answer_text (exchange, 200, "application/json", out);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbExchange) exchange = data;
  g_autoptr (GError) error = NULL;
  MbHead head;

  if (mb_sqlite_check_finish (result, &head, &error))
    answer_head (exchange, &head);
  else
    mb_exchange_fail (exchange, error, NULL);
}

void
mb_markets_check (MbExchange *exchange)
{
  g_autofree char *path =
      mb_hub_dup_market_path (mb_exchange_get_hub (exchange), mb_exchange_get_part (exchange, "market"));

  mb_sqlite_check_async (path, NULL, NULL, NULL, on_checked, mb_exchange_ref (exchange));
}

static void
on_backed_up (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbExchange) exchange = data;
  g_autoptr (GError) error = NULL;
  MbHead head;

  if (mb_sqlite_backup_finish (result, &head, &error))
    {
      g_message ("market %s: backed up up to %s", mb_exchange_get_part (exchange, "market"), head.position);
      answer_head (exchange, &head);
    }
  else
    mb_exchange_fail (exchange, error, NULL);
}

void
mb_markets_back_up (MbExchange *exchange)
{
  MbHubMarket *market = mb_exchange_get_market (exchange);
  g_autofree char *path = mb_hub_dup_market_path (mb_exchange_get_hub (exchange), mb_hub_market_get_id (market));
  g_autoptr (GError) error = NULL;
  g_autoptr (MbJson) json = mb_json_read (mb_exchange_get_body (exchange), MB_JSON_STRICT, &error);
  g_autofree char *file = NULL;

  if (json != NULL && mb_json_get_type_at (json, 0) != MB_JSON_OBJECT)
    mb_error_set (&error, MB_ERROR_INVALID, "", "Must be an object");
  else if (json != NULL)
    mb_json_member_string (json, 0, "file", MB_JSON_NEEDED, &file, &error);
  if (error == NULL && !g_path_is_absolute (file))
    mb_error_set (&error, MB_ERROR_INVALID, "/file", "Must be an absolute path");

  if (error != NULL)
    mb_exchange_fail (exchange, error, NULL);
  else
    mb_sqlite_backup_async (path, file, mb_hub_market_get_closing (market), on_backed_up, mb_exchange_ref (exchange));
}
