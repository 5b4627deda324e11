/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-lists"

#include "core/lists/mb-list-text.h"

#include <errno.h>
#include <string.h>

/* Lines looked at before the encoding is settled; a list is of one make. */
#define TELLING_LINES 2000

static gboolean
is_plain (const char *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if ((guchar) bytes[i] >= 0x80)
      return FALSE;

  return TRUE;
}

static gboolean
convert (GIConv converter, const char *bytes, gsize length, GString *out)
{
  char buffer[1024];
  char *in = (char *) bytes;

  g_iconv (converter, NULL, NULL, NULL, NULL);
  while (length > 0)
    {
      char *to = buffer;
      gsize room = sizeof buffer;
      gsize result = g_iconv (converter, &in, &length, &to, &room);
      int reason = errno;

      g_string_append_len (out, buffer, to - buffer);
      if (result == (gsize) -1 && reason != E2BIG)
        return FALSE;
    }

  return TRUE;
}

void
mb_list_text_init (MbListText *self, const char *bytes, gsize length)
{
  g_autoptr (GString) scratch = g_string_new (NULL);
  guint utf8 = 0, gb18030 = 0;
  const char *end = bytes + length;

  self->converter = g_iconv_open ("UTF-8", "GB18030");
  for (const char *line = bytes; line < end && utf8 + gb18030 < TELLING_LINES;)
    {
      const char *stop = memchr (line, '\n', (gsize) (end - line));
      gsize size = (gsize) ((stop != NULL ? stop : end) - line);

      if (!is_plain (line, size))
        {
          if (g_utf8_validate_len (line, size, NULL))
            utf8++;
          else if (self->converter != (GIConv) -1 && convert (self->converter, line, size, scratch))
            gb18030++;
          g_string_truncate (scratch, 0);
        }
      line += size + 1;
    }
  self->gb18030 = gb18030 > utf8;
}

void
mb_list_text_clear (MbListText *self)
{
  if (self->converter != (GIConv) -1 && self->converter != NULL)
    g_iconv_close (self->converter);
  self->converter = NULL;
}

gboolean
mb_list_text_decode (MbListText *self, const char *bytes, gsize length, GString *out)
{
  if (memchr (bytes, '\0', length) != NULL)
    return FALSE;
  if (self->gb18030)
    return convert (self->converter, bytes, length, out);
  if (!g_utf8_validate_len (bytes, length, NULL))
    return FALSE;
  g_string_append_len (out, bytes, (gssize) length);

  return TRUE;
}

char *
mb_list_text_dup_shown (MbListText *self, const char *bytes, gsize length)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (!self->gb18030 || !convert (self->converter, bytes, length, text))
    {
      g_string_truncate (text, 0);
      g_string_append_len (text, bytes, (gssize) length);
    }

  return g_utf8_make_valid (text->str, (gssize) text->len);
}
