/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-wire"

#include "core/wire/mb-json-private.h"

#include <string.h>

/* What the text of a string means, and texts made of texts: pointers, compact values. */

guint
mb_json_hex4 (const char *digits)
{
  guint code = 0;

  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (digits[i]);

      if (digit < 0)
        return G_MAXUINT;
      code = code << 4 | (guint) digit;
    }
  return code;
}

static char
plain_escape (char letter)
{
  switch (letter)
    {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default: /* the quote, the backslash and the solidus stand for themselves */
      return letter;
    }
}

/* The character of the escape at @p (after its backslash); moves @p behind it. */
static gunichar
unicode_escape (const char **p, const char *end)
{
  guint code = mb_json_hex4 (*p + 1), low;

  *p += 5;
  if ((code & 0xf800) != 0xd800)
    return code;

  if (code < 0xdc00 && end - *p >= 6 && (*p)[0] == '\\' && (*p)[1] == 'u')
    {
      low = mb_json_hex4 (*p + 2);
      if ((low & 0xfc00) == 0xdc00)
        {
          *p += 6;
          return 0x10000 + ((code & 0x3ffu) << 10) + (low & 0x3ffu);
        }
    }
  return 0xfffd;
}

gsize
mb_json_unescape (const char *text, gsize length, char *out)
{
  const char *p = text, *end = text + length;
  char *to = out;

  while (p < end)
    {
      const char *escape = memchr (p, '\\', (gsize) (end - p));
      gsize plain = (gsize) ((escape != NULL ? escape : end) - p);

      memcpy (to, p, plain);
      to += plain;
      p += plain;
      if (escape == NULL)
        break;

      p++;
      if (*p == 'u')
        to += g_unichar_to_utf8 (unicode_escape (&p, end), to);
      else
        *to++ = plain_escape (*p++);
    }
  return (gsize) (to - out);
}

char *
mb_json_pointer_step (const char *name, gsize length)
{
  GString *step = g_string_sized_new (length + 1);

  g_string_append_c (step, '/');
  for (gsize i = 0; i < length; i++)
    if (name[i] == '~')
      g_string_append (step, "~0");
    else if (name[i] == '/')
      g_string_append (step, "~1");
    else
      g_string_append_c (step, name[i]);
  return g_string_free (step, FALSE);
}

GBytes *
mb_json_compact (const MbJson *self, MbJsonAt at)
{
  gsize length;
  const char *p = mb_json_slice (self, at, &length), *end = p + length;
  gboolean in_string = FALSE;
  char *out, *to;

  if (!self->spaced)
    return mb_json_dup_bytes (self, at);

  out = to = g_malloc (length);
  while (p < end)
    {
      if (in_string && *p == '\\')
        *to++ = *p++;
      else if (*p == '"')
        in_string = !in_string;
      else if (!in_string && g_ascii_isspace (*p))
        {
          p++;
          continue;
        }
      *to++ = *p++;
    }
  return g_bytes_new_take (out, (gsize) (to - out));
}
