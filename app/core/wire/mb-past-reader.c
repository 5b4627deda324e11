/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-wire"

#include "core/wire/mb-past-reader.h"

#include <string.h>

#include "core/base/mb-error.h"
#include "core/wire/mb-delta-reader.h"
#include "core/wire/mb-event-codec.h"
#include "core/wire/mb-json-members.h"

/* A put of the stream says of a record all that the answers about the past say of it, so there is one
 * reader of records. */

static MbJson *
read_object (GBytes *source, GError **error)
{
  g_autoptr(MbJson) json = mb_json_read (source, MB_JSON_CARRIER, error);

  if (json == NULL || mb_json_get_type_at (json, 0) == MB_JSON_OBJECT)
    return g_steal_pointer (&json);

  mb_error_set (error, MB_ERROR_INVALID, "", "Must be an object");
  return NULL;
}

static gboolean
put (MbDelta *delta, GBytes *source, GError **error)
{
  GError *failure = NULL;
  MbRecord *record = mb_delta_read_put (source, &failure);

  if (record != NULL)
    mb_delta_put (delta, record, NULL);
  if (failure != NULL)
    g_propagate_error (error, failure);
  return failure == NULL;
}

static gboolean
read_moment (const MbJson *json, MbDelta *delta, GError **error)
{
  MbPosition position;

  if (!mb_json_member_string (json, 0, "position", MB_JSON_NEEDED, &delta->position, error))
    return FALSE;
  if (!mb_position_parse (delta->position, &position))
    {
      mb_error_set (error, MB_ERROR_INVALID, "/position", "Is no position");
      return FALSE;
    }

  return position.number == 0 || mb_json_member_time (json, 0, "at", MB_JSON_NEEDED, &delta->at, error);
}

MbDelta *
mb_past_read_records (GBytes *answer, GError **error)
{
  g_autoptr(MbDelta) delta = mb_delta_new ();
  g_autoptr(MbJson) json = NULL;
  MbJsonAt records;

  g_return_val_if_fail (answer != NULL, NULL);

  delta->reset = TRUE;
  delta->at = MB_TIME_UNSET;
  json = read_object (answer, error);
  if (json == NULL || !read_moment (json, delta, error) ||
      !mb_json_member_at (json, 0, "records", MB_JSON_NEEDED, MB_JSON_ARRAY, &records, error))
    return NULL;

  for (MbJsonAt at = mb_json_first (json, records); at != MB_JSON_NONE; at = mb_json_next (json, at))
    {
      g_autoptr(GBytes) source = mb_json_dup_bytes (json, at);

      if (!put (delta, source, error))
        return NULL;
    }
  return g_steal_pointer (&delta);
}

/* A line of the journal: a change, and where it stands. */
typedef struct
{
  gint64 number, last;
  char *at, *by, *kind, *id, *hash;
  GBytes *value; /* NULL: it dropped the record */
  GBytes *derived;
} Line;

static void
line_clear (Line *self)
{
  g_free (self->at);
  g_free (self->by);
  g_free (self->kind);
  g_free (self->id);
  g_free (self->hash);
  g_clear_pointer (&self->value, g_bytes_unref);
  g_clear_pointer (&self->derived, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Line, line_clear)

static GBytes *
dup_member (const MbJson *json, const char *name)
{
  MbJsonAt at = mb_json_member (json, 0, name);

  return at == MB_JSON_NONE || mb_json_get_type_at (json, at) == MB_JSON_NULL ? NULL : mb_json_dup_bytes (json, at);
}

static gboolean
read_line (GBytes *source, Line *line, GError **error)
{
  g_autoptr(MbJson) json = read_object (source, error);

  if (json == NULL || !mb_json_member_int (json, 0, "number", MB_JSON_NEEDED, 1, G_MAXINT64, &line->number, error) ||
      !mb_json_member_int (json, 0, "last", MB_JSON_NEEDED, line->number, G_MAXINT64, &line->last, error) ||
      !mb_json_member_string (json, 0, "at", MB_JSON_NEEDED, &line->at, error) ||
      !mb_json_member_string (json, 0, "by", MB_JSON_NEEDED, &line->by, error) ||
      !mb_json_member_string (json, 0, "kind", MB_JSON_NEEDED, &line->kind, error) ||
      !mb_json_member_string (json, 0, "id", MB_JSON_NEEDED, &line->id, error) ||
      !mb_json_member_string (json, 0, "hash", MB_JSON_NEEDED, &line->hash, error))
    return FALSE;

  line->value = dup_member (json, "value");
  line->derived = dup_member (json, "derived");
  return TRUE;
}

static char *
dup_position (const Line *line, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%.12s.%" G_GINT64_FORMAT, line->hash, line->number);
  MbPosition position;

  if (mb_position_parse (text, &position))
    return g_steal_pointer (&text);

  mb_error_set (error, MB_ERROR_INVALID, "/hash", "Is no hash");
  return NULL;
}

static MbDelta *
get_open_delta (GPtrArray *deltas)
{
  MbDelta *last = deltas->len > 0 ? deltas->pdata[deltas->len - 1] : NULL;

  if (last != NULL && last->position == NULL)
    return last;

  last = mb_delta_new ();
  g_ptr_array_add (deltas, last);
  return last;
}

static gboolean
take_line (const Line *line, const char *position, GPtrArray *deltas, GError **error)
{
  MbDelta *delta = get_open_delta (deltas);
  MbKind kind = mb_kind_from_name (line->kind);

  if (!mb_time_parse (line->at, -1, &delta->at, error))
    return FALSE;

  if (line->value != NULL)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      g_autoptr(GBytes) source = NULL;

      mb_event_write_put (text, line->kind, line->id, (guint64) line->number, line->at, line->by, line->value,
                          line->derived);
      source = g_bytes_new (text->str, text->len);
      if (!put (delta, source, error))
        return FALSE;
    }
  else if (kind != MB_KIND_UNKNOWN)
    mb_delta_drop (delta, kind, line->id, (guint64) line->number);

  if (line->number == line->last)
    delta->position = g_strdup (position);
  return TRUE;
}

char *
mb_past_read_journal (GBytes *lines, guint64 upto, GPtrArray *deltas, GError **error)
{
  g_autofree char *position = NULL;
  gsize length, begin = 0;
  const char *text;

  g_return_val_if_fail (lines != NULL && deltas != NULL, NULL);

  text = g_bytes_get_data (lines, &length);
  while (begin < length)
    {
      const char *end = memchr (text + begin, '\n', length - begin);
      gsize size = (end != NULL ? (gsize) (end - text) : length) - begin;
      g_autoptr(GBytes) source = g_bytes_new_from_bytes (lines, begin, size);
      g_auto(Line) line = { 0 };

      if (!read_line (source, &line, error))
        return NULL;

      g_free (position);
      position = dup_position (&line, error);
      if (position == NULL || ((guint64) line.number <= upto && !take_line (&line, position, deltas, error)))
        return NULL;
      begin += size + 1;
    }
  return g_steal_pointer (&position);
}
