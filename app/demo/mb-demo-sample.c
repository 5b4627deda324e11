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

static void
file_free (gpointer data)
{
  MbDemoFile *file = data;

  g_free (file->sha256);
  g_bytes_unref (file->bytes);
  g_free (file);
}

static MbDemoFile *
file_new (GBytes *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MbJson) json = mb_json_read (text, MB_JSON_CARRIER, &error);
  MbDemoFile *file = g_new0 (MbDemoFile, 1);
  char *bytes;

  g_assert_no_error (error);
  file->sha256 = dup_member (json, "sha256");
  file->shown = mb_json_member (json, 0, "shown") != MB_JSON_NONE;
  bytes = dup_member (json, "text");
  file->bytes = g_bytes_new_take (bytes, strlen (bytes));

  return file;
}

/* (element-type GBytes) */
static GPtrArray *
read_lines (const char *name)
{
  g_autofree char *path = g_strconcat (FOLDER, name, ".ndjson", NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (mb_demo_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  const char *text, *end, *stop;
  gsize length;

  g_assert (bytes != NULL);
  text = g_bytes_get_data (bytes, &length);
  end = text + length;
  for (const char *at = text; at < end; at = stop + 1)
    {
      stop = memchr (at, '\n', (gsize) (end - at));
      g_assert (stop != NULL);
      g_ptr_array_add (lines, g_bytes_new_from_bytes (bytes, (gsize) (at - text), (gsize) (stop - at)));
    }

  return lines;
}

GPtrArray *
mb_demo_sample_read (const char *name, int days)
{
  g_autoptr (GPtrArray) texts = read_lines (name);
  GPtrArray *lines = g_ptr_array_new_with_free_func (line_free);

  for (guint i = 0; i < texts->len; i++)
    g_ptr_array_add (lines, line_new (texts->pdata[i], days));

  return lines;
}

GPtrArray *
mb_demo_sample_read_files (void)
{
  g_autoptr (GPtrArray) texts = read_lines ("media");
  GPtrArray *files = g_ptr_array_new_with_free_func (file_free);

  for (guint i = 0; i < texts->len; i++)
    g_ptr_array_add (files, file_new (texts->pdata[i]));

  return files;
}
