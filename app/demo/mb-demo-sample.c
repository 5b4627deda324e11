/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-demo"

#include "demo/mb-demo-sample.h"

#include "core/wire/mb-json.h"
#include "mb-demo-resources.h"

#include <string.h>

/* The sample is part of the program: one that cannot be read is a mistake of ours. */

#define FOLDER "/org/marketboard/sample/"
#define DATE_LENGTH 10

static void
line_free (gpointer data)
{
  MbDemoLine *line = data;

  g_free (line->id);
  g_clear_pointer (&line->value, g_bytes_unref);
  g_free (line);
}

/* In the sample, whatever begins like a date is one. */
static GBytes *
move_dates (GBytes *value, int days)
{
  gsize length;
  const char *text = g_bytes_get_data (value, &length);
  const char *end = text + length, *done = text;
  GString *moved = g_string_sized_new (length);

  for (const char *at = text; at + DATE_LENGTH < end; at++)
    {
      g_autofree char *news = NULL;
      MbDate date;

      if (*at != '"' || at[5] != '-' || !mb_date_parse (at + 1, DATE_LENGTH, &date, NULL))
        continue;
      news = mb_date_format (mb_date_add (date, days));
      g_string_append_len (moved, done, at + 1 - done);
      g_string_append (moved, news);
      done = at + 1 + DATE_LENGTH;
    }
  g_string_append_len (moved, done, end - done);

  return g_string_free_to_bytes (moved);
}

static char *
dup_member (const MbJson *json, const char *name)
{
  return mb_json_dup_string (json, mb_json_member (json, 0, name));
}

static MbDemoLine *
line_new (GBytes *text, int days)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MbJson) json = mb_json_read (text, MB_JSON_CARRIER, &error);
  g_autofree char *kind = NULL;
  MbDemoLine *line = g_new0 (MbDemoLine, 1);
  MbJsonAt at, value;

  g_assert_no_error (error);
  kind = dup_member (json, "kind");
  line->kind = mb_kind_from_name (kind);
  line->id = dup_member (json, "id");
  value = mb_json_member (json, 0, "value");
  if (mb_json_get_type_at (json, value) != MB_JSON_NULL)
    line->value = mb_json_dup_bytes (json, value);
  if (line->value != NULL && days != 0)
    {
      g_autoptr (GBytes) written = g_steal_pointer (&line->value);

      line->value = move_dates (written, days);
    }

  line->us = MB_UNSET;
  at = mb_json_member (json, 0, "at");
  if (at != MB_JSON_NONE)
    {
      g_autofree char *when = mb_json_dup_string (json, at);
      MbTime time;

      mb_time_parse (when, -1, &time, &error);
      g_assert_no_error (error);
      line->us = time.us + days * G_TIME_SPAN_DAY;
    }

  return line;
}

GPtrArray *
mb_demo_sample_read (const char *name, int days)
{
  g_autofree char *path = g_strconcat (FOLDER, name, ".ndjson", NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (mb_demo_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  GPtrArray *lines = g_ptr_array_new_with_free_func (line_free);
  const char *text, *end, *stop;
  gsize length;

  g_assert (bytes != NULL);
  text = g_bytes_get_data (bytes, &length);
  end = text + length;
  for (const char *at = text; at < end; at = stop + 1)
    {
      g_autoptr (GBytes) line = NULL;

      stop = memchr (at, '\n', (gsize) (end - at));
      g_assert (stop != NULL);
      line = g_bytes_new_from_bytes (bytes, (gsize) (at - text), (gsize) (stop - at));
      g_ptr_array_add (lines, line_new (line, days));
    }

  return lines;
}
