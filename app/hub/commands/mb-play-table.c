/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/commands/mb-play-table.h"

#include "core/wire/mb-json-members.h"

#include <string.h>

typedef struct
{
  char *media, *screen;
  char *part;        /* "06:00-07:00", "morning 06:00-11:00" */
  gint64 whole, cut, failed, ms;
} Row;

struct _MbPlayTable
{
  char *from, *to, *time_zone;
  GPtrArray *rows;   /* Row, by media, screen and hour */
  GHashTable *names; /* "media/film": its name */
};

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->media);
  g_free (row->screen);
  g_free (row->part);
  g_free (row);
}

void
mb_play_table_free (MbPlayTable *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->from);
  g_free (self->to);
  g_free (self->time_zone);
  g_ptr_array_unref (self->rows);
  g_hash_table_unref (self->names);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbPlayTable, mb_play_table_free)

static gboolean
read_count (const MbJson *json, MbJsonAt at, const char *name, gint64 *count)
{
  return mb_json_member_int (json, at, name, MB_JSON_NEEDED, 0, G_MAXINT64, count, NULL);
}

/* An hour of the day, or one of its parts. */
static gboolean
read_part (const MbJson *json, MbJsonAt at, char **part)
{
  g_autofree char *name = NULL;
  gint64 hour = -1, from = 0, to = 0;

  if (!mb_json_member_int (json, at, "hour", MB_JSON_OPTIONAL, 0, 23, &hour, NULL)
      || !mb_json_member_string (json, at, "part", MB_JSON_OPTIONAL, &name, NULL))
    return FALSE;

  if (name == NULL)
    *part = g_strdup_printf ("%02d:00-%02d:00", (int) hour, (int) hour + 1);
  else if (read_count (json, at, "from_hour", &from) && read_count (json, at, "to_hour", &to))
    *part = g_strdup_printf ("%s %02d:00-%02d:00", name, (int) from, (int) to);
  return *part != NULL && (name != NULL || hour >= 0);
}

static gboolean
read_row (MbPlayTable *self, const MbJson *json, MbJsonAt at)
{
  Row *row = g_new0 (Row, 1);

  g_ptr_array_add (self->rows, row);
  return mb_json_get_type_at (json, at) == MB_JSON_OBJECT
         && mb_json_member_string (json, at, "media", MB_JSON_NEEDED, &row->media, NULL)
         && mb_json_member_string (json, at, "screen", MB_JSON_NEEDED, &row->screen, NULL)
         && read_part (json, at, &row->part) && read_count (json, at, "whole", &row->whole)
         && read_count (json, at, "cut", &row->cut) && read_count (json, at, "failed", &row->failed)
         && read_count (json, at, "ms", &row->ms);
}

MbPlayTable *
mb_play_table_read (GBytes *answer)
{
  g_autoptr (MbJson) json = mb_json_read (answer, MB_JSON_CARRIER, NULL);
  g_autoptr (MbPlayTable) self = g_new0 (MbPlayTable, 1);
  MbJsonAt plays = MB_JSON_NONE;

  self->rows = g_ptr_array_new_with_free_func (row_free);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (json == NULL || mb_json_get_type_at (json, 0) != MB_JSON_OBJECT
      || !mb_json_member_string (json, 0, "from", MB_JSON_NEEDED, &self->from, NULL)
      || !mb_json_member_string (json, 0, "to", MB_JSON_NEEDED, &self->to, NULL)
      || !mb_json_member_string (json, 0, "time_zone", MB_JSON_NEEDED, &self->time_zone, NULL)
      || !mb_json_member_at (json, 0, "plays", MB_JSON_NEEDED, MB_JSON_ARRAY, &plays, NULL))
    return NULL;

  for (MbJsonAt at = mb_json_first (json, plays); at != MB_JSON_NONE; at = mb_json_next (json, at))
    if (!read_row (self, json, at))
      return NULL;
  return g_steal_pointer (&self);
}

void
mb_play_table_name (MbPlayTable *self, const char *kind, const char *id, const char *name)
{
  g_hash_table_replace (self->names, g_strconcat (kind, "/", id, NULL), g_strdup (name));
}

static const char *
get_name (MbPlayTable *self, const char *kind, const char *id)
{
  g_autofree char *key = g_strconcat (kind, "/", id, NULL);
  const char *name = g_hash_table_lookup (self->names, key);

  return name != NULL ? name : "";
}

/* Terminals give a Chinese character two columns. */
static void
append_padded (GString *out, const char *text, guint width)
{
  guint used = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    used += g_unichar_iszerowidth (g_utf8_get_char (at)) ? 0 : g_unichar_iswide (g_utf8_get_char (at)) ? 2 : 1;
  g_string_append (out, text);
  for (; used < width; used++)
    g_string_append_c (out, ' ');
}

static void
append_figures (GString *out, const Row *row)
{
  gint64 s = row->ms / 1000;

  g_string_append_printf (out, " %8" G_GINT64_FORMAT " %8" G_GINT64_FORMAT " %8" G_GINT64_FORMAT " %6" G_GINT64_FORMAT
                               ":%02d:%02d\n",
                          row->whole, row->cut, row->failed, s / 3600, (int) (s / 60 % 60), (int) (s % 60));
}

/* Of the column that says the part of the day. */
static guint
get_width (MbPlayTable *self)
{
  gsize width = strlen ("part of day");

  for (guint i = 0; i < self->rows->len; i++)
    width = MAX (width, strlen (((const Row *) self->rows->pdata[i])->part));
  return (guint) width;
}

static void
append_row (MbPlayTable *self, GString *out, const Row *row)
{
  const char *name = get_name (self, "screen", row->screen);
  g_autofree char *screen = *name != '\0' ? g_strdup_printf ("%s (%s)", name, row->screen) : g_strdup (row->screen);

  g_string_append (out, "  ");
  append_padded (out, screen, 32);
  append_padded (out, row->part, get_width (self));
  append_figures (out, row);
}

static void
add (Row *total, const Row *row)
{
  total->whole += row->whole;
  total->cut += row->cut;
  total->failed += row->failed;
  total->ms += row->ms;
}

GString *
mb_play_table_write (MbPlayTable *self)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "%s to %s, %s\n", self->from, self->to, self->time_zone);
  if (self->rows->len == 0)
    g_string_append (out, "\nNothing was shown.\n");
  for (guint i = 0; i < self->rows->len;)
    {
      const Row *first = self->rows->pdata[i];
      const char *name = get_name (self, "media", first->media);
      Row total = { NULL };

      g_string_append_printf (out, "\n%s%s%s\n  ", first->media, *name != '\0' ? ": " : "", name);
      append_padded (out, "screen", 32);
      append_padded (out, "part of day", get_width (self));
      g_string_append (out, "    whole      cut   failed     shown for\n");
      for (; i < self->rows->len && g_str_equal (((Row *) self->rows->pdata[i])->media, first->media); i++)
        {
          append_row (self, out, self->rows->pdata[i]);
          add (&total, self->rows->pdata[i]);
        }
      g_string_append (out, "  ");
      append_padded (out, "in all", 32 + get_width (self));
      append_figures (out, &total);
    }
  return out;
}

/* What begins like a formula would be one in a spreadsheet. */
static void
append_cell (GString *out, const char *text)
{
  gboolean formula = *text != '\0' && strchr ("=+-@\t\r", *text) != NULL;

  g_string_append_c (out, '"');
  if (formula)
    g_string_append_c (out, '\'');
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *text);
    }
  g_string_append (out, "\",");
}

GString *
mb_play_table_write_csv (MbPlayTable *self)
{
  GString *out = g_string_new ("from,to,film,film name,screen,screen name,part of day,whole,cut,failed,seconds\r\n");

  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = self->rows->pdata[i];

      g_string_append_printf (out, "%s,%s,", self->from, self->to);
      append_cell (out, row->media);
      append_cell (out, get_name (self, "media", row->media));
      append_cell (out, row->screen);
      append_cell (out, get_name (self, "screen", row->screen));
      g_string_append_printf (out,
                              "%s,%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT
                              ",%" G_GINT64_FORMAT ".%03d\r\n",
                              row->part, row->whole, row->cut, row->failed, row->ms / 1000,
                              (int) (row->ms % 1000));
    }
  return out;
}
