/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/facts/mb-play-report.h"

#include "core/model/fact/mb-fact.h"
#include "core/model/play/mb-day-part.h"
#include "core/wire/mb-json-writer.h"

#include <stdlib.h>
#include <string.h>

#define N_ENDS 3
#define HOUR_S 3600
#define DAY_S (24 * HOUR_S)

/* The plays of one film on one screen in one hour, or one part, of the day. */
typedef struct
{
  const char *media, *screen; /* the sums' */
  int slot;
  gint64 counts[N_ENDS]; /* by MbPlayEnd */
  gint64 ms;
} Row;

static guint
row_hash (gconstpointer data)
{
  const Row *row = data;

  return (g_str_hash (row->media) * 33 + g_str_hash (row->screen)) * 33 + (guint) row->slot;
}

static int
row_compare (const Row *a, const Row *b)
{
  int by_media = strcmp (a->media, b->media), by_screen = strcmp (a->screen, b->screen);

  if (by_media != 0)
    return by_media;
  return by_screen != 0 ? by_screen : a->slot - b->slot;
}

static gboolean
row_equal (gconstpointer a, gconstpointer b)
{
  return row_compare (a, b) == 0;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return row_compare (*(const Row *const *) a, *(const Row *const *) b);
}

static int
hour_of (gint64 us, GTimeZone *zone)
{
  gint64 local_s = us / G_USEC_PER_SEC + mb_time_in_zone (us, zone).offset_s;

  return (int) ((local_s % DAY_S + DAY_S) % DAY_S / HOUR_S);
}

static void
add (GHashTable *rows, const MbFactSum *sum, GTimeZone *zone, gboolean by_part)
{
  int hour = hour_of (sum->from_us, zone);
  Row key = { .media = sum->subject, .screen = sum->place, .slot = by_part ? mb_day_part_of (hour) : hour };
  Row *row = g_hash_table_lookup (rows, &key);

  if (row == NULL)
    {
      row = g_memdup2 (&key, sizeof key);
      g_hash_table_add (rows, row);
    }
  row->ms += sum->amount;
  for (guint i = 0; i < N_ENDS; i++)
    if (g_str_equal (mb_play_end_names[i], sum->outcome))
      row->counts[i] += sum->count;
}

static void
write_part (MbJsonWriter *writer, const MbDayPart *part)
{
  mb_json_writer_member_string (writer, "part", part->name);
  mb_json_writer_member_int (writer, "from_hour", part->from_hour);
  mb_json_writer_member_int (writer, "to_hour", part->to_hour);
}

static void
write_row (MbJsonWriter *writer, const Row *row, gboolean by_part)
{
  mb_json_writer_begin_object (writer);
  mb_json_writer_member_string (writer, "media", row->media);
  mb_json_writer_member_string (writer, "screen", row->screen);
  if (by_part)
    write_part (writer, &mb_day_parts[row->slot]);
  else
    mb_json_writer_member_int (writer, "hour", row->slot);
  for (guint i = 0; i < N_ENDS; i++)
    mb_json_writer_member_int (writer, mb_play_end_names[i], row->counts[i]);
  mb_json_writer_member_int (writer, "ms", row->ms);
  mb_json_writer_end_object (writer);
}

GString *
mb_play_report_write (GPtrArray *sums, MbMarketTime *time, MbDate from, MbDate to, gboolean by_part)
{
  g_autoptr (GHashTable) rows = g_hash_table_new_full (row_hash, row_equal, NULL, g_free);
  g_autofree gpointer *sorted = NULL;
  g_autofree char *first = mb_date_format (from), *last = mb_date_format (to);
  GString *out = g_string_new (NULL);
  MbJsonWriter writer;
  guint n;

  for (guint i = 0; i < sums->len; i++)
    add (rows, sums->pdata[i], mb_market_time_get_zone (time), by_part);
  sorted = g_hash_table_get_keys_as_array (rows, &n);
  qsort (sorted, n, sizeof *sorted, compare);

  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_member_string (&writer, "from", first);
  mb_json_writer_member_string (&writer, "to", last);
  mb_json_writer_member_string (&writer, "time_zone", g_time_zone_get_identifier (mb_market_time_get_zone (time)));
  mb_json_writer_name (&writer, "plays");
  mb_json_writer_begin_array (&writer);
  for (guint i = 0; i < n; i++)
    write_row (&writer, sorted[i], by_part);
  mb_json_writer_end_array (&writer);
  mb_json_writer_end_object (&writer);
  return out;
}
