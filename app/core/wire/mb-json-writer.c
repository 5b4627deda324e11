/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-wire"

#include "core/wire/mb-json-writer.h"

#include "core/wire/mb-utf8.h"

#include <math.h>

/* A name takes the place of what stands before its value: it puts the comma, and leaves the depth as
 * if nothing stood there yet. */
static void
begin_value (MbJsonWriter *self)
{
  if (self->filled & 1u << self->depth)
    g_string_append_c (self->out, ',');
  self->filled |= 1u << self->depth;
}

static void
begin_container (MbJsonWriter *self, char bracket)
{
  g_return_if_fail (self->depth < 31);

  begin_value (self);
  g_string_append_c (self->out, bracket);
  self->depth++;
  self->filled &= ~(1u << self->depth);
}

static void
end_container (MbJsonWriter *self, char bracket)
{
  g_return_if_fail (self->depth > 0);

  self->depth--;
  g_string_append_c (self->out, bracket);
}

/* How many bytes stand for themselves. */
static gsize
plain_length (const char *p, const char *end)
{
  const char *start = p;

  while (end - p >= 8)
    {
      guint64 word = mb_word_load (p);
      guint64 found = mb_word_has (word, '"') | mb_word_has (word, '\\') | mb_word_has_below (word, 0x20);

      if (found != 0)
        return (gsize) (p - start) + mb_word_first (found);
      p += 8;
    }
  while (p < end && *p != '"' && *p != '\\' && (guint8) *p >= 0x20)
    p++;
  return (gsize) (p - start);
}

static void
append_escaped (GString *out, char c)
{
  static const char letters[] = "btn-fr"; /* from U+0008 on; there is none for U+000B */

  if (c == '"' || c == '\\')
    g_string_append_printf (out, "\\%c", c);
  else if (c >= '\b' && c <= '\r' && c != '\v')
    g_string_append_printf (out, "\\%c", letters[c - '\b']);
  else
    g_string_append_printf (out, "\\u%04x", (guint) c);
}

static void
append_string (GString *out, const char *text)
{
  const char *end = text + strlen (text);

  g_string_append_c (out, '"');
  while (text < end)
    {
      gsize plain = plain_length (text, end);

      g_string_append_len (out, text, (gssize) plain);
      text += plain;
      if (text < end)
        append_escaped (out, *text++);
    }
  g_string_append_c (out, '"');
}

void
mb_json_writer_init (MbJsonWriter *self, GString *out)
{
  g_return_if_fail (self != NULL && out != NULL);

  *self = (MbJsonWriter){ .out = out };
}

void
mb_json_writer_begin_object (MbJsonWriter *self)
{
  begin_container (self, '{');
}

void
mb_json_writer_end_object (MbJsonWriter *self)
{
  end_container (self, '}');
}

void
mb_json_writer_begin_array (MbJsonWriter *self)
{
  begin_container (self, '[');
}

void
mb_json_writer_end_array (MbJsonWriter *self)
{
  end_container (self, ']');
}

void
mb_json_writer_name (MbJsonWriter *self, const char *name)
{
  begin_value (self);
  append_string (self->out, name);
  g_string_append_c (self->out, ':');
  self->filled &= ~(1u << self->depth);
}

void
mb_json_writer_string (MbJsonWriter *self, const char *text)
{
  if (text == NULL)
    {
      mb_json_writer_null (self);
      return;
    }
  begin_value (self);
  append_string (self->out, text);
}

void
mb_json_writer_int (MbJsonWriter *self, gint64 value)
{
  begin_value (self);
  g_string_append_printf (self->out, "%" G_GINT64_FORMAT, value);
}

void
mb_json_writer_uint (MbJsonWriter *self, guint64 value)
{
  begin_value (self);
  g_string_append_printf (self->out, "%" G_GUINT64_FORMAT, value);
}

void
mb_json_writer_double (MbJsonWriter *self, double value)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_return_if_fail (isfinite (value));

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_ascii_strtod (g_ascii_formatd (text, sizeof text, formats[i], value), NULL) == value)
      break;
  mb_json_writer_raw (self, text, -1);
}

void
mb_json_writer_bool (MbJsonWriter *self, gboolean value)
{
  mb_json_writer_raw (self, value ? "true" : "false", -1);
}

void
mb_json_writer_null (MbJsonWriter *self)
{
  mb_json_writer_raw (self, "null", 4);
}

void
mb_json_writer_raw (MbJsonWriter *self, const char *json, gssize length)
{
  begin_value (self);
  g_string_append_len (self->out, json, length);
}

void
mb_json_writer_raw_bytes (MbJsonWriter *self, GBytes *json)
{
  gsize length;
  const char *text = g_bytes_get_data (json, &length);

  mb_json_writer_raw (self, text, (gssize) length);
}

void
mb_json_writer_raw_members (MbJsonWriter *self, const char *members)
{
  mb_json_writer_raw (self, members, -1);
}

void
mb_json_writer_member_string (MbJsonWriter *self, const char *name, const char *text)
{
  mb_json_writer_name (self, name);
  mb_json_writer_string (self, text);
}

void
mb_json_writer_member_int (MbJsonWriter *self, const char *name, gint64 value)
{
  mb_json_writer_name (self, name);
  mb_json_writer_int (self, value);
}

void
mb_json_writer_member_bool (MbJsonWriter *self, const char *name, gboolean value)
{
  mb_json_writer_name (self, name);
  mb_json_writer_bool (self, value);
}
