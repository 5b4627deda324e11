/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/fanout/mb-delta-text.h"

#include "core/base/mb-error.h"
#include "core/model/show/mb-notice.h"
#include "core/wire/mb-event-codec.h"
#include "core/wire/mb-json-writer.h"
#include "core/wire/mb-record-codec.h"
#include "core/wire/mb-sse-writer.h"
#include "core/wire/mb-stream-digest.h"

struct _MbDeltaText
{
  grefcount ref_count;
  GBytes *events;
  GChecksum *digest; /* of the events */
  guint n_changes;
};

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
write_event (MbDeltaText *self, GString *out, const char *type, GString *data)
{
  mb_stream_digest_take (self->digest, type, data->str, data->len);
  mb_sse_write_event (out, type, NULL, data->str, (gssize) data->len);
  g_string_truncate (data, 0);
}

static void
write_change (MbDeltaText *self, GString *out, GString *data, const MbChange *change, gboolean early)
{
  if (change->value == NULL)
    {
      mb_event_write_drop (data, change->kind, change->id, change->number);
      write_event (self, out, "drop", data);
      return;
    }

  mb_event_write_put (data, change->kind, change->id, change->number, change->at, change->by, change->value,
                      change->derived);
  if (early)
    mb_stream_seal (data);
  write_event (self, out, "put", data);
}

/* Emergencies may be shown before the live comes: they stand first, and each has a seal of its own. */
static void
write_changes (MbDeltaText *self, GString *out, GString *data, GPtrArray *changes)
{
  g_autoptr (GPtrArray) others = g_ptr_array_sized_new (changes->len);

  for (guint i = 0; i < changes->len; i++)
    if (is_emergency (changes->pdata[i]))
      write_change (self, out, data, changes->pdata[i], TRUE);
    else
      g_ptr_array_add (others, changes->pdata[i]);
  for (guint i = 0; i < others->len; i++)
    write_change (self, out, data, others->pdata[i], FALSE);
}

MbDeltaText *
mb_delta_text_new (GPtrArray *changes, guint first, guint n, guint32 kinds, gboolean reset)
{
  MbDeltaText *self = g_new0 (MbDeltaText, 1);
  g_autoptr (GPtrArray) passed = g_ptr_array_sized_new (n);
  g_autoptr (GString) data = g_string_new (NULL);
  GString *out = g_string_new (NULL);

  for (guint i = first; i < first + n; i++)
    if (passes (changes->pdata[i], kinds))
      g_ptr_array_add (passed, changes->pdata[i]);

  g_ref_count_init (&self->ref_count);
  self->digest = mb_stream_digest_new ();
  self->n_changes = passed->len;
  if (reset)
    {
      mb_event_write_reset (data, passed->len);
      write_event (self, out, "reset", data);
    }
  write_changes (self, out, data, passed);
  self->events = g_string_free_to_bytes (out);

  return self;
}

MbDeltaText *
mb_delta_text_ref (MbDeltaText *self)
{
  g_ref_count_inc (&self->ref_count);

  return self;
}

void
mb_delta_text_unref (MbDeltaText *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;

  g_bytes_unref (self->events);
  g_checksum_free (self->digest);
  g_free (self);
}

guint
mb_delta_text_get_n_changes (MbDeltaText *self)
{
  return self->n_changes;
}

GBytes *
mb_delta_text_get_events (MbDeltaText *self)
{
  return self->events;
}

static void
write_live (MbDeltaText *self, GString *out, const char *position, const char *at)
{
  g_autoptr (GChecksum) digest = g_checksum_copy (self->digest);
  g_autoptr (GString) data = g_string_new (NULL);

  mb_event_write_live (data, at, mb_stream_digest_end (digest, position, at));
  mb_sse_write_event (out, "live", position, data->str, (gssize) data->len);
}

GBytes *
mb_delta_text_make_live (MbDeltaText *self, const char *position, const char *at)
{
  GString *out = g_string_new (NULL);

  write_live (self, out, position, at);

  return g_string_free_to_bytes (out);
}

GBytes *
mb_delta_text_close (MbDeltaText *self, const char *position, const char *at)
{
  gsize length;
  const char *events = g_bytes_get_data (self->events, &length);
  GString *out = g_string_sized_new (length + 256);

  g_string_append_len (out, events, (gssize) length);
  write_live (self, out, position, at);

  return g_string_free_to_bytes (out);
}

GBytes *
mb_pulse_text_new (const char *kind, const char *id, GBytes *value)
{
  g_autoptr (GString) data = g_string_new (NULL);
  GString *out = g_string_new (NULL);
  MbJsonWriter writer;

  mb_json_writer_init (&writer, data);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_member_string (&writer, "kind", kind);
  mb_json_writer_member_string (&writer, "id", id);
  mb_json_writer_name (&writer, "value");
  mb_json_writer_raw_bytes (&writer, value);
  mb_json_writer_end_object (&writer);
  mb_stream_seal (data);
  mb_sse_write_event (out, "pulse", NULL, data->str, (gssize) data->len);

  return g_string_free_to_bytes (out);
}

GBytes *
mb_command_text_new (const char *command)
{
  g_autoptr (GString) data = g_string_new (command);
  GString *out = g_string_new (NULL);

  mb_stream_seal (data);
  mb_sse_write_event (out, "command", NULL, data->str, (gssize) data->len);

  return g_string_free_to_bytes (out);
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
