/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/fanout/mb-delta-text.h"

#include "core/base/mb-error.h"
#include "core/model/show/mb-notice.h"
#include "core/wire/mb-event-codec.h"
#include "core/wire/mb-json-writer.h"
#include "core/wire/mb-record-codec.h"
#include "core/wire/mb-sse-writer.h"

static gboolean
passes (const MbChange *change, guint32 kinds)
{
  MbKind kind;

  if (kinds == MB_ALL_KINDS)
    return TRUE;

  kind = mb_kind_from_name (change->kind);

  return kind != MB_KIND_UNKNOWN && (kinds & 1u << kind) != 0;
}

static gboolean
is_emergency (const MbChange *change)
{
  g_autoptr (MbRecord) record = NULL;

  if (change->value == NULL || !g_str_equal (change->kind, "notice"))
    return FALSE;

  record = mb_record_decode_bytes (MB_KIND_NOTICE, change->id, change->value, NULL, NULL);

  return record != NULL && MB_NOTICE (record)->level == MB_LEVEL_EMERGENCY;
}

static void
write_change (GString *out, GString *data, const MbChange *change)
{
  g_string_truncate (data, 0);
  if (change->value != NULL)
    mb_event_write_put (data, change->kind, change->id, change->number, change->at, change->by, change->value,
                        change->derived);
  else
    mb_event_write_drop (data, change->kind, change->id, change->number);
  mb_sse_write_event (out, change->value != NULL ? "put" : "drop", NULL, data->str, (gssize) data->len);
}

guint
mb_delta_text_write (GString *out, GPtrArray *changes, guint first, guint n, guint32 kinds)
{
  g_autoptr (GString) data = g_string_new (NULL);
  g_autoptr (GPtrArray) others = g_ptr_array_sized_new (n);
  guint passed = 0;

  for (guint i = first; i < first + n; i++)
    {
      MbChange *change = changes->pdata[i];

      if (!passes (change, kinds))
        continue;
      passed++;
      if (is_emergency (change))
        write_change (out, data, change);
      else
        g_ptr_array_add (others, change);
    }
  for (guint i = 0; i < others->len; i++)
    write_change (out, data, others->pdata[i]);

  return passed;
}

void
mb_delta_text_write_reset (GString *out, guint records)
{
  g_autoptr (GString) data = g_string_new (NULL);

  mb_event_write_reset (data, records);
  mb_sse_write_event (out, "reset", NULL, data->str, (gssize) data->len);
}

void
mb_delta_text_write_live (GString *out, const char *position, const char *at)
{
  g_autoptr (GString) data = g_string_new (NULL);

  mb_event_write_live (data, at);
  mb_sse_write_event (out, "live", position, data->str, (gssize) data->len);
}

void
mb_delta_text_write_pulse (GString *out, const char *kind, const char *id, GBytes *value)
{
  g_autoptr (GString) data = g_string_new (NULL);
  MbJsonWriter writer;

  mb_json_writer_init (&writer, data);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_member_string (&writer, "kind", kind);
  mb_json_writer_member_string (&writer, "id", id);
  mb_json_writer_name (&writer, "value");
  mb_json_writer_raw_bytes (&writer, value);
  mb_json_writer_end_object (&writer);
  mb_sse_write_event (out, "pulse", NULL, data->str, (gssize) data->len);
}

guint32
mb_delta_text_parse_kinds (const char *text, GError **error)
{
  g_auto (GStrv) names = g_strsplit (text, ",", -1);
  guint32 kinds = 0;

  for (guint i = 0; names[i] != NULL; i++)
    {
      MbKind kind = mb_kind_from_name (names[i]);

      if (kind == MB_KIND_UNKNOWN)
        {
          mb_error_set (error, MB_ERROR_INVALID, NULL, "\"%.80s\" is no kind of record", names[i]);
          return 0;
        }
      kinds |= 1u << kind;
    }
  if (kinds == 0)
    mb_error_set (error, MB_ERROR_INVALID, NULL, "No kind of record is named");

  return kinds;
}
