/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-lists"

#include "core/lists/mb-list-source.h"

#include "core/base/mb-error.h"
#include "core/lists/mb-csv-reader.h"
#include "core/lists/mb-list-text.h"

#include <string.h>

/* A table: rows of fields under a row of headings, which may have a title and a note above it. */

#define HEADING_ROWS 20

typedef struct
{
  MbListSource parent;
  MbListText text;
  MbCsvReader csv;
  GString *fields[MB_LIST_N_FIELDS]; /* the row's, decoded; only in GB18030 */
} MbListTable;

static gboolean
is_empty (const MbListTable *self)
{
  for (guint i = 0; i < mb_csv_reader_get_n_fields (&self->csv); i++)
    for (const char *p = mb_csv_reader_get_field (&self->csv, i); *p; p++)
      if (!g_ascii_isspace (*p) && strncmp (p, "\xef\xbb\xbf", 3) != 0)
        return FALSE;
      else if (*p == '\xef')
        p += 2;

  return !self->csv.unclosed;
}

static const char *
read_field (MbListTable *self, MbListField field, MbListRow *row)
{
  int at = self->parent.columns.at[field];
  char *bytes;

  if (at < 0 || (guint) at >= mb_csv_reader_get_n_fields (&self->csv))
    return NULL;
  bytes = mb_csv_reader_get_field (&self->csv, (guint) at);
  if (!self->text.gb18030)
    return mb_list_clean (bytes);

  if (self->fields[field] == NULL)
    self->fields[field] = g_string_new (NULL);
  g_string_truncate (self->fields[field], 0);
  if (!mb_list_text_decode (&self->text, bytes, strlen (bytes), self->fields[field]))
    row->fault = "it is not valid GB18030";

  return mb_list_clean (self->fields[field]->str);
}

static gboolean
table_next (MbListSource *source, MbListRow *row)
{
  MbListTable *self = (MbListTable *) source;
  const MbCsvReader *csv = &self->csv;

  if (!mb_csv_reader_next (&self->csv))
    return FALSE;

  row->line = csv->row_line;
  if (csv->unclosed)
    row->fault = "a quote in it is never closed";
  else if (memchr (csv->raw, '\0', csv->raw_length) != NULL)
    row->fault = "it holds a zero byte";
  else if (!self->text.gb18030 && !g_utf8_validate_len (csv->raw, csv->raw_length, NULL))
    row->fault = "it is not valid UTF-8";
  else if (is_empty (self))
    row->empty = TRUE;
  if (row->fault != NULL || row->empty)
    return TRUE;

  for (guint field = 0; field < MB_LIST_N_FIELDS; field++)
    row->fields[field] = read_field (self, field, row);

  return TRUE;
}

static char *
table_dup_raw (MbListSource *source)
{
  MbListTable *self = (MbListTable *) source;

  return mb_list_text_dup_shown (&self->text, self->csv.raw, self->csv.raw_length);
}

static void
table_free (MbListSource *source)
{
  MbListTable *self = (MbListTable *) source;

  for (guint i = 0; i < MB_LIST_N_FIELDS; i++)
    if (self->fields[i] != NULL)
      g_string_free (self->fields[i], TRUE);
  mb_csv_reader_clear (&self->csv);
  mb_list_text_clear (&self->text);
  g_free (self);
}

/* The row's fields, decoded and cleaned. */
static char **
dup_headings (MbListTable *self)
{
  guint n = mb_csv_reader_get_n_fields (&self->csv);
  char **headings = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    {
      const char *bytes = mb_csv_reader_get_field (&self->csv, i);

      headings[i] = mb_list_clean (mb_list_text_dup_shown (&self->text, bytes, strlen (bytes)));
    }

  return headings;
}

/* Stops behind the heading row. */
static gboolean
find_headings (MbListTable *self, GError **error)
{
  g_autofree char *seen = NULL, *shown = NULL;

  for (guint i = 0; i < HEADING_ROWS && mb_csv_reader_next (&self->csv); i++)
    {
      g_auto (GStrv) headings = NULL;

      if (is_empty (self))
        continue;
      headings = dup_headings (self);
      if (mb_list_columns_match (&self->parent.columns, (const char *const *) headings, g_strv_length (headings)))
        return TRUE;
      if (seen == NULL)
        seen = g_strjoinv (", ", headings);
    }

  shown = seen != NULL ? mb_list_shorten (seen, 80) : NULL;
  if (shown == NULL)
    mb_error_set (error, MB_ERROR_SYNTAX, NULL, "There is nothing in it");
  else
    mb_error_set (error, MB_ERROR_INVALID, NULL,
                  "No row of headings says which column is the product's name and which a price; the first row reads "
                  "“%s”. Say it with a mapping such as name=品名",
                  shown);

  return FALSE;
}

MbListSource *
mb_list_table_new (GBytes *bytes, MbListColumns *columns, GError **error)
{
  MbListTable *self = g_new0 (MbListTable, 1);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  self->parent = (MbListSource){ table_next, table_dup_raw, table_free, g_bytes_ref (bytes), *columns, FALSE };
  *columns = (MbListColumns){ 0 };
  mb_list_text_init (&self->text, data, length);
  mb_csv_reader_init (&self->csv, data, length, mb_csv_guess_delimiter (data, length));
  if (find_headings (self, error))
    return &self->parent;
  mb_list_source_free (&self->parent);

  return NULL;
}
