/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/media/mb-media-range.h"

#include <string.h>

/* 18 digits fit in any case, and no file has more. */
#define MAX_DIGITS 18

static gboolean
read_number (const char **text, guint64 *number)
{
  const char *end = *text;

  for (*number = 0; g_ascii_isdigit (*end); end++)
    *number = *number * 10 + (guint64) (*end - '0');
  if (end == *text || end - *text > MAX_DIGITS)
    return FALSE;

  *text = end;
  return TRUE;
}

static gboolean
read_sign (const char **text, char sign)
{
  if (**text != sign)
    return FALSE;

  (*text)++;
  return TRUE;
}

static MbRangeKind
parse_suffix (const char *text, guint64 size, guint64 *first, guint64 *last)
{
  guint64 n;

  if (!read_number (&text, &n) || *text != '\0')
    return MB_RANGE_WHOLE;
  if (n == 0 || size == 0)
    return MB_RANGE_UNSATISFIABLE;

  *first = size - MIN (n, size);
  *last = size - 1;
  return MB_RANGE_PART;
}

MbRangeKind
mb_media_range_parse (const char *text, guint64 size, guint64 *first, guint64 *last)
{
  guint64 from, to = G_MAXUINT64;

  if (text == NULL || g_ascii_strncasecmp (text, "bytes=", 6) != 0)
    return MB_RANGE_WHOLE;

  text += 6;
  if (read_sign (&text, '-'))
    return parse_suffix (text, size, first, last);
  if (!read_number (&text, &from) || !read_sign (&text, '-') || (*text != '\0' && !read_number (&text, &to))
      || *text != '\0' || to < from)
    return MB_RANGE_WHOLE;
  if (from >= size)
    return MB_RANGE_UNSATISFIABLE;

  *first = from;
  *last = MIN (to, size - 1);
  return MB_RANGE_PART;
}

gboolean
mb_media_content_range_parse (const char *text, guint64 *first, guint64 *last, guint64 *total)
{
  if (g_ascii_strncasecmp (text, "bytes ", 6) != 0)
    return FALSE;

  text += 6;
  return read_number (&text, first) && read_sign (&text, '-') && read_number (&text, last) && read_sign (&text, '/')
         && read_number (&text, total) && *text == '\0' && *first <= *last && *last < *total;
}
