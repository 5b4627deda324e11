/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/mb-schema.h"

#include "core/base/mb-error.h"
#include "core/model/mb-schema-private.h"
#include "core/model/mb-texts.h"

/* What a value may say, by the table; each refusal points at the value at fault. The parts of a
 * field report relative to themselves, and the way back up puts the name in front. */

#define TEXT_MAX 8192
#define DECIMAL_MAX 40
#define DAY_MINUTES 1440

#define IN(field, structure, Type) ((const Type *) ((const char *) (structure) + (field)->offset))

gboolean
mb_refuse (GError **error, const char *pointer, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  mb_error_set (error, MB_ERROR_INVALID, pointer, "%s", message);

  return FALSE;
}

gboolean
mb_check_order (gint64 low, gint64 high, const char *pointer, const char *what, GError **error)
{
  if (low == MB_UNSET || high == MB_UNSET || low <= high)
    return TRUE;

  return mb_refuse (error, pointer, "Must not be below %s", what);
}

gboolean
mb_check_text (const char *text, const char *characters, gsize least, gsize most,
               const char *pointer, GError **error)
{
  gsize length;

  if (text == NULL)
    return TRUE;

  length = strlen (text);
  if (length < least || length > most)
    return mb_refuse (error, pointer,
                      "Must have %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT " characters", least,
                      most);

  if (strspn (text, characters) != length)
    return mb_refuse (error, pointer, "Has a character that it cannot have");

  return TRUE;
}

gboolean
mb_decimal_is_valid (const char *text)
{
  const char *c = text;
  gsize digits;

  g_return_val_if_fail (text != NULL, FALSE);

  if (strlen (text) > DECIMAL_MAX)
    return FALSE;

  if (*c == '-')
    c++;

  digits = strspn (c, G_CSET_DIGITS);
  if (digits == 0 || (digits > 1 && *c == '0'))
    return FALSE;

  c += digits;
  if (*c == '.')
    {
      digits = strspn (++c, G_CSET_DIGITS);
      if (digits == 0)
        return FALSE;
      c += digits;
    }

  return *c == '\0';
}

/* The way up: puts the name of what contained the fault before its place. */
static gboolean
inside (const char *name, GError **error)
{
  g_autofree char *step = g_strconcat ("/", name, NULL);

  if (error != NULL)
    mb_error_prefix_pointer (*error, step);

  return FALSE;
}

static gboolean
inside_nth (guint i, GError **error)
{
  g_autofree char *name = g_strdup_printf ("%u", i);

  return inside (name, error);
}

static gboolean
check_range (const MbField *field, double value, GError **error)
{
  if (!isfinite (value))
    return mb_refuse (error, "", "Must be a finite number");

  if ((field->min == 0 && field->max == 0) || (value >= field->min && value <= field->max))
    return TRUE;

  return mb_refuse (error, "", "Must be from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, field->min,
                    field->max);
}

static gboolean
check_string (const MbField *field, const char *text, GError **error)
{
  gsize most = field->max > 0 ? field->max : TEXT_MAX;

  if (strlen (text) > most)
    return mb_refuse (error, "", "Must have at most %" G_GSIZE_FORMAT " bytes", most);

  if (text[0] == '\0' && (field->flags & MB_FIELD_REQUIRED) != 0)
    return mb_refuse (error, "", "Must not be empty");

  return TRUE;
}

static gboolean
check_texts (const MbField *field, const MbTexts *texts, GError **error)
{
  guint n = mb_texts_get_n (texts);

  if (n == 0)
    return mb_refuse (error, "", "Must have a text in one language at least");

  for (guint i = 0; i < n; i++)
    {
      const char *language = mb_texts_get_language (texts, i);

      if (!mb_language_is_valid (language))
        return mb_refuse (error, "", "Has a member that is not a language tag such as zh-Hans");

      if (!check_string (field, mb_texts_get_nth (texts, i), error))
        return inside (language, error);
    }

  return TRUE;
}

static gboolean
check_strings (const MbField *field, const char *const *strings, GError **error)
{
  for (guint i = 0; strings[i] != NULL; i++)
    {
      if (field->type == MB_FIELD_REFS ? mb_id_is_valid (field->ref, strings[i])
                                       : strings[i][0] != '\0' && strlen (strings[i]) <= TEXT_MAX)
        continue;

      mb_refuse (error, "", "%s",
                 field->type == MB_FIELD_REFS ? "Is not an id" : "Is empty or too long");
      return inside_nth (i, error);
    }

  return TRUE;
}

static gboolean
check_ints (const MbField *field, const gint32 *values, GError **error)
{
  for (int i = 0; i < field->max; i++)
    if (values[i] < field->min)
      {
        mb_refuse (error, "", "Must be at least %" G_GINT64_FORMAT, field->min);
        return inside_nth (i, error);
      }

  return TRUE;
}

static gboolean
check_windows (const GArray *windows, GError **error)
{
  for (guint i = 0; i < windows->len; i++)
    {
      const MbWindow *window = &g_array_index (windows, MbWindow, i);

      if (window->from >= 0 && window->from < DAY_MINUTES && window->to >= 0
          && window->to <= DAY_MINUTES && window->from != window->to)
        continue;

      mb_refuse (error, "", "Must begin and end at two different minutes of a day");
      return inside_nth (i, error);
    }

  return TRUE;
}

static gboolean
check_freshness (const MbFreshness *freshness, GError **error)
{
  if (freshness->day)
    return TRUE;

  if (freshness->dim_after_s == MB_UNSET || freshness->dim_after_s < 1)
    return mb_refuse (error, "/dim_after_s", "Must be at least a second");

  if (freshness->hide_after_s == MB_UNSET)
    return mb_refuse (error, "/hide_after_s", "Is missing");

  return mb_check_order (freshness->dim_after_s, freshness->hide_after_s, "/hide_after_s",
                         "the first limit", error);
}

static gboolean
check_list (const MbField *field, const GPtrArray *list, GError **error)
{
  for (guint i = 0; i < list->len; i++)
    if (!mb_schema_check (field->schema, g_ptr_array_index (list, i), error))
      return inside_nth (i, error);

  return TRUE;
}

static gboolean
check_value (const MbField *field, gconstpointer structure, GError **error)
{
  switch (field->type)
    {
    case MB_FIELD_INT:
      return check_range (field, *IN (field, structure, gint64), error);
    case MB_FIELD_NUMBER:
      return check_range (field, *IN (field, structure, double), error);
    case MB_FIELD_STRING:
      return check_string (field, *IN (field, structure, const char *), error);
    case MB_FIELD_DECIMAL:
      return mb_decimal_is_valid (*IN (field, structure, const char *))
             || mb_refuse (error, "", "Must be a decimal number such as 0.51");
    case MB_FIELD_TEXTS:
      return check_texts (field, *IN (field, structure, const MbTexts *), error);
    case MB_FIELD_CLOCK:
      return *IN (field, structure, gint32) <= DAY_MINUTES
             || mb_refuse (error, "", "Is no time of day");
    case MB_FIELD_REF:
      return mb_id_is_valid (field->ref, *IN (field, structure, const char *))
             || mb_refuse (error, "", "Is not an id");
    case MB_FIELD_STRINGS:
    case MB_FIELD_REFS:
      return check_strings (field, *IN (field, structure, const char *const *), error);
    case MB_FIELD_INTS:
      return check_ints (field, IN (field, structure, gint32), error);
    case MB_FIELD_WINDOWS:
      return check_windows (*IN (field, structure, const GArray *), error);
    case MB_FIELD_FRESHNESS:
      return check_freshness (IN (field, structure, MbFreshness), error);
    case MB_FIELD_STRUCT:
      return mb_schema_check (field->schema, *IN (field, structure, gconstpointer), error);
    case MB_FIELD_LIST:
      return check_list (field, *IN (field, structure, const GPtrArray *), error);
    default:
      return TRUE;
    }
}

gboolean
mb_schema_check (const MbSchema *schema, gconstpointer structure, GError **error)
{
  g_return_val_if_fail (schema != NULL, FALSE);
  g_return_val_if_fail (structure != NULL, FALSE);

  for (guint i = 0; i < schema->n_fields; i++)
    {
      const MbField *field = &schema->fields[i];

      if (mb_field_is_set (field, structure))
        {
          if (!check_value (field, structure, error))
            return inside (field->name, error);
        }
      else if ((field->flags & MB_FIELD_REQUIRED) != 0)
        {
          mb_refuse (error, "", "Is missing");
          return inside (field->name, error);
        }
    }

  return schema->check == NULL || schema->check (structure, error);
}
