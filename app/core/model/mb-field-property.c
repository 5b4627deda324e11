/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/mb-record-private.h"
#include "core/model/mb-texts.h"

/* What a field is as a GObject property: mb-record.h has the table of their types. */

static MbTime *
mb_time_copy (const MbTime *time)
{
  return g_memdup2 (time, sizeof *time);
}

G_DEFINE_BOXED_TYPE (MbTime, mb_time, mb_time_copy, g_free)

static GArray *
ints_of (const gint32 *values, guint n)
{
  GArray *array = g_array_sized_new (FALSE, FALSE, sizeof (gint32), n);

  if (values[0] != -1)
    g_array_append_vals (array, values, n);

  return array;
}

void
mb_field_get_value (const MbField *field, gconstpointer structure, GValue *value)
{
  gconstpointer at = (const char *) structure + field->offset;

  switch (field->type)
    {
    case MB_FIELD_BOOL:
      g_value_set_boolean (value, *(const gboolean *) at);
      break;
    case MB_FIELD_INT:
      g_value_set_int64 (value, *(const gint64 *) at);
      break;
    case MB_FIELD_NUMBER:
      g_value_set_double (value, *(const double *) at);
      break;
    case MB_FIELD_ENUM:
    case MB_FIELD_CLOCK:
      g_value_set_int (value, *(const gint32 *) at);
      break;
    case MB_FIELD_FLAGS:
    case MB_FIELD_DATE:
      g_value_set_uint (value, *(const guint32 *) at);
      break;
    case MB_FIELD_TIME:
      g_value_set_boxed (value, at);
      break;
    case MB_FIELD_INTS:
      g_value_take_boxed (value, ints_of (at, field->max));
      break;
    case MB_FIELD_TEXTS:
    case MB_FIELD_STRINGS:
    case MB_FIELD_REFS:
    case MB_FIELD_WINDOWS:
      g_value_set_boxed (value, *(const gpointer *) at);
      break;
    case MB_FIELD_STRUCT:
    case MB_FIELD_LIST:
      g_value_set_pointer (value, *(const gpointer *) at);
      break;
    case MB_FIELD_FRESHNESS:
      g_value_set_pointer (value, (gpointer) at);
      break;
    default:
      g_value_set_string (value, *(char *const *) at);
    }
}

GParamSpec *
mb_field_make_pspec (const MbField *field)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  g_autofree char *canonical = g_strdelimit (g_strdup (field->name), "_", '-');
  const char *name = g_intern_string (canonical);

  switch (field->type)
    {
    case MB_FIELD_BOOL:
      return g_param_spec_boolean (name, NULL, NULL, FALSE, flags);
    case MB_FIELD_INT:
      return g_param_spec_int64 (name, NULL, NULL, G_MININT64, G_MAXINT64, MB_UNSET, flags);
    case MB_FIELD_NUMBER:
      return g_param_spec_double (name, NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
    case MB_FIELD_ENUM:
    case MB_FIELD_CLOCK:
      return g_param_spec_int (name, NULL, NULL, G_MININT, G_MAXINT, -1, flags);
    case MB_FIELD_FLAGS:
    case MB_FIELD_DATE:
      return g_param_spec_uint (name, NULL, NULL, 0, G_MAXUINT, 0, flags);
    case MB_FIELD_TIME:
      return g_param_spec_boxed (name, NULL, NULL, MB_TYPE_TIME, flags);
    case MB_FIELD_TEXTS:
      return g_param_spec_boxed (name, NULL, NULL, MB_TYPE_TEXTS, flags);
    case MB_FIELD_STRINGS:
    case MB_FIELD_REFS:
      return g_param_spec_boxed (name, NULL, NULL, G_TYPE_STRV, flags);
    case MB_FIELD_INTS:
    case MB_FIELD_WINDOWS:
      return g_param_spec_boxed (name, NULL, NULL, G_TYPE_ARRAY, flags);
    case MB_FIELD_STRUCT:
    case MB_FIELD_LIST:
    case MB_FIELD_FRESHNESS:
      return g_param_spec_pointer (name, NULL, NULL, flags);
    default:
      return g_param_spec_string (name, NULL, NULL, NULL, flags);
    }
}
