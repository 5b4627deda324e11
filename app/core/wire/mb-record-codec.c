/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-wire"

#include "core/wire/mb-record-codec.h"

#include "core/base/mb-error.h"
#include "core/wire/mb-field-codec.h"

#include <string.h>

static char **
extra_of (const MbSchema *schema, gpointer structure)
{
  return (char **) ((char *) structure + schema->extra_offset);
}

static const MbField *
find_field (const MbSchema *schema, const MbJson *json, MbJsonAt name)
{
  g_autofree char *unescaped = NULL;
  gsize length;
  const char *text = mb_json_peek_string (json, name, &length);

  if (text == NULL)
    {
      text = unescaped = mb_json_dup_string (json, name);
      length = strlen (text);
    }
  return mb_schema_find (schema, text, (gssize) length);
}

static GString *
keep_member (GString *extra, const MbJson *json, MbJsonAt name)
{
  g_autoptr (GBytes) value = mb_json_compact (json, mb_json_value_of (json, name));
  gsize length;
  const char *text = mb_json_slice (json, name, &length);

  if (extra == NULL)
    extra = g_string_new (NULL);
  else
    g_string_append_c (extra, ',');
  g_string_append_len (extra, text, (gssize) length);
  g_string_append_c (extra, ':');
  text = g_bytes_get_data (value, &length);
  return g_string_append_len (extra, text, (gssize) length);
}

static gboolean
refuse_derived (const MbField *field, gboolean derived, GError **error)
{
  g_autofree char *pointer = mb_json_pointer_step (field->name, strlen (field->name));

  mb_error_set (error, MB_ERROR_INVALID, pointer, derived ? "Is not the hub's to derive" : "Only the hub says this");
  return FALSE;
}

gboolean
mb_schema_decode (const MbSchema *schema, gpointer structure, const MbJson *json, MbJsonAt at, gboolean derived,
                  GError **error)
{
  g_autoptr (GString) extra = NULL;

  if (mb_json_get_type_at (json, at) != MB_JSON_OBJECT)
    {
      mb_error_set (error, MB_ERROR_INVALID, "", "Must be an object");
      return FALSE;
    }

  for (MbJsonAt name = mb_json_first (json, at); name != MB_JSON_NONE; name = mb_json_next (json, name))
    {
      const MbField *field = find_field (schema, json, name);

      if (field == NULL)
        extra = keep_member (extra, json, name);
      else if (!(field->flags & MB_FIELD_DERIVED) != !derived)
        return refuse_derived (field, derived, error);
      else if (!mb_field_decode (field, structure, json, mb_json_value_of (json, name), error))
        return FALSE;
    }

  if (extra != NULL && !derived)
    *extra_of (schema, structure) = g_string_free (g_steal_pointer (&extra), FALSE);
  return TRUE;
}

void
mb_schema_encode (const MbSchema *schema, gconstpointer structure, gboolean derived, MbJsonWriter *writer)
{
  const char *extra = *extra_of (schema, (gpointer) structure);

  mb_json_writer_begin_object (writer);
  for (guint i = 0; i < schema->n_fields; i++)
    {
      const MbField *field = &schema->fields[i];

      if (!(field->flags & MB_FIELD_DERIVED) != !derived || !mb_field_is_set (field, structure))
        continue;
      mb_json_writer_name (writer, field->name);
      mb_field_encode (field, structure, writer);
    }
  if (extra != NULL && !derived)
    mb_json_writer_raw_members (writer, extra);
  mb_json_writer_end_object (writer);
}

MbRecord *
mb_record_decode (MbKind kind, const char *id, const MbJson *value, MbJsonAt at, const MbJson *derived,
                  MbJsonAt derived_at, GError **error)
{
  const MbSchema *schema = mb_kind_get_schema (kind);
  g_autoptr (MbRecord) record = NULL;

  g_return_val_if_fail (schema != NULL && id != NULL && value != NULL, NULL);

  record = mb_record_new (kind, id);
  if (!mb_schema_decode (schema, record, value, at, FALSE, error) || !mb_record_check (record, error))
    return NULL;
  if (derived != NULL && !mb_record_decode_derived (record, derived, derived_at, error))
    return NULL;
  return g_steal_pointer (&record);
}

gboolean
mb_record_decode_derived (MbRecord *record, const MbJson *derived, MbJsonAt at, GError **error)
{
  g_return_val_if_fail (MB_IS_RECORD (record) && derived != NULL, FALSE);

  return mb_schema_decode (mb_kind_get_schema (mb_record_get_kind (record)), record, derived, at, TRUE, error) &&
         mb_record_check (record, error);
}

MbRecord *
mb_record_decode_bytes (MbKind kind, const char *id, GBytes *value, GBytes *derived, GError **error)
{
  g_autoptr (MbJson) value_json = mb_json_read (value, MB_JSON_STRICT, error);
  g_autoptr (MbJson) derived_json = NULL;

  if (value_json == NULL)
    return NULL;
  if (derived != NULL)
    {
      derived_json = mb_json_read (derived, MB_JSON_STRICT, error);
      if (derived_json == NULL)
        return NULL;
    }
  return mb_record_decode (kind, id, value_json, 0, derived_json, 0, error);
}

static GBytes *
encode (MbRecord *record, gboolean derived)
{
  GString *out = g_string_new (NULL);
  MbJsonWriter writer;

  mb_json_writer_init (&writer, out);
  mb_schema_encode (mb_kind_get_schema (mb_record_get_kind (record)), record, derived, &writer);
  return g_string_free_to_bytes (out);
}

GBytes *
mb_record_encode_value (MbRecord *record)
{
  g_return_val_if_fail (MB_IS_RECORD (record), NULL);

  return encode (record, FALSE);
}

GBytes *
mb_record_encode_derived (MbRecord *record)
{
  g_autoptr (GBytes) derived = NULL;

  g_return_val_if_fail (MB_IS_RECORD (record), NULL);

  derived = encode (record, TRUE);
  return g_bytes_get_size (derived) > strlen ("{}") ? g_steal_pointer (&derived) : NULL;
}
