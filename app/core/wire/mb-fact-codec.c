/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-wire"

#include "core/wire/mb-fact-codec.h"

#include "core/base/mb-error.h"
#include "core/wire/mb-field-codec.h"

#include <string.h>

static gboolean
refuse_type (const MbJson *json, MbJsonAt type, GError **error)
{
  gboolean reserved = mb_json_string_equal (json, type, "redemption") || mb_json_string_equal (json, type, "case");

  mb_error_set (error, MB_ERROR_INVALID, "/type", reserved ? "Is kept for later" : "Is no type of fact");
  return FALSE;
}

static gboolean
read_type (const MbJson *json, MbJsonAt at, MbFactType *type, GError **error)
{
  MbJsonAt member;
  g_autofree char *name = NULL;

  if (mb_json_get_type_at (json, at) != MB_JSON_OBJECT)
    {
      mb_error_set (error, MB_ERROR_INVALID, "", "A fact is an object");
      return FALSE;
    }

  member = mb_json_member (json, at, "type");
  if (member == MB_JSON_NONE || mb_json_get_type_at (json, member) != MB_JSON_STRING)
    {
      mb_error_set (error, MB_ERROR_INVALID, "/type", member == MB_JSON_NONE ? "Is missing" : "Must be a text");
      return FALSE;
    }

  name = mb_json_dup_string (json, member);
  *type = mb_fact_type_from_name (name, -1);
  return *type != MB_FACT_UNKNOWN || refuse_type (json, member, error);
}

MbFact *
mb_fact_decode (const MbJson *json, MbJsonAt at, GError **error)
{
  g_autoptr (MbFact) self = NULL;
  MbFactType type;

  g_return_val_if_fail (json != NULL, NULL);

  if (!read_type (json, at, &type, error))
    return NULL;

  self = mb_fact_new (type);
  if (!mb_schema_decode (mb_fact_type_get_schema (type), self, json, at, FALSE, error) || !mb_fact_check (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

static GString *
encode (const MbFact *self, gboolean derived)
{
  GString *out = g_string_new (NULL);
  MbJsonWriter writer;

  mb_json_writer_init (&writer, out);
  mb_schema_encode (mb_fact_type_get_schema (self->type), self, derived, &writer);
  return out;
}

GBytes *
mb_fact_encode (const MbFact *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_string_free_to_bytes (encode (self, FALSE));
}

GBytes *
mb_fact_encode_derived (const MbFact *self)
{
  g_autoptr (GString) out = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  out = encode (self, TRUE);
  return out->len > strlen ("{}") ? g_bytes_new (out->str + 1, out->len - 2) : NULL;
}

void
mb_fact_write (GString *out, GBytes *text, GBytes *derived)
{
  gsize length;
  const char *data;

  g_return_if_fail (out != NULL && text != NULL);

  data = g_bytes_get_data (text, &length);
  if (derived == NULL)
    {
      g_string_append_len (out, data, (gssize) length);
      return;
    }

  g_string_append_len (out, data, (gssize) length - 1); /* a fact has members: its type at least */
  g_string_append_c (out, ',');
  data = g_bytes_get_data (derived, &length);
  g_string_append_len (out, data, (gssize) length);
  g_string_append_c (out, '}');
}
