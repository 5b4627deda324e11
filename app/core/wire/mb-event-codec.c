/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-wire"

#include "core/wire/mb-event-codec.h"

#include "core/wire/mb-json-writer.h"

#include <string.h>

enum
{
  CHECK_LENGTH = 12
};

static void
write_record (MbJsonWriter *writer, const char *kind, const char *id, guint64 rev)
{
  mb_json_writer_member_string (writer, "kind", kind);
  mb_json_writer_member_string (writer, "id", id);
  mb_json_writer_name (writer, "rev");
  mb_json_writer_uint (writer, rev);
}

void
mb_event_write_put (GString *out, const char *kind, const char *id, guint64 rev, const char *at, const char *by,
                    GBytes *value, GBytes *derived)
{
  MbJsonWriter writer;

  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  write_record (&writer, kind, id, rev);
  mb_json_writer_member_string (&writer, "at", at);
  mb_json_writer_member_string (&writer, "by", by);
  mb_json_writer_name (&writer, "value");
  mb_json_writer_raw_bytes (&writer, value);
  if (derived != NULL)
    {
      mb_json_writer_name (&writer, "derived");
      mb_json_writer_raw_bytes (&writer, derived);
    }
  mb_json_writer_end_object (&writer);
}

void
mb_event_write_drop (GString *out, const char *kind, const char *id, guint64 rev)
{
  MbJsonWriter writer;

  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  write_record (&writer, kind, id, rev);
  mb_json_writer_end_object (&writer);
}

void
mb_event_write_reset (GString *out, guint records)
{
  MbJsonWriter writer;

  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_member_int (&writer, "records", records);
  mb_json_writer_end_object (&writer);
}

void
mb_event_write_live (GString *out, const char *at, const char *sha256)
{
  MbJsonWriter writer;

  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_member_string (&writer, "at", at);
  mb_json_writer_member_string (&writer, "sha256", sha256);
  mb_json_writer_end_object (&writer);
}

gboolean
mb_position_parse (const char *text, MbPosition *position)
{
  const char *number;

  g_return_val_if_fail (text != NULL && position != NULL, FALSE);

  if (strspn (text, "0123456789abcdef") != CHECK_LENGTH || text[CHECK_LENGTH] != '.')
    return FALSE;

  number = text + CHECK_LENGTH + 1;
  if (strspn (number, "0123456789") != strlen (number) || (number[0] == '0' && number[1] != '\0'))
    return FALSE;
  if (!g_ascii_string_to_unsigned (number, 10, 0, G_MAXUINT64, &position->number, NULL))
    return FALSE;

  memcpy (position->check, text, CHECK_LENGTH);
  position->check[CHECK_LENGTH] = '\0';
  return TRUE;
}

char *
mb_position_format (const MbPosition *position)
{
  g_return_val_if_fail (position != NULL, NULL);

  return g_strdup_printf ("%s.%" G_GUINT64_FORMAT, position->check, position->number);
}
