/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-lists"

#include "core/lists/mb-list-source.h"

#include "core/wire/mb-json.h"

#include <string.h>

/* NDJSON: a record a line, as the journal is exported. A line that is none is held back alone. */

#define TELLING_LINES 20

typedef struct
{
  MbListSource parent;
  const char *at, *end;
  const char *read; /* the line read last */
  gsize length;
  guint line;
  char *kind, *id;
  GBytes *value;
} MbListLines;

static void
clear_row (MbListLines *self)
{
  g_clear_pointer (&self->kind, g_free);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->value, g_bytes_unref);
}

static char *
dup_member (const MbJson *json, const char *name)
{
  MbJsonAt at = mb_json_get_type_at (json, 0) == MB_JSON_OBJECT ? mb_json_member (json, 0, name) : MB_JSON_NONE;

  return at != MB_JSON_NONE && mb_json_get_type_at (json, at) == MB_JSON_STRING ? mb_json_dup_string (json, at) : NULL;
}

static void
read_line (MbListLines *self, MbListRow *row)
{
  g_autoptr (MbJson) json = mb_json_read_text (self->read, (gssize) self->length, MB_JSON_CARRIER, NULL);
  MbJsonAt value;

  if (json == NULL)
    {
      row->fault = "it is not one JSON value";
      return;
    }
  self->kind = dup_member (json, "kind");
  self->id = dup_member (json, "id");
  if (self->kind == NULL || self->id == NULL)
    {
      row->fault = "it is no record: kind or id is missing";
      return;
    }
  value = mb_json_member (json, 0, "value");
  if (value != MB_JSON_NONE && mb_json_get_type_at (json, value) != MB_JSON_NULL)
    self->value = mb_json_compact (json, value);
  row->kind = self->kind;
  row->id = self->id;
  row->value = self->value;
}

static gboolean
lines_next (MbListSource *source, MbListRow *row)
{
  MbListLines *self = (MbListLines *) source;
  const char *stop;

  clear_row (self);
  if (self->at >= self->end)
    return FALSE;

  stop = memchr (self->at, '\n', (gsize) (self->end - self->at));
  if (stop == NULL)
    stop = self->end;
  self->read = self->at;
  self->length = (gsize) (stop - self->at);
  self->at = stop + 1;
  row->line = ++self->line;
  row->empty = TRUE;
  for (gsize i = 0; i < self->length && row->empty; i++)
    row->empty = g_ascii_isspace (self->read[i]);
  if (!row->empty)
    read_line (self, row);

  return TRUE;
}

static char *
lines_dup_raw (MbListSource *source)
{
  MbListLines *self = (MbListLines *) source;

  return g_utf8_make_valid (self->read, (gssize) self->length);
}

static void
lines_free (MbListSource *source)
{
  clear_row ((MbListLines *) source);
  g_free (source);
}

/* Whether a record stands within the first lines: a cut document must not be taken for lines. */
static gboolean
has_record (MbListLines *self)
{
  gboolean found = FALSE;

  for (guint i = 0; i < TELLING_LINES && !found; i++)
    {
      MbListRow row = { 0 };

      if (!lines_next (&self->parent, &row))
        break;
      found = row.kind != NULL;
    }
  clear_row (self);
  self->at = g_bytes_get_data (self->parent.bytes, NULL);
  self->line = 0;

  return found;
}

MbListSource *
mb_list_lines_new (GBytes *bytes)
{
  MbListLines *self = g_new0 (MbListLines, 1);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  self->parent = (MbListSource){ lines_next, lines_dup_raw, lines_free, g_bytes_ref (bytes), { { 0 } }, TRUE };
  self->at = data;
  self->end = data + length;
  if (has_record (self))
    return &self->parent;
  mb_list_source_free (&self->parent);

  return NULL;
}
