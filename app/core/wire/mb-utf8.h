/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

/* Private to this room: scanning text eight bytes at a time, and UTF-8 as Unicode's table 3-7 has it
 * (no overlong forms, no surrogates, nothing beyond U+10FFFF). */

#define MB_EACH_BYTE(c) (G_GUINT64_CONSTANT (0x0101010101010101) * (c))

/** mb_word_load: eight bytes, the first of them lowest whatever the machine's order. */
static inline guint64
mb_word_load (const void *bytes)
{
  guint64 word;

  memcpy (&word, bytes, sizeof word);
  return GUINT64_FROM_LE (word);
}

/* Each of these sets the high bit of every byte that it looks for. A borrow may set it above the
 * first true one as well, so only the lowest bit set is to be trusted. */
static inline guint64
mb_word_has (guint64 word, guint8 c)
{
  guint64 zero = word ^ MB_EACH_BYTE (c);

  return (zero - MB_EACH_BYTE (1)) & ~zero & MB_EACH_BYTE (0x80);
}

static inline guint64
mb_word_has_below (guint64 word, guint8 c)
{
  return (word - MB_EACH_BYTE (c)) & ~word & MB_EACH_BYTE (0x80);
}

static inline guint64
mb_word_has_non_ascii (guint64 word)
{
  return word & MB_EACH_BYTE (0x80);
}

/** mb_word_first: how many bytes stand before the first that was found. */
static inline guint
mb_word_first (guint64 found)
{
  return (guint) __builtin_ctzll (found) / 8;
}

static inline gboolean
mb_utf8_continues (guint8 c)
{
  return (c & 0xc0) == 0x80;
}

/** mb_utf8_sequence: the length of the well-formed sequence at @p, whose first byte is beyond ASCII;
 * 0 when it is none, or when it is cut off. @left counts the bytes that may be read, at least one. */
static inline guint
mb_utf8_sequence (const guint8 *p, gsize left)
{
  guint32 code;

  if (p[0] < 0xe0)
    return p[0] >= 0xc2 && left >= 2 && mb_utf8_continues (p[1]) ? 2 : 0;

  if (left < 3 || !mb_utf8_continues (p[1]) || !mb_utf8_continues (p[2]))
    return 0;

  if (p[0] < 0xf0)
    {
      code = (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6;
      return code >= 0x800 && (code & 0xf800) != 0xd800 ? 3 : 0;
    }

  code = (p[0] & 0x0fu) << 18 | (p[1] & 0x3fu) << 12;
  return p[0] <= 0xf4 && code >= 0x10000 && code <= 0x10ffff && left >= 4 && mb_utf8_continues (p[3]) ? 4 : 0;
}

/** mb_utf8_valid: how many bytes of @length are well-formed UTF-8, up to the first that is not. */
static inline gsize
mb_utf8_valid (const guint8 *p, gsize length)
{
  const guint8 *start = p, *end = p + length;

  while (p < end)
    if (*p >= 0x80)
      {
        guint n = mb_utf8_sequence (p, (gsize) (end - p));

        if (n == 0)
          break;
        p += n;
      }
    else if (end - p >= 8)
      {
        guint64 found = mb_word_has_non_ascii (mb_word_load (p));

        p += found != 0 ? mb_word_first (found) : 8;
      }
    else
      p++;
  return (gsize) (p - start);
}
