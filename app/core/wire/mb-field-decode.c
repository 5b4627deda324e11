/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-wire"

#include "core/wire/mb-field-codec.h"

#include "core/base/mb-error.h"
#include "core/model/mb-record.h"
#include "core/model/mb-texts.h"

#include <math.h>
#include <string.h>

#define AT(Type) ((Type *) ((char *) structure + field->offset))

typedef gboolean (*Decode) (const MbField *field, gpointer structure, const MbJson *json, MbJsonAt at, GError **error);

static gboolean
refuse (GError **error, const char *what)
{
  mb_error_set (error, MB_ERROR_INVALID, "", "%s", what);
  return FALSE;
}

/* Says that the fault is in the @index-th element. */
static gboolean
prefix_index (GError **error, guint index)
{
  if (error != NULL)
    {
      g_autofree char *step = g_strdup_printf ("/%u", index);

      mb_error_prefix_pointer (*error, step);
    }
  return FALSE;
}

static gboolean
prefix_name (GError **error, const char *name)
{
  if (error != NULL)
    {
      g_autofree char *step = mb_json_pointer_step (name, strlen (name));

      mb_error_prefix_pointer (*error, step);
    }
  return FALSE;
}

static gboolean
is_string (const MbJson *json, MbJsonAt at)
{
  return mb_json_get_type_at (json, at) == MB_JSON_STRING;
}

static gboolean
is_array (const MbJson *json, MbJsonAt at)
{
  return mb_json_get_type_at (json, at) == MB_JSON_ARRAY;
}

static gboolean
decode_bool (const MbField *field, gpointer structure, const MbJson *json, MbJsonAt at, GError **error)
{
  MbJsonType type = mb_json_get_type_at (json, at);

  if (type != MB_JSON_TRUE && type != MB_JSON_FALSE)
    return refuse (error, "Must be true or false");
  *AT (gboolean) = type == MB_JSON_TRUE;
  return TRUE;
}

static gboolean
decode_int (const MbField *field, gpointer structure, const MbJson *json, MbJsonAt at, GError **error)
{
  gint64 value;

  if (!mb_json_get_int (json, at, &value) || value == MB_UNSET)
    return refuse (error, "Must be a whole number, in digits only");
  *AT (gint64) = value;
  return TRUE;
}

static gboolean
decode_number (const MbField *field, gpointer structure, const MbJson *json, MbJsonAt at, GError **error)
{
  return mb_json_get_double (json, at, AT (double)) || refuse (error, "Must be a number");
}

static gboolean
decode_string (const MbField *field, gpointer structure, const MbJson *json, MbJsonAt at, GError **error)
{
  if (!is_string (json, at))
    return refuse (error, "Must be a text");
  *AT (char *) = mb_json_dup_string (json, at);
  return TRUE;
}

static gboolean
decode_decimal (const MbField *field, gpointer structure, const MbJson *json, MbJsonAt at, GError **error)
{
  return is_string (json, at) ? decode_string (field, structure, json, at, error)
                              : refuse (error, "Must be a decimal number written as a text");
}

static int
find_name (const MbField *field, const MbJson *json, MbJsonAt at)
{
  for (int i = 0; field->names[i] != NULL; i++)
    if (mb_json_string_equal (json, at, field->names[i]))
      return i;
  return -1;
}

static gboolean
refuse_name (const MbField *field, GError **error)
{
  g_autofree char *names = g_strjoinv (", ", (char **) field->names);

  mb_error_set (error, MB_ERROR_INVALID, "", "Must be one of %s", names);
  return FALSE;
}

static gboolean
decode_enum (const MbField *field, gpointer structure, const MbJson *json, MbJsonAt at, GError **error)
{
  int value = find_name (field, json, at);

  if (value < 0)
    return refuse_name (field, error);
  *AT (int) = value;
  return TRUE;
}

static gboolean
decode_flags (const MbField *field, gpointer structure, const MbJson *json, MbJsonAt at, GError **error)
{
  guint index = 0;

  if (!is_array (json, at))
    return refuse (error, "Must be a list");

  for (MbJsonAt child = mb_json_first (json, at); child != MB_JSON_NONE; child = mb_json_next (json, child))
    {
      int value = find_name (field, json, child);

      if (value < 0)
        {
          refuse_name (field, error);
          return prefix_index (error, index);
        }
      if (*AT (guint32) & 1u << value)
        {
          refuse (error, "Stands here twice");
          return prefix_index (error, index);
        }
      *AT (guint32) |= 1u << value;
      index++;
    }
  return TRUE;
}

static gboolean
decode_texts (const MbField *field, gpointer structure, const MbJson *json, MbJsonAt at, GError **error)
{
  MbTexts *texts;

  if (mb_json_get_type_at (json, at) != MB_JSON_OBJECT || mb_json_first (json, at) == MB_JSON_NONE)
    return refuse (error, "Must be an object of texts by language, such as {\"zh-Hans\": \"…\"}");

  texts = *AT (MbTexts *) = mb_texts_new ();
  for (MbJsonAt name = mb_json_first (json, at); name != MB_JSON_NONE; name = mb_json_next (json, name))
    {
      g_autofree char *language = mb_json_dup_string (json, name);
      g_autofree char *text = NULL;

      if (!mb_language_is_valid (language))
        {
          refuse (error, "Not a language tag such as zh-Hans");
          return prefix_name (error, language);
        }
      if (!is_string (json, mb_json_value_of (json, name)))
        {
          refuse (error, "Must be a text");
          return prefix_name (error, language);
        }
      text = mb_json_dup_string (json, mb_json_value_of (json, name));
      mb_texts_set (texts, language, text);
    }
  return TRUE;
}

static gboolean
decode_time (const MbField *field, gpointer structure, const MbJson *json, MbJsonAt at, GError **error)
{
  const char *text;
  gsize length;

  text = is_string (json, at) ? mb_json_peek_string (json, at, &length) : NULL;
  return (text != NULL && mb_time_parse (text, (gssize) length, AT (MbTime), NULL)) ||
         refuse (error, "Must be a time such as 2026-11-23T06:58:12+08:00");
}

static gboolean
decode_date (const MbField *field, gpointer structure, const MbJson *json, MbJsonAt at, GError **error)
{
  const char *text;
  gsize length;

  text = is_string (json, at) ? mb_json_peek_string (json, at, &length) : NULL;
  return (text != NULL && mb_date_parse (text, (gssize) length, AT (MbDate), NULL)) ||
         refuse (error, "Must be a day such as 2026-11-23");
}

/* "HH:MM"; 24:00 is the end of a day. */
static gboolean
read_clock (const MbJson *json, MbJsonAt at, gint32 *minutes)
{
  const char *text;
  gsize length;
  int hour, minute;

  text = is_string (json, at) ? mb_json_peek_string (json, at, &length) : NULL;
  if (text == NULL || length != 5 || text[2] != ':' || !g_ascii_isdigit (text[0]) || !g_ascii_isdigit (text[1]) ||
      !g_ascii_isdigit (text[3]) || !g_ascii_isdigit (text[4]))
    return FALSE;

  hour = (text[0] - '0') * 10 + text[1] - '0';
  minute = (text[3] - '0') * 10 + text[4] - '0';
  *minutes = hour * 60 + minute;
  return minute < 60 && *minutes <= 24 * 60;
}

static gboolean
decode_clock (const MbField *field, gpointer structure, const MbJson *json, MbJsonAt at, GError **error)
{
  gint32 minutes;

  if (!read_clock (json, at, &minutes))
    return refuse (error, "Must be a time of day such as 09:30");
  *AT (gint32) = minutes;
  return TRUE;
}

static gboolean
decode_strings (const MbField *field, gpointer structure, const MbJson *json, MbJsonAt at, GError **error)
{
  g_autoptr (GStrvBuilder) strings = g_strv_builder_new ();
  guint index = 0;

  if (!is_array (json, at))
    return refuse (error, "Must be a list of texts");

  for (MbJsonAt child = mb_json_first (json, at); child != MB_JSON_NONE; child = mb_json_next (json, child))
    {
      g_autofree char *text = NULL;

      if (!is_string (json, child))
        {
          refuse (error, "Must be a text");
          return prefix_index (error, index);
        }
      text = mb_json_dup_string (json, child);
      g_strv_builder_add (strings, text);
      index++;
    }
  *AT (char **) = g_strv_builder_end (strings);
  return TRUE;
}

static gboolean
decode_ints (const MbField *field, gpointer structure, const MbJson *json, MbJsonAt at, GError **error)
{
  gint64 least = MAX (field->min, 0), value;
  gint32 *values = AT (gint32);
  guint index = 0;

  if (!is_array (json, at) || mb_json_count (json, at) != field->max)
    {
      mb_error_set (error, MB_ERROR_INVALID, "", "Must be a list of %u whole numbers", (guint) field->max);
      return FALSE;
    }

  for (MbJsonAt child = mb_json_first (json, at); child != MB_JSON_NONE; child = mb_json_next (json, child))
    {
      if (!mb_json_get_int (json, child, &value) || value < least || value > G_MAXINT32)
        {
          mb_error_set (error, MB_ERROR_INVALID, "", "Must be a whole number from %" G_GINT64_FORMAT " on", least);
          return prefix_index (error, index);
        }
      values[index++] = (gint32) value;
    }
  return TRUE;
}

static gboolean
decode_windows (const MbField *field, gpointer structure, const MbJson *json, MbJsonAt at, GError **error)
{
  GArray *windows;

  if (!is_array (json, at))
    return refuse (error, "Must be a list of windows such as [\"09:00\", \"11:30\"]");

  windows = *AT (GArray *) = g_array_new (FALSE, FALSE, sizeof (MbWindow));
  for (MbJsonAt child = mb_json_first (json, at); child != MB_JSON_NONE; child = mb_json_next (json, child))
    {
      MbWindow window;
      MbJsonAt from;

      from = is_array (json, child) && mb_json_count (json, child) == 2 ? mb_json_first (json, child) : MB_JSON_NONE;
      if (from == MB_JSON_NONE || !read_clock (json, from, &window.from) || window.from == 24 * 60 ||
          !read_clock (json, mb_json_next (json, from), &window.to))
        {
          refuse (error, "Must be a window such as [\"09:00\", \"11:30\"]");
          return prefix_index (error, windows->len);
        }
      g_array_append_val (windows, window);
    }
  return TRUE;
}

static gboolean
decode_freshness (const MbField *field, gpointer structure, const MbJson *json, MbJsonAt at, GError **error)
{
  MbFreshness *freshness = AT (MbFreshness);

  if (mb_json_string_equal (json, at, "day"))
    {
      freshness->day = TRUE;
      return TRUE;
    }
  if (mb_json_get_type_at (json, at) != MB_JSON_OBJECT || mb_json_first (json, at) == MB_JSON_NONE)
    return refuse (error, "Must be \"day\" or an object with dim_after_s and hide_after_s");

  for (MbJsonAt name = mb_json_first (json, at); name != MB_JSON_NONE; name = mb_json_next (json, name))
    {
      gboolean is_dim = mb_json_string_equal (json, name, "dim_after_s");
      gint64 *seconds = is_dim ? &freshness->dim_after_s : &freshness->hide_after_s;
      g_autofree char *text = mb_json_dup_string (json, name);

      /* Nothing could keep a member of another name, and it is better refused than lost. */
      if (!is_dim && !g_str_equal (text, "hide_after_s"))
        {
          refuse (error, "Only dim_after_s and hide_after_s can stand here");
          return prefix_name (error, text);
        }
      if (!mb_json_get_int (json, mb_json_value_of (json, name), seconds) || *seconds < 0)
        {
          refuse (error, "Must be a whole number of seconds");
          return prefix_name (error, text);
        }
    }
  return TRUE;
}

static gboolean
decode_struct (const MbField *field, gpointer structure, const MbJson *json, MbJsonAt at, GError **error)
{
  gpointer inner = *AT (gpointer) = mb_schema_new (field->schema);

  return mb_schema_decode (field->schema, inner, json, at, FALSE, error);
}

static gboolean
decode_list (const MbField *field, gpointer structure, const MbJson *json, MbJsonAt at, GError **error)
{
  GPtrArray *list;

  if (!is_array (json, at))
    return refuse (error, "Must be a list");

  list = *AT (GPtrArray *) = g_ptr_array_new ();
  for (MbJsonAt child = mb_json_first (json, at); child != MB_JSON_NONE; child = mb_json_next (json, child))
    {
      gpointer inner = mb_schema_new (field->schema);

      g_ptr_array_add (list, inner);
      if (!mb_schema_decode (field->schema, inner, json, child, FALSE, error))
        return prefix_index (error, list->len - 1);
    }
  return TRUE;
}

static const Decode decoders[] = {
  [MB_FIELD_BOOL] = decode_bool,       [MB_FIELD_INT] = decode_int,
  [MB_FIELD_NUMBER] = decode_number,   [MB_FIELD_STRING] = decode_string,
  [MB_FIELD_DECIMAL] = decode_decimal, [MB_FIELD_ENUM] = decode_enum,
  [MB_FIELD_FLAGS] = decode_flags,     [MB_FIELD_TEXTS] = decode_texts,
  [MB_FIELD_TIME] = decode_time,       [MB_FIELD_DATE] = decode_date,
  [MB_FIELD_CLOCK] = decode_clock,     [MB_FIELD_REF] = decode_string,
  [MB_FIELD_STRINGS] = decode_strings, [MB_FIELD_REFS] = decode_strings,
  [MB_FIELD_INTS] = decode_ints,       [MB_FIELD_WINDOWS] = decode_windows,
  [MB_FIELD_STRUCT] = decode_struct,   [MB_FIELD_FRESHNESS] = decode_freshness,
  [MB_FIELD_LIST] = decode_list,
};

gboolean
mb_field_decode (const MbField *field, gpointer structure, const MbJson *json, MbJsonAt at, GError **error)
{
  return decoders[field->type](field, structure, json, at, error) || prefix_name (error, field->name);
}
