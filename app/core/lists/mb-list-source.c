/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-lists"

#include "core/lists/mb-list-source.h"

#include "core/base/mb-error.h"

#include <string.h>

/* What kind of file it is, told from its first bytes: people name files as they like. */

static gboolean
begins_with (GBytes *bytes, const char *magic, gsize size)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return length >= size && memcmp (data, magic, size) == 0;
}

/* After its byte order mark, if it has one. */
static gboolean
is_markup (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  gsize i = begins_with (bytes, "\xef\xbb\xbf", 3) ? 3 : 0;

  while (i < length && g_ascii_isspace (data[i]))
    i++;
  return i + 1 < length && data[i] == '<' && (g_ascii_isalpha (data[i + 1]) || data[i + 1] == '!' || data[i + 1] == '?');
}

static gboolean
check_form (GBytes *bytes, GError **error)
{
  if (g_bytes_get_size (bytes) > MB_LIST_MAX_BYTES)
    mb_error_set (error, MB_ERROR_TOO_LARGE, NULL, "The list is larger than %d MiB", MB_LIST_MAX_BYTES >> 20);
  else if (begins_with (bytes, "PK\x03\x04", 4) || begins_with (bytes, "\xd0\xcf\x11\xe0", 4))
    mb_error_set (error, MB_ERROR_UNSUPPORTED, NULL, "This is a spreadsheet's own file; save it as CSV (UTF-8) first");
  else if (begins_with (bytes, "\xff\xfe", 2) || begins_with (bytes, "\xfe\xff", 2))
    mb_error_set (error, MB_ERROR_UNSUPPORTED, NULL, "This is UTF-16 text; save it as CSV (UTF-8) first");
  else if (begins_with (bytes, "%PDF", 4))
    mb_error_set (error, MB_ERROR_UNSUPPORTED, NULL, "This is a PDF; ask whoever made it for the table as CSV");
  else if (is_markup (bytes)) /* what is downloaded as a spreadsheet is often that */
    mb_error_set (error, MB_ERROR_UNSUPPORTED, NULL,
                  "This is a web page; open it in a spreadsheet and save it as CSV (UTF-8) first");
  else
    return TRUE;

  return FALSE;
}

static GBytes *
strip_byte_order_mark (GBytes *bytes)
{
  gsize mark = begins_with (bytes, "\xef\xbb\xbf", 3) ? 3 : 0;

  return g_bytes_new_from_bytes (bytes, mark, g_bytes_get_size (bytes) - mark);
}

static char
first_sign (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (data[i]))
      return data[i];

  return '\0';
}

static MbListSource *
source_new (GBytes *bytes, MbListColumns *columns, GError **error)
{
  char first = first_sign (bytes);
  g_autoptr (GError) fault = NULL;
  MbListSource *self;

  if (first != '{' && first != '[')
    return mb_list_table_new (bytes, columns, error);

  self = mb_list_document_new (bytes, columns, &fault);
  if (self == NULL && g_error_matches (fault, MB_ERROR, MB_ERROR_SYNTAX))
    self = mb_list_lines_new (bytes);
  if (self == NULL)
    g_propagate_error (error, g_steal_pointer (&fault));

  return self;
}

MbListSource *
mb_list_source_new (GBytes *bytes, const char *const *mappings, GError **error)
{
  g_auto (MbListColumns) columns = { 0 };
  g_autoptr (GBytes) text = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);

  mb_list_columns_init (&columns);
  if (!check_form (bytes, error))
    return NULL;
  for (guint i = 0; mappings != NULL && mappings[i] != NULL; i++)
    if (!mb_list_columns_map (&columns, mappings[i], error))
      return NULL;
  text = strip_byte_order_mark (bytes);

  return source_new (text, &columns, error);
}

void
mb_list_source_free (MbListSource *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  mb_list_columns_clear (&self->columns);
  self->free (self);
}

gboolean
mb_list_source_next (MbListSource *self, MbListRow *row)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (row != NULL, FALSE);

  *row = (MbListRow){ 0 };

  return self->next (self, row);
}

char *
mb_list_source_dup_raw (MbListSource *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->dup_raw (self);
}
