/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/routes/mb-routes.h"

#include "core/wire/mb-event-codec.h"
#include "core/wire/mb-json-writer.h"
#include "core/wire/mb-json.h"
#include "hub/routes/mb-answers.h"

#include <string.h>

static void
on_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbExchange) exchange = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MbRange) range = mb_journal_range_finish (MB_JOURNAL (source), result, &error);
  MbJsonWriter writer;
  GString *out;

  if (range == NULL)
    {
      mb_exchange_fail (exchange, error, NULL);
      return;
    }

  out = g_string_new (NULL);
  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_member_string (&writer, "position", range->upto.position);
  mb_json_writer_member_string (&writer, "at", range->at);
  if (range->upto.number > 0)
    mb_answers_write_hex (&writer, "hash", range->upto.hash, sizeof range->upto.hash);
  mb_json_writer_name (&writer, "records");
  mb_json_writer_begin_array (&writer);
  for (guint i = 0; i < range->changes->len; i++)
    mb_answers_write_record (&writer, range->changes->pdata[i]);
  mb_json_writer_end_array (&writer);
  mb_json_writer_end_object (&writer);
  mb_exchange_answer_text (exchange, 200, "application/json", out);
}

void
mb_records_list (MbExchange *exchange)
{
  const char *kind = mb_exchange_get_query (exchange, "kind");
  const char *as_of = mb_exchange_get_query (exchange, "as-of");
  const char *position = mb_exchange_get_query (exchange, "position");
  MbTime time;

  if (kind != NULL && mb_kind_from_name (kind) == MB_KIND_UNKNOWN)
    mb_exchange_fail_status (exchange, 422, "\"%.80s\" is no kind of record", kind);
  else if (as_of != NULL && position != NULL)
    mb_exchange_fail_status (exchange, 422, "Either as-of or position says which moment is meant");
  else if (as_of != NULL && !mb_time_parse (as_of, -1, &time, NULL))
    mb_exchange_fail_status (exchange, 422, strchr (as_of, ' ') != NULL
                               ? "as-of has a space where its + was: in an address that is written %%2B"
                               : "as-of is no time as RFC 3339 writes it");
  else
    mb_journal_fold_async (mb_hub_market_get_journal (mb_exchange_get_market (exchange)), kind, position, as_of, NULL,
                           on_listed, mb_exchange_ref (exchange));
}

static void
on_got (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbExchange) exchange = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MbRange) range = mb_journal_range_finish (MB_JOURNAL (source), result, &error);
  g_autofree char *etag = NULL;
  const char *known;
  MbJsonWriter writer;
  MbChange *change;
  GString *out;

  if (range == NULL)
    {
      mb_exchange_fail (exchange, error, NULL);
      return;
    }

  change = range->changes->pdata[0];
  if (change->value == NULL)
    {
      mb_exchange_fail_status (exchange, 404, "This record was dropped");
      return;
    }

  etag = g_strdup_printf ("\"%" G_GUINT64_FORMAT "\"", change->number);
  mb_exchange_set_header (exchange, "ETag", etag);
  known = mb_exchange_get_header (exchange, "If-None-Match");
  if (known != NULL && (g_str_equal (known, etag) || g_str_equal (known, "*")))
    {
      mb_exchange_answer (exchange, 304, NULL, NULL);
      return;
    }

  out = g_string_new (NULL);
  mb_json_writer_init (&writer, out);
  mb_answers_write_record (&writer, change);
  mb_exchange_answer_text (exchange, 200, "application/json", out);
}

void
mb_records_get (MbExchange *exchange)
{
  const char *kind = mb_exchange_get_part (exchange, "kind");
  const char *id = mb_exchange_get_part (exchange, "id");

  if (mb_kind_from_name (kind) == MB_KIND_UNKNOWN)
    mb_exchange_fail_status (exchange, 404, "\"%.80s\" is no kind of record", kind);
  else
    mb_journal_get_async (mb_hub_market_get_journal (mb_exchange_get_market (exchange)), kind, id, NULL, on_got,
                          mb_exchange_ref (exchange));
}

static gboolean
read_etag (const char *text, gint64 *rev, GError **error)
{
  gsize length = strlen (text);
  g_autofree char *digits = length > 2 ? g_strndup (text + 1, length - 2) : g_strdup ("");
  guint64 number;

  if (text[0] != '"' || text[length - 1] != '"' ||
      !g_ascii_string_to_unsigned (digits, 10, 1, G_MAXINT64, &number, NULL))
    {
      mb_error_set (error, MB_ERROR_SYNTAX, NULL, "If-Match takes one entity tag of this record, or *");
      return FALSE;
    }
  *rev = (gint64) number;

  return TRUE;
}

static gboolean
read_conditions (MbExchange *exchange, gint64 *if_rev, GError **error)
{
  const char *match = mb_exchange_get_header (exchange, "If-Match");
  const char *none = mb_exchange_get_header (exchange, "If-None-Match");

  *if_rev = MB_UNSET;
  if ((none != NULL && !g_str_equal (none, "*")) || (none != NULL && match != NULL))
    {
      mb_error_set (error, MB_ERROR_SYNTAX, NULL, "A write takes If-Match, or If-None-Match: *");
      return FALSE;
    }

  if (none != NULL)
    *if_rev = 0;
  else if (match != NULL && g_str_equal (match, "*"))
    *if_rev = MB_IF_EXISTS;
  else if (match != NULL)
    return read_etag (match, if_rev, error);

  return TRUE;
}

static GBytes *
read_value (GBytes *body, GError **error)
{
  g_autoptr (MbJson) json = mb_json_read (body, MB_JSON_STRICT, error);
  gsize length;

  if (json == NULL)
    return NULL;

  mb_json_slice (json, 0, &length);
  if (mb_json_get_type_at (json, 0) != MB_JSON_OBJECT)
    mb_error_set (error, MB_ERROR_INVALID, "", "A record is an object; DELETE drops it");
  else if (length > MB_VALUE_MAX_BYTES)
    mb_error_set (error, MB_ERROR_TOO_LARGE, "", "A record is at most 64 KiB");
  else
    return mb_json_compact (json, 0);

  return NULL;
}

/* @value: (nullable): NULL drops */
static MbChangeRequest *
make_request (MbExchange *exchange, GBytes *value, GError **error)
{
  const char *kind_name = mb_exchange_get_part (exchange, "kind");
  const char *id = mb_exchange_get_part (exchange, "id");
  MbKind kind = mb_kind_from_name (kind_name);
  MbChangeRequest *request;
  MbChangeSet *set;
  MbProposal *proposal;
  gboolean sure, dangling;
  gint64 if_rev;

  if (kind == MB_KIND_UNKNOWN || !mb_id_is_valid (kind, id))
    {
      mb_error_set (error, MB_ERROR_INVALID, NULL, "The path names no possible record: %.80s/%.200s", kind_name, id);
      return NULL;
    }
  if (!read_conditions (exchange, &if_rev, error) || !mb_exchange_get_flag (exchange, "sure", &sure, error) ||
      !mb_exchange_get_flag (exchange, "dangling", &dangling, error))
    return NULL;

  set = mb_change_set_new ();
  set->dangling = dangling;
  proposal = mb_change_set_add (set, kind, id, value);
  proposal->if_rev = if_rev;
  proposal->sure = sure;
  request = mb_change_request_new (set);
  request->single = TRUE;

  return request;
}

static void
on_put (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbExchange) exchange = data;
  g_autoptr (MbTransaction) transaction = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *etag = NULL;
  MbChangeRequest *request;

  if (!mb_answers_finish (exchange, source, result, &transaction))
    return;

  request = transaction->request;
  etag = g_strdup_printf ("\"%" G_GUINT64_FORMAT "\"", request->revs[0]);
  mb_exchange_set_header (exchange, "ETag", etag);
  mb_exchange_answer (exchange, request->created ? 201 : 200, "application/json", transaction->answer);
}

void
mb_records_put (MbExchange *exchange)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) value = read_value (mb_exchange_get_body (exchange), &error);
  MbChangeRequest *request = value ? make_request (exchange, value, &error) : NULL;

  if (request == NULL)
    mb_exchange_fail (exchange, error, NULL);
  else
    mb_ledger_submit_async (mb_hub_market_get_ledger (mb_exchange_get_market (exchange)), mb_exchange_get_by (exchange),
                            request, NULL, NULL, NULL, on_put, mb_exchange_ref (exchange));
}

static void
on_dropped (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbExchange) exchange = data;
  g_autoptr (MbTransaction) transaction = NULL;

  if (!mb_answers_finish (exchange, source, result, &transaction))
    return;

  if (transaction->changes->len == 0)
    mb_exchange_fail_status (exchange, 404, "There is no such record");
  else
    mb_exchange_answer (exchange, 200, "application/json", transaction->answer);
}

void
mb_records_delete (MbExchange *exchange)
{
  g_autoptr (GError) error = NULL;
  MbChangeRequest *request = make_request (exchange, NULL, &error);

  if (request == NULL)
    mb_exchange_fail (exchange, error, NULL);
  else
    mb_ledger_submit_async (mb_hub_market_get_ledger (mb_exchange_get_market (exchange)), mb_exchange_get_by (exchange),
                            request, NULL, NULL, NULL, on_dropped, mb_exchange_ref (exchange));
}
