/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/routes/mb-answers.h"

#include "core/wire/mb-event-codec.h"

void
mb_answers_write_record (MbJsonWriter *writer, const MbChange *change)
{
  g_autoptr (GString) text = g_string_new (NULL);

  mb_event_write_put (text, change->kind, change->id, change->number, change->at, change->by, change->value,
                      change->derived);
  mb_json_writer_raw (writer, text->str, (gssize) text->len);
}

const char *
mb_answers_get_screen (MbExchange *exchange)
{
  const char *screen = mb_exchange_get_part (exchange, "screen");

  if (mb_id_is_valid (MB_KIND_SCREEN, screen))
    return screen;

  mb_exchange_fail_status (exchange, 422, "The path names no possible screen");

  return NULL;
}

void
mb_answers_write_hex (MbJsonWriter *writer, const char *name, const guint8 *bytes, gsize length)
{
  g_autoptr (GString) hex = g_string_sized_new (length * 2);

  for (gsize i = 0; i < length; i++)
    g_string_append_printf (hex, "%02x", bytes[i]);
  mb_json_writer_member_string (writer, name, hex->str);
}

void
mb_answers_write_line (GString *out, const MbChange *change)
{
  MbJsonWriter writer;
  const guint8 *salt;
  gsize length;

  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_name (&writer, "number");
  mb_json_writer_uint (&writer, change->number);
  mb_json_writer_name (&writer, "last");
  mb_json_writer_uint (&writer, change->last);
  mb_json_writer_member_string (&writer, "at", change->at);
  mb_json_writer_member_string (&writer, "by", change->by);
  mb_json_writer_member_string (&writer, "kind", change->kind);
  mb_json_writer_member_string (&writer, "id", change->id);
  salt = g_bytes_get_data (change->salt, &length);
  mb_answers_write_hex (&writer, "salt", salt, length);
  mb_answers_write_hex (&writer, "hash", change->hash, sizeof change->hash);
  mb_json_writer_name (&writer, "value");
  if (change->value != NULL)
    mb_json_writer_raw_bytes (&writer, change->value);
  else
    mb_json_writer_null (&writer);
  if (change->derived != NULL)
    {
      mb_json_writer_name (&writer, "derived");
      mb_json_writer_raw_bytes (&writer, change->derived);
    }
  mb_json_writer_end_object (&writer);
}

gboolean
mb_answers_finish (MbExchange *exchange, GObject *source, GAsyncResult *result, MbTransaction **transaction)
{
  g_autoptr (GError) error = NULL;
  MbChangeRequest *request;

  if (mb_ledger_submit_finish (MB_LEDGER (source), result, transaction, &error))
    return TRUE;

  request = (*transaction)->request;
  mb_exchange_fail (exchange, error, request->details->str);

  return FALSE;
}
