/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-wire"

#include "core/wire/mb-json-members.h"

#include "core/base/mb-error.h"

#include <string.h>

enum
{
  MAX_TEXT = 8 * 1024
};

static gboolean
refuse (const char *name, GError **error, const char *what)
{
  g_autofree char *pointer = mb_json_pointer_step (name, strlen (name));

  mb_error_set (error, MB_ERROR_INVALID, pointer, "%s", what);
  return FALSE;
}

/* Whether there is nothing to read: the answer is then in @result. */
static gboolean
is_absent (MbJsonAt at, const char *name, MbJsonNeed need, gboolean *result, GError **error)
{
  if (at != MB_JSON_NONE)
    return FALSE;

  *result = need == MB_JSON_OPTIONAL || refuse (name, error, "Is missing");
  return TRUE;
}

gboolean
mb_json_member_int (const MbJson *self, MbJsonAt object, const char *name, MbJsonNeed need, gint64 min, gint64 max,
                    gint64 *value, GError **error)
{
  MbJsonAt at = mb_json_member (self, object, name);
  gboolean result;
  gint64 read;

  if (is_absent (at, name, need, &result, error))
    return result;

  if (!mb_json_get_int (self, at, &read))
    return refuse (name, error, "Must be a whole number, in digits only");
  if (read < min || read > max)
    {
      g_autofree char *what = g_strdup_printf (
          "Must be from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, min, max);

      return refuse (name, error, what);
    }
  *value = read;
  return TRUE;
}

gboolean
mb_json_member_bool (const MbJson *self, MbJsonAt object, const char *name, MbJsonNeed need, gboolean *value,
                     GError **error)
{
  MbJsonAt at = mb_json_member (self, object, name);
  gboolean result;
  MbJsonType type;

  if (is_absent (at, name, need, &result, error))
    return result;

  type = mb_json_get_type_at (self, at);
  if (type != MB_JSON_TRUE && type != MB_JSON_FALSE)
    return refuse (name, error, "Must be true or false");
  *value = type == MB_JSON_TRUE;
  return TRUE;
}

gboolean
mb_json_member_string (const MbJson *self, MbJsonAt object, const char *name, MbJsonNeed need, char **value,
                       GError **error)
{
  MbJsonAt at = mb_json_member (self, object, name);
  gboolean result;
  gsize length;

  if (is_absent (at, name, need, &result, error))
    return result;

  if (mb_json_get_type_at (self, at) != MB_JSON_STRING)
    return refuse (name, error, "Must be a text");
  mb_json_peek_string (self, at, &length);
  if (length > MAX_TEXT)
    return refuse (name, error, "Must be at most 8 KiB");
  *value = mb_json_dup_string (self, at);
  return TRUE;
}

gboolean
mb_json_member_time (const MbJson *self, MbJsonAt object, const char *name, MbJsonNeed need, MbTime *value,
                     GError **error)
{
  MbJsonAt at = mb_json_member (self, object, name);
  const char *text = NULL;
  gboolean result;
  gsize length;

  if (is_absent (at, name, need, &result, error))
    return result;

  if (mb_json_get_type_at (self, at) == MB_JSON_STRING)
    text = mb_json_peek_string (self, at, &length);
  return (text != NULL && mb_time_parse (text, (gssize) length, value, NULL)) ||
         refuse (name, error, "Must be a time such as 2026-11-23T06:58:12+08:00");
}

gboolean
mb_json_member_at (const MbJson *self, MbJsonAt object, const char *name, MbJsonNeed need, MbJsonType type,
                   MbJsonAt *value, GError **error)
{
  static const char *const types[] = {
    "Must be null", "Must be false", "Must be true", "Must be a number", "Must be a text", "Must be a list",
    "Must be an object",
  };
  MbJsonAt at = mb_json_member (self, object, name);
  gboolean result;

  if (is_absent (at, name, need, &result, error))
    return result;

  if (mb_json_get_type_at (self, at) != type)
    return refuse (name, error, types[type]);
  *value = at;
  return TRUE;
}
