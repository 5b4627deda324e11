/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-lists"

#include "core/lists/mb-csv-reader.h"

#include <string.h>

/* Rows of fields. A quoted field may hold line breaks, but no product's name holds a page of them:
 * beyond MAX_QUOTED bytes the quote counts as never closed, which also keeps the search for its end
 * from being repeated over the whole file for every stray quote. */
#define MAX_QUOTED (16 * 1024)

void
mb_csv_reader_init (MbCsvReader *self, const char *bytes, gsize length, char delimiter)
{
  g_return_if_fail (bytes != NULL || length == 0);

  *self = (MbCsvReader){ .bytes = bytes, .length = length, .line = 1, .delimiter = delimiter };
  self->text = g_string_new (NULL);
  self->starts = g_array_new (FALSE, FALSE, sizeof (gsize));
}

void
mb_csv_reader_clear (MbCsvReader *self)
{
  if (self->text != NULL)
    g_string_free (g_steal_pointer (&self->text), TRUE);
  g_clear_pointer (&self->starts, g_array_unref);
}

char
mb_csv_guess_delimiter (const char *bytes, gsize length)
{
  static const char candidates[] = { ',', '\t', ';' };
  guint counts[G_N_ELEMENTS (candidates)] = { 0 };
  guint lines = 0, best = 0;

  for (gsize i = 0; i < length && lines < 10; i++)
    {
      lines += bytes[i] == '\n';
      for (guint c = 0; c < G_N_ELEMENTS (candidates); c++)
        counts[c] += bytes[i] == candidates[c];
    }
  for (guint c = 1; c < G_N_ELEMENTS (candidates); c++)
    if (counts[c] > counts[best])
      best = c;

  return candidates[best];
}

/* The end of the line that begins at @from: its first line-break byte, or the end of the file. */
static gsize
find_line_end (const MbCsvReader *self, gsize from)
{
  while (from < self->length && self->bytes[from] != '\n' && self->bytes[from] != '\r')
    from++;

  return from;
}

static gsize
skip_break (const MbCsvReader *self, gsize at)
{
  if (at < self->length && self->bytes[at] == '\r')
    at++;
  else if (at < self->length)
    return at + 1;
  if (at < self->length && self->bytes[at] == '\n')
    at++;

  return at;
}

/* A field that begins with a quote; what stands between its closing quote and the delimiter is kept.
 * Returns: where it ends, or G_MAXSIZE when the quote is never closed */
static gsize
read_quoted (MbCsvReader *self, gsize at)
{
  gsize limit = MIN (self->length, at + MAX_QUOTED);

  for (at++; at < limit; at++)
    {
      char c = self->bytes[at];

      if (c != '"')
        g_string_append_c (self->text, c);
      else if (at + 1 < self->length && self->bytes[at + 1] == '"')
        g_string_append_c (self->text, self->bytes[at++]);
      else
        {
          gsize end = at + 1;

          while (end < self->length && self->bytes[end] != self->delimiter && self->bytes[end] != '\n' &&
                 self->bytes[end] != '\r')
            g_string_append_c (self->text, self->bytes[end++]);
          return end;
        }
    }

  return G_MAXSIZE;
}

static gsize
read_plain (MbCsvReader *self, gsize at)
{
  gsize end = at;

  while (end < self->length && self->bytes[end] != self->delimiter && self->bytes[end] != '\n' &&
         self->bytes[end] != '\r')
    end++;
  g_string_append_len (self->text, self->bytes + at, (gssize) (end - at));

  return end;
}

/* Returns: where the row ends (at its line break), or G_MAXSIZE */
static gsize
read_fields (MbCsvReader *self)
{
  gsize at = self->offset;

  for (;;)
    {
      gsize start = self->text->len;

      g_array_append_val (self->starts, start);
      /* Files joined end to end leave a mark before a quote that would hide it. */
      if (self->length - at > 3 && memcmp (self->bytes + at, "\xef\xbb\xbf\"", 4) == 0)
        at += 3;
      at = at < self->length && self->bytes[at] == '"' ? read_quoted (self, at) : read_plain (self, at);
      if (at == G_MAXSIZE)
        return at;
      g_string_append_c (self->text, '\0');
      if (at >= self->length || self->bytes[at] != self->delimiter)
        return at;
      at++;
    }
}

gboolean
mb_csv_reader_next (MbCsvReader *self)
{
  gsize end;

  g_return_val_if_fail (self->text != NULL, FALSE);

  if (self->offset >= self->length)
    return FALSE;

  g_string_truncate (self->text, 0);
  g_array_set_size (self->starts, 0);
  self->row_line = self->line;
  end = read_fields (self);
  self->unclosed = end == G_MAXSIZE;
  if (self->unclosed)
    {
      g_array_set_size (self->starts, 0);
      end = find_line_end (self, self->offset);
    }

  self->raw = self->bytes + self->offset;
  self->raw_length = end - self->offset;
  self->offset = skip_break (self, end);
  for (gsize i = 0; i < self->raw_length; i++)
    self->line += self->raw[i] == '\n' || (self->raw[i] == '\r' && self->raw[i + 1] != '\n');
  self->line++;

  return TRUE;
}

guint
mb_csv_reader_get_n_fields (const MbCsvReader *self)
{
  return self->starts->len;
}

char *
mb_csv_reader_get_field (const MbCsvReader *self, guint i)
{
  g_return_val_if_fail (i < self->starts->len, NULL);

  return self->text->str + g_array_index (self->starts, gsize, i);
}
