/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-wire"

#include "core/wire/mb-field-codec.h"

#include "core/model/mb-texts.h"

#define IN(Type) ((Type const *) ((const char *) structure + field->offset))

typedef void (*Encode) (const MbField *field, gconstpointer structure, MbJsonWriter *writer);

static void
encode_bool (const MbField *field, gconstpointer structure, MbJsonWriter *writer)
{
  mb_json_writer_bool (writer, *IN (gboolean));
}

static void
encode_int (const MbField *field, gconstpointer structure, MbJsonWriter *writer)
{
  mb_json_writer_int (writer, *IN (gint64));
}

static void
encode_number (const MbField *field, gconstpointer structure, MbJsonWriter *writer)
{
  mb_json_writer_double (writer, *IN (double));
}

static void
encode_string (const MbField *field, gconstpointer structure, MbJsonWriter *writer)
{
  mb_json_writer_string (writer, *IN (const char *));
}

static void
encode_enum (const MbField *field, gconstpointer structure, MbJsonWriter *writer)
{
  mb_json_writer_string (writer, field->names[*IN (int)]);
}

static void
encode_flags (const MbField *field, gconstpointer structure, MbJsonWriter *writer)
{
  mb_json_writer_begin_array (writer);
  for (guint i = 0; field->names[i] != NULL; i++)
    if (*IN (guint32) & 1u << i)
      mb_json_writer_string (writer, field->names[i]);
  mb_json_writer_end_array (writer);
}

static void
encode_texts (const MbField *field, gconstpointer structure, MbJsonWriter *writer)
{
  const MbTexts *texts = *IN (const MbTexts *);

  mb_json_writer_begin_object (writer);
  for (guint i = 0; i < mb_texts_get_n (texts); i++)
    mb_json_writer_member_string (writer, mb_texts_get_language (texts, i), mb_texts_get_nth (texts, i));
  mb_json_writer_end_object (writer);
}

static void
encode_time (const MbField *field, gconstpointer structure, MbJsonWriter *writer)
{
  g_autofree char *text = mb_time_format (*IN (MbTime));

  mb_json_writer_string (writer, text);
}

static void
encode_date (const MbField *field, gconstpointer structure, MbJsonWriter *writer)
{
  g_autofree char *text = mb_date_format (*IN (MbDate));

  mb_json_writer_string (writer, text);
}

static void
write_clock (MbJsonWriter *writer, gint32 minutes)
{
  char text[16];

  g_snprintf (text, sizeof text, "%02d:%02d", minutes / 60, minutes % 60);
  mb_json_writer_string (writer, text);
}

static void
encode_clock (const MbField *field, gconstpointer structure, MbJsonWriter *writer)
{
  write_clock (writer, *IN (gint32));
}

static void
encode_strings (const MbField *field, gconstpointer structure, MbJsonWriter *writer)
{
  const char *const *strings = *IN (const char *const *);

  mb_json_writer_begin_array (writer);
  for (guint i = 0; strings[i] != NULL; i++)
    mb_json_writer_string (writer, strings[i]);
  mb_json_writer_end_array (writer);
}

static void
encode_ints (const MbField *field, gconstpointer structure, MbJsonWriter *writer)
{
  const gint32 *values = IN (gint32);

  mb_json_writer_begin_array (writer);
  for (gint64 i = 0; i < field->max; i++)
    mb_json_writer_int (writer, values[i]);
  mb_json_writer_end_array (writer);
}

static void
encode_windows (const MbField *field, gconstpointer structure, MbJsonWriter *writer)
{
  const GArray *windows = *IN (const GArray *);

  mb_json_writer_begin_array (writer);
  for (guint i = 0; i < windows->len; i++)
    {
      const MbWindow *window = &g_array_index (windows, MbWindow, i);

      mb_json_writer_begin_array (writer);
      write_clock (writer, window->from);
      write_clock (writer, window->to);
      mb_json_writer_end_array (writer);
    }
  mb_json_writer_end_array (writer);
}

static void
encode_freshness (const MbField *field, gconstpointer structure, MbJsonWriter *writer)
{
  const MbFreshness *freshness = IN (MbFreshness);

  if (freshness->day)
    {
      mb_json_writer_string (writer, "day");
      return;
    }
  mb_json_writer_begin_object (writer);
  if (freshness->dim_after_s != MB_UNSET)
    mb_json_writer_member_int (writer, "dim_after_s", freshness->dim_after_s);
  if (freshness->hide_after_s != MB_UNSET)
    mb_json_writer_member_int (writer, "hide_after_s", freshness->hide_after_s);
  mb_json_writer_end_object (writer);
}

static void
encode_struct (const MbField *field, gconstpointer structure, MbJsonWriter *writer)
{
  mb_schema_encode (field->schema, *IN (gconstpointer), FALSE, writer);
}

static void
encode_list (const MbField *field, gconstpointer structure, MbJsonWriter *writer)
{
  const GPtrArray *list = *IN (const GPtrArray *);

  mb_json_writer_begin_array (writer);
  for (guint i = 0; i < list->len; i++)
    mb_schema_encode (field->schema, g_ptr_array_index (list, i), FALSE, writer);
  mb_json_writer_end_array (writer);
}

static const Encode encoders[] = {
  [MB_FIELD_BOOL] = encode_bool,       [MB_FIELD_INT] = encode_int,
  [MB_FIELD_NUMBER] = encode_number,   [MB_FIELD_STRING] = encode_string,
  [MB_FIELD_DECIMAL] = encode_string,  [MB_FIELD_ENUM] = encode_enum,
  [MB_FIELD_FLAGS] = encode_flags,     [MB_FIELD_TEXTS] = encode_texts,
  [MB_FIELD_TIME] = encode_time,       [MB_FIELD_DATE] = encode_date,
  [MB_FIELD_CLOCK] = encode_clock,     [MB_FIELD_REF] = encode_string,
  [MB_FIELD_STRINGS] = encode_strings, [MB_FIELD_REFS] = encode_strings,
  [MB_FIELD_INTS] = encode_ints,       [MB_FIELD_WINDOWS] = encode_windows,
  [MB_FIELD_STRUCT] = encode_struct,   [MB_FIELD_FRESHNESS] = encode_freshness,
  [MB_FIELD_LIST] = encode_list,
};

void
mb_field_encode (const MbField *field, gconstpointer structure, MbJsonWriter *writer)
{
  encoders[field->type](field, structure, writer);
}
