/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/screens/mb-histories.h"

#include "core/model/mb-record.h"
#include "core/wire/mb-event-codec.h"
#include "core/wire/mb-json-members.h"
#include "core/wire/mb-json-writer.h"

#include <string.h>

#define MAX_SCREENS 256
#define MINUTE_US ((gint64) 60 * G_USEC_PER_SEC)
#define UNKNOWN_TEMPERATURE G_MININT16

static const char *const glass_names[] = { "composited", "sent", "asleep" };

typedef struct
{
  gint64 minute;      /* since 1970, UTC */
  guint64 number;     /* how far the journal is on it; 0: nothing */
  guint32 memory_kib; /* 0: unknown */
  guint32 later;      /* changes that wait for their page */
  gint16 temperature_c;
  guint16 beats;      /* heartbeats in this minute */
  guint16 reports;    /* painted reports */
  guint8 glass;
} Line;

struct _MbHistories
{
  GHashTable *screens; /* id: GArray of Line */
};

MbHistories *
mb_histories_new (void)
{
  MbHistories *self = g_new0 (MbHistories, 1);

  self->screens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);

  return self;
}

void
mb_histories_free (MbHistories *self)
{
  g_hash_table_unref (self->screens);
  g_free (self);
}

static Line *
get_last (GArray *lines)
{
  return lines->len > 0 ? &g_array_index (lines, Line, lines->len - 1) : NULL;
}

static void
drop_most_silent (MbHistories *self)
{
  const char *silent = NULL;
  gint64 silent_since = G_MAXINT64;
  GHashTableIter iter;
  gpointer screen, lines;

  g_hash_table_iter_init (&iter, self->screens);
  while (g_hash_table_iter_next (&iter, &screen, &lines))
    if (get_last (lines)->minute < silent_since)
      {
        silent_since = get_last (lines)->minute;
        silent = screen;
      }
  if (silent != NULL)
    g_hash_table_remove (self->screens, silent);
}

static GArray *
get_lines (MbHistories *self, const char *screen)
{
  GArray *lines = g_hash_table_lookup (self->screens, screen);

  if (lines != NULL)
    return lines;

  if (g_hash_table_size (self->screens) >= MAX_SCREENS)
    drop_most_silent (self);
  lines = g_array_new (FALSE, TRUE, sizeof (Line));
  g_hash_table_insert (self->screens, g_strdup (screen), lines);

  return lines;
}

/* What no report of the new minute says is as it was in the one before. */
static Line *
get_line (MbHistories *self, const char *screen, gint64 now_us)
{
  GArray *lines = get_lines (self, screen);
  Line *last = get_last (lines), line = { .temperature_c = UNKNOWN_TEMPERATURE };
  gint64 minute = now_us / MINUTE_US;

  if (last != NULL && last->minute == minute)
    return last;

  if (last != NULL)
    line = *last;
  line.minute = minute;
  line.beats = line.reports = 0;
  if (lines->len >= MB_HISTORY_MINUTES)
    g_array_remove_index (lines, 0);
  g_array_append_val (lines, line);

  return get_last (lines);
}

static void
take_position (Line *line, const char *text)
{
  MbPosition position;

  if (text != NULL && mb_position_parse (text, &position))
    line->number = position.number;
}

void
mb_histories_note_status (MbHistories *self, const char *screen, const MbStatus *status, gint64 now_us)
{
  Line *line = get_line (self, screen, now_us);

  line->beats = (guint16) MIN (line->beats + 1, G_MAXUINT16);
  line->memory_kib = status->memory_kib != MB_STATUS_UNKNOWN ? (guint32) status->memory_kib : 0;
  line->temperature_c =
      status->temperature_c != MB_STATUS_UNKNOWN ? (gint16) status->temperature_c : UNKNOWN_TEMPERATURE;
  take_position (line, status->position);
}

void
mb_histories_note_painted (MbHistories *self, const char *screen, const MbPainted *painted, gint64 now_us)
{
  Line *line = get_line (self, screen, now_us);

  line->reports = (guint16) MIN (line->reports + 1, G_MAXUINT16);
  line->later = (guint32) MIN (painted->later, G_MAXUINT32);
  line->glass = (guint8) painted->glass;
  take_position (line, painted->position);
}

/* @screen: (nullable) */
static void
write_line (MbJsonWriter *writer, const char *screen, const Line *line, gint32 offset_s)
{
  g_autofree char *at = mb_time_format ((MbTime){ line->minute * MINUTE_US, offset_s });

  mb_json_writer_begin_object (writer);
  if (screen != NULL)
    mb_json_writer_member_string (writer, "screen", screen);
  mb_json_writer_member_string (writer, "at", at);
  mb_json_writer_member_int (writer, "beats", line->beats);
  mb_json_writer_member_int (writer, "reports", line->reports);
  mb_json_writer_member_int (writer, "number", (gint64) line->number);
  mb_json_writer_member_int (writer, "later", line->later);
  mb_json_writer_member_string (writer, "glass", glass_names[line->glass]);
  if (line->memory_kib > 0)
    mb_json_writer_member_int (writer, "memory_kib", line->memory_kib);
  if (line->temperature_c != UNKNOWN_TEMPERATURE)
    mb_json_writer_member_int (writer, "temperature_c", line->temperature_c);
  mb_json_writer_end_object (writer);
}

void
mb_histories_write_screen (MbHistories *self, const char *screen, gint32 offset_s, GString *out)
{
  GArray *lines = g_hash_table_lookup (self->screens, screen);
  MbJsonWriter writer;

  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_array (&writer);
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    write_line (&writer, NULL, &g_array_index (lines, Line, i), offset_s);
  mb_json_writer_end_array (&writer);
}

GBytes *
mb_histories_dup_text (MbHistories *self)
{
  GString *out = g_string_new (NULL);
  GHashTableIter iter;
  gpointer screen, lines;

  g_hash_table_iter_init (&iter, self->screens);
  while (g_hash_table_iter_next (&iter, &screen, &lines))
    for (guint i = 0; i < ((GArray *) lines)->len; i++)
      {
        MbJsonWriter writer;

        mb_json_writer_init (&writer, out);
        write_line (&writer, screen, &g_array_index ((GArray *) lines, Line, i), 0);
        g_string_append_c (out, '\n');
      }

  return g_string_free_to_bytes (out);
}

static gboolean
read_glass (const MbJson *json, Line *line)
{
  MbJsonAt at = mb_json_member (json, 0, "glass");

  for (guint8 i = 0; at != MB_JSON_NONE && i < G_N_ELEMENTS (glass_names); i++)
    if (mb_json_get_type_at (json, at) == MB_JSON_STRING && mb_json_string_equal (json, at, glass_names[i]))
      {
        line->glass = i;
        return TRUE;
      }

  return FALSE;
}

static gboolean
read_figures (const MbJson *json, Line *line)
{
  gint64 beats, reports, number, later, memory_kib = 0, temperature_c = UNKNOWN_TEMPERATURE;

  if (!mb_json_member_int (json, 0, "beats", MB_JSON_NEEDED, 0, G_MAXUINT16, &beats, NULL) ||
      !mb_json_member_int (json, 0, "reports", MB_JSON_NEEDED, 0, G_MAXUINT16, &reports, NULL) ||
      !mb_json_member_int (json, 0, "number", MB_JSON_NEEDED, 0, G_MAXINT64, &number, NULL) ||
      !mb_json_member_int (json, 0, "later", MB_JSON_NEEDED, 0, G_MAXUINT32, &later, NULL) ||
      !mb_json_member_int (json, 0, "memory_kib", MB_JSON_OPTIONAL, 0, G_MAXUINT32, &memory_kib, NULL) ||
      !mb_json_member_int (json, 0, "temperature_c", MB_JSON_OPTIONAL, -100, 200, &temperature_c, NULL))
    return FALSE;

  line->beats = (guint16) beats;
  line->reports = (guint16) reports;
  line->number = (guint64) number;
  line->later = (guint32) later;
  line->memory_kib = (guint32) memory_kib;
  line->temperature_c = (gint16) temperature_c;

  return TRUE;
}

static void
take_line (MbHistories *self, const char *text, gsize length, gint64 now_us)
{
  g_autoptr (MbJson) json = mb_json_read_text (text, (gssize) length, MB_JSON_STRICT, NULL);
  g_autofree char *screen = NULL;
  MbTime at = MB_TIME_UNSET;
  Line line = { 0 };

  if (json == NULL || mb_json_get_type_at (json, 0) != MB_JSON_OBJECT ||
      !mb_json_member_string (json, 0, "screen", MB_JSON_NEEDED, &screen, NULL) ||
      !mb_id_is_valid (MB_KIND_SCREEN, screen) ||
      !mb_json_member_time (json, 0, "at", MB_JSON_NEEDED, &at, NULL) || !read_figures (json, &line) ||
      !read_glass (json, &line))
    return;

  line.minute = at.us / MINUTE_US;
  if (at.us > now_us || at.us < now_us - MB_HISTORY_MINUTES * MINUTE_US)
    return;

  *get_line (self, screen, at.us) = line;
}

void
mb_histories_take_text (MbHistories *self, GBytes *text, gint64 now_us)
{
  gsize size;
  const char *at = g_bytes_get_data (text, &size), *end = at + size;

  while (at < end)
    {
      const char *line_end = memchr (at, '\n', (gsize) (end - at));
      gsize length = (gsize) ((line_end != NULL ? line_end : end) - at);

      take_line (self, at, length, now_us);
      at += length + 1;
    }
}
