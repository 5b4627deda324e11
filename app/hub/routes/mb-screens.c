/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/routes/mb-routes.h"

#include "core/wire/mb-json-writer.h"
#include "core/wire/mb-json.h"
#include "core/wire/mb-report-codec.h"
#include "core/wire/mb-status-codec.h"
#include "hub/routes/mb-answers.h"

/* Status and painted reports are pulses: the newest of each is kept, and passed on. What they say goes
 * into the screen's history. */

static void
write_report (MbJsonWriter *writer, const char *name, const MbPulse *pulse)
{
  if (pulse == NULL)
    return;

  mb_json_writer_name (writer, name);
  mb_json_writer_begin_object (writer);
  mb_json_writer_member_string (writer, "at", pulse->at);
  mb_json_writer_name (writer, "value");
  mb_json_writer_raw_bytes (writer, pulse->value);
  mb_json_writer_member_int (writer, "ago_s", (g_get_monotonic_time () - pulse->came_us) / G_USEC_PER_SEC);
  mb_json_writer_end_object (writer);
}

static void
write_screen (MbJsonWriter *writer, MbPulses *pulses, const char *id)
{
  mb_json_writer_begin_object (writer);
  mb_json_writer_member_string (writer, "screen", id);
  write_report (writer, "status", mb_pulses_get (pulses, "status", id));
  write_report (writer, "painted", mb_pulses_get (pulses, "painted", id));
  mb_json_writer_end_object (writer);
}

void
mb_screens_list (MbExchange *exchange)
{
  MbPulses *pulses = mb_fanout_get_pulses (mb_hub_market_get_fanout (mb_exchange_get_market (exchange)));
  g_autoptr (GPtrArray) statuses = mb_pulses_list (pulses, "status");
  g_autoptr (GPtrArray) painted = mb_pulses_list (pulses, "painted");
  GString *out = g_string_new (NULL);
  MbJsonWriter writer;

  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_name (&writer, "screens");
  mb_json_writer_begin_array (&writer);
  for (guint i = 0; i < statuses->len; i++)
    write_screen (&writer, pulses, ((MbPulse *) statuses->pdata[i])->id);
  for (guint i = 0; i < painted->len; i++)
    if (mb_pulses_get (pulses, "status", ((MbPulse *) painted->pdata[i])->id) == NULL)
      write_screen (&writer, pulses, ((MbPulse *) painted->pdata[i])->id);
  mb_json_writer_end_array (&writer);
  mb_json_writer_end_object (&writer);
  mb_exchange_answer_text (exchange, 200, "application/json", out);
}

/* Returns: whether it was taken; it is answered in either case */
static gboolean
take_report (MbExchange *exchange, const char *kind, MbJson *json)
{
  g_autoptr (GBytes) value = mb_json_compact (json, 0);

  if (!mb_fanout_pulse (mb_hub_market_get_fanout (mb_exchange_get_market (exchange)), kind,
                        mb_exchange_get_part (exchange, "screen"), value))
    {
      mb_exchange_fail_status (exchange, 503, "There are too many screens");
      return FALSE;
    }

  mb_exchange_answer (exchange, 204, NULL, NULL);

  return TRUE;
}

/* Returns: (transfer full): the body, once the path names a screen; NULL when it has been refused */
static MbJson *
read_report (MbExchange *exchange)
{
  g_autoptr (GError) error = NULL;
  MbJson *json;

  if (mb_answers_get_screen (exchange) == NULL)
    return NULL;

  json = mb_json_read (mb_exchange_get_body (exchange), MB_JSON_STRICT, &error);
  if (json == NULL)
    mb_exchange_fail (exchange, error, NULL);

  return json;
}

static MbHistories *
get_histories (MbExchange *exchange)
{
  return mb_hub_market_get_histories (mb_exchange_get_market (exchange));
}

void
mb_screens_put_status (MbExchange *exchange)
{
  g_autoptr (MbJson) json = read_report (exchange);
  g_autoptr (GError) error = NULL;
  g_auto (MbStatus) status = { 0 };
  const char *text;
  gsize length;

  if (json == NULL)
    return;

  text = mb_json_slice (json, 0, &length);
  if (!mb_status_decode (text, (gssize) length, &status, &error))
    {
      mb_exchange_fail (exchange, error, NULL);
      return;
    }

  if (take_report (exchange, "status", json))
    mb_histories_note_status (get_histories (exchange), mb_exchange_get_part (exchange, "screen"), &status,
                              mb_hub_market_now (mb_exchange_get_market (exchange)));
}

void
mb_screens_put_painted (MbExchange *exchange)
{
  g_autoptr (MbJson) json = read_report (exchange);
  g_autoptr (GError) error = NULL;
  g_auto (MbPainted) painted = { NULL };
  const char *text;
  gsize length;

  if (json == NULL)
    return;

  text = mb_json_slice (json, 0, &length);
  if (mb_painted_decode (text, (gssize) length, &painted, &error) &&
      !g_str_equal (painted.screen, mb_exchange_get_part (exchange, "screen")))
    mb_error_set (&error, MB_ERROR_INVALID, "/screen", "Is another screen than the path's");

  if (error != NULL)
    mb_exchange_fail (exchange, error, NULL);
  else if (take_report (exchange, "painted", json))
    {
      mb_histories_note_painted (get_histories (exchange), painted.screen, &painted,
                                 mb_hub_market_now (mb_exchange_get_market (exchange)));
      mb_hub_market_note_painted (mb_exchange_get_market (exchange), &painted);
    }
}

void
mb_screens_get_history (MbExchange *exchange)
{
  const char *screen = mb_answers_get_screen (exchange);
  gint32 offset_s = mb_fanout_get_offset (mb_hub_market_get_fanout (mb_exchange_get_market (exchange)));
  GString *out;
  MbJsonWriter writer;

  if (screen == NULL)
    return;

  out = g_string_new (NULL);
  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_member_string (&writer, "screen", screen);
  mb_json_writer_name (&writer, "minutes");
  mb_histories_write_screen (get_histories (exchange), screen, offset_s, out);
  mb_json_writer_end_object (&writer);
  mb_exchange_answer_text (exchange, 200, "application/json", out);
}
