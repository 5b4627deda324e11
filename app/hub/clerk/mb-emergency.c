/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/clerk/mb-emergency.h"

#include "core/wire/mb-json-members.h"

#include <string.h>

#define LASTS_US (2 * G_TIME_SPAN_HOUR)

static gboolean
is_emergency (const MbJson *json)
{
  MbJsonAt level = mb_json_get_type_at (json, 0) == MB_JSON_OBJECT ? mb_json_member (json, 0, "level") : MB_JSON_NONE;

  return level != MB_JSON_NONE && mb_json_get_type_at (json, level) == MB_JSON_STRING &&
         mb_json_string_equal (json, level, "emergency");
}

/* The value is what was accepted, byte for byte, but for what is added: as the last member of @object. */
static GBytes *
add_member (GBytes *value, const MbJson *json, MbJsonAt object, const char *member)
{
  gsize size, length;
  const char *text = g_bytes_get_data (value, &size);
  const char *brace = mb_json_slice (json, object, &length) + length - 1;
  GString *out = g_string_new_len (text, brace - text);

  if (mb_json_count (json, object) > 0)
    g_string_append_c (out, ',');
  g_string_append (out, member);
  g_string_append_len (out, brace, text + size - brace);

  return g_string_free_to_bytes (out);
}

GBytes *
mb_emergency_complete (MbKind kind, GBytes *value, gint64 at_us, MbMarketTime *time)
{
  g_autoptr (MbJson) json = kind == MB_KIND_NOTICE ? mb_json_read (value, MB_JSON_STRICT, NULL) : NULL;
  g_autofree char *to = NULL, *member = NULL;
  MbTime from = MB_TIME_UNSET;
  MbJsonAt when;

  if (json == NULL || !is_emergency (json))
    return g_bytes_ref (value);

  when = mb_json_member (json, 0, "when");
  if (when != MB_JSON_NONE && (mb_json_get_type_at (json, when) != MB_JSON_OBJECT ||
                               mb_json_member (json, when, "to") != MB_JSON_NONE ||
                               !mb_json_member_time (json, when, "from", MB_JSON_OPTIONAL, &from, NULL)))
    return g_bytes_ref (value);

  to = mb_time_format (mb_time_in_zone (MAX (from.us, at_us) + LASTS_US, mb_market_time_get_zone (time)));
  if (when != MB_JSON_NONE)
    member = g_strdup_printf ("\"to\":\"%s\"", to);
  else
    member = g_strdup_printf ("\"when\":{\"to\":\"%s\"}", to);

  return add_member (value, json, when != MB_JSON_NONE ? when : 0, member);
}
