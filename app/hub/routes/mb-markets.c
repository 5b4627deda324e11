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

/* A market that is being added: its journal begins with its own record. */
typedef struct
{
  MbExchange *exchange;
  char *id;
  MbChangeRequest *first;
} Beginning;

static void
beginning_free (Beginning *self)
{
  mb_exchange_unref (self->exchange);
  g_free (self->id);
  g_clear_pointer (&self->first, mb_change_request_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Beginning, beginning_free)

/* A name, the country's zone and the household's unit; everything else is the manager's to say. What could not
 * stand is refused here, before there is a journal that would have nothing in it. */
static MbChangeRequest *
make_first (const char *name, GError **error)
{
  g_autoptr (MbRecord) record = mb_record_new (MB_KIND_MARKET, "market");
  MbMarket *market = MB_MARKET (record);
  MbChangeSet *set;
  g_autoptr (GBytes) value = NULL;

  market->name = mb_texts_new_single ("zh-Hans", name);
  market->time_zone = g_strdup ("Asia/Shanghai");
  market->price_unit = MB_PER_500G;
  if (!mb_record_check (record, error))
    return NULL;

  set = mb_change_set_new ();
  value = mb_record_encode_value (record);
  mb_change_set_add (set, MB_KIND_MARKET, "market", value)->if_rev = 0;
  return mb_change_request_new (set);
}

/* Returns: (transfer full) (nullable) */
static Beginning *
read_beginning (MbExchange *exchange, GError **error)
{
  g_autoptr (MbJson) json = mb_json_read (mb_exchange_get_body (exchange), MB_JSON_STRICT, error);
  g_autoptr (Beginning) self = g_new0 (Beginning, 1);
  g_autofree char *name = NULL;

  self->exchange = mb_exchange_ref (exchange);
  if (json == NULL)
    return NULL;
  if (mb_json_get_type_at (json, 0) != MB_JSON_OBJECT)
    {
      mb_error_set (error, MB_ERROR_INVALID, "", "Must be an object");
      return NULL;
    }
  if (!mb_json_member_string (json, 0, "id", MB_JSON_NEEDED, &self->id, error) ||
      !mb_json_member_string (json, 0, "name", MB_JSON_OPTIONAL, &name, error))
    return NULL;
  if (!mb_id_is_plain (self->id))
    {
      mb_error_set (error, MB_ERROR_INVALID, "/id", "Must be 1 to 64 of a-z 0-9 . _ -");
      return NULL;
    }

  self->first = make_first (name ? name : self->id, error);
  return self->first != NULL ? g_steal_pointer (&self) : NULL;
}

static void
on_first (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbExchange) exchange = data;
  g_autoptr (MbTransaction) transaction = NULL;
  g_autoptr (GError) error = NULL;

  if (mb_ledger_submit_finish (MB_LEDGER (source), result, &transaction, &error))
    mb_exchange_answer (exchange, 201, "application/json", transaction->answer);
  else
    mb_exchange_fail (exchange, error, NULL);
}

static void
put_first (MbHubMarket *market, Beginning *beginning)
{
  mb_ledger_submit_async (mb_hub_market_get_ledger (market), mb_exchange_get_by (beginning->exchange),
                          g_steal_pointer (&beginning->first), NULL, NULL, NULL, on_first,
                          mb_exchange_ref (beginning->exchange));
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Beginning) beginning = data;
  g_autoptr (GError) error = NULL;
  MbHubMarket *market = mb_hub_add_market_finish (MB_HUB (source), result, &error);

  if (market == NULL)
    mb_exchange_fail (beginning->exchange, error, NULL);
  else
    put_first (market, beginning);
}

/* One whose beginning was cut off is begun again. */
static gboolean
is_empty (MbHubMarket *market)
{
  MbHead head;

  mb_journal_get_head (mb_hub_market_get_journal (market), &head);

  return head.number == 0;
}

void
mb_markets_add (MbExchange *exchange)
{
  MbHub *hub = mb_exchange_get_hub (exchange);
  g_autoptr (GError) error = NULL;
  g_autoptr (Beginning) beginning = read_beginning (exchange, &error);
  const char *id = beginning != NULL ? beginning->id : NULL;
  MbHubMarket *market = id != NULL ? mb_hub_find_market (hub, id) : NULL;

  if (beginning == NULL)
    mb_exchange_fail (exchange, error, NULL);
  else if (market != NULL && is_empty (market))
    put_first (market, beginning);
  else if (market != NULL || mb_hub_get_trouble (hub, id) != NULL)
    mb_exchange_fail_status (exchange, 409, "There is a market of this name already");
  else
    mb_hub_add_market_async (hub, id, on_opened, g_steal_pointer (&beginning));
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
