/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/wire/mb-framing.h"

#include <string.h>

#define MAX_SIZE_LINE 256
#define MAX_CHUNK_DIGITS 15

static gsize
refuse (MbFraming *self, guint status)
{
  self->state = MB_FRAMING_REFUSED;
  self->refusal = status;
  return 0;
}

/* Collects up to and with the next LF, at most @limit in all. Sets @whole when the LF is in. */
static gsize
collect_line (MbFraming *self, const guint8 *bytes, gsize length, gsize limit, gboolean *whole)
{
  const guint8 *end = memchr (bytes, '\n', length);
  gsize n = end ? (gsize) (end - bytes) + 1 : length;

  n = MIN (n, limit - self->line->len);
  g_byte_array_append (self->line, bytes, (guint) n);
  *whole = end != NULL && bytes + n == end + 1;

  return n;
}

/* A head is shown whole or not at all. One empty line before it is passed over (RFC 9112, 2.2). */
static gsize
take_head (MbFraming *self, const guint8 *bytes, gsize length, GByteArray *out)
{
  gboolean whole;
  gsize n = collect_line (self, bytes, length, MB_FRAMING_MAX_HEAD, &whole);
  const guint8 *text = self->line->data;
  guint len = self->line->len;

  self->state = MB_FRAMING_HEAD;

  if (whole && len == 2 && memcmp (text, "\r\n", 2) == 0 && !self->blank)
    {
      self->blank = TRUE;
      self->state = MB_FRAMING_BEGIN;
      g_byte_array_set_size (self->line, 0);
      return n;
    }
  /* Nobody has to wait for the rest of what is wrong already (a TLS greeting, a bare LF). */
  if ((!g_ascii_isalpha (text[0]) && text[0] != '\r') || (whole && (len < 2 || text[len - 2] != '\r')))
    return refuse (self, 400);
  if (!whole || (len > 2 && (len < 4 || memcmp (text + len - 4, "\r\n\r\n", 4) != 0)))
    {
      if (len >= MB_FRAMING_MAX_HEAD)
        return refuse (self, 431);
      return n;
    }

  self->refusal = mb_request_head_check ((const char *) text, len, &self->head);
  if (self->refusal != 0)
    return refuse (self, self->refusal);

  g_byte_array_append (out, text, len);
  g_byte_array_set_size (self->line, 0);
  self->head_length = len;
  self->left = self->head.length;
  self->state = self->head.chunked ? MB_FRAMING_SIZE : self->left > 0 ? MB_FRAMING_LENGTH : MB_FRAMING_END;

  return n;
}

static gsize
take_data (MbFraming *self, const guint8 *bytes, gsize length, GByteArray *out)
{
  gsize n = (gsize) MIN (self->left, length);

  g_byte_array_append (out, bytes, (guint) n);
  self->left -= n;
  if (self->left == 0)
    self->state = self->state == MB_FRAMING_LENGTH ? MB_FRAMING_END : MB_FRAMING_AFTER;

  return n;
}

/* chunk-size [ chunk-ext ] CRLF. White space around an extension is an old hole: refused. */
static gboolean
read_size_line (const GByteArray *line, guint64 *size)
{
  guint digits = 0;

  if (line->len < 3 || line->data[line->len - 2] != '\r')
    return FALSE;

  *size = 0;
  while (g_ascii_isxdigit (line->data[digits]))
    *size = *size << 4 | (guint64) g_ascii_xdigit_value ((char) line->data[digits++]);
  if (digits == 0 || digits > MAX_CHUNK_DIGITS || (digits < line->len - 2 && line->data[digits] != ';'))
    return FALSE;

  for (guint i = digits; i < line->len - 2; i++)
    if (line->data[i] < 0x20 || line->data[i] == 0x7f)
      return FALSE;

  return TRUE;
}

static gsize
take_size (MbFraming *self, const guint8 *bytes, gsize length, GByteArray *out)
{
  gboolean whole;
  gsize n = collect_line (self, bytes, length, MAX_SIZE_LINE, &whole);
  char line[32];

  if (!whole)
    return self->line->len == MAX_SIZE_LINE ? refuse (self, 400) : n;
  if (!read_size_line (self->line, &self->left))
    return refuse (self, 400);

  g_byte_array_set_size (self->line, 0);
  if (self->left == 0)
    {
      self->state = MB_FRAMING_TRAILER;
      return n;
    }

  g_snprintf (line, sizeof line, "%" G_GINT64_MODIFIER "x\r\n", self->left);
  g_byte_array_append (out, (const guint8 *) line, (guint) strlen (line));
  self->state = MB_FRAMING_CHUNK;

  return n;
}

static gsize
take_after (MbFraming *self, const guint8 *bytes, gsize length, GByteArray *out)
{
  gboolean whole;
  gsize n = collect_line (self, bytes, length, 2, &whole);

  if (self->line->data[0] != '\r' || (self->line->len == 2 && self->line->data[1] != '\n'))
    return refuse (self, 400);
  if (whole)
    {
      g_byte_array_append (out, (const guint8 *) "\r\n", 2);
      g_byte_array_set_size (self->line, 0);
      self->state = MB_FRAMING_SIZE;
    }

  return n;
}

static gsize
take_trailer (MbFraming *self, const guint8 *bytes, gsize length, GByteArray *out)
{
  gboolean whole;
  gsize n = collect_line (self, bytes, length, MB_FRAMING_MAX_HEAD, &whole);
  const guint8 *text = self->line->data;
  guint len = self->line->len;

  if (whole && (len < 2 || text[len - 2] != '\r'))
    return refuse (self, 400);
  if (whole && (len == 2 || memcmp (text + len - 4, "\r\n\r\n", 4) == 0))
    {
      g_byte_array_append (out, (const guint8 *) "0\r\n\r\n", 5);
      g_byte_array_set_size (self->line, 0);
      self->state = MB_FRAMING_END;
    }
  else if (len >= MB_FRAMING_MAX_HEAD)
    return refuse (self, 431);

  return n;
}

void
mb_framing_init (MbFraming *self)
{
  *self = (MbFraming){ MB_FRAMING_BEGIN };
  self->line = g_byte_array_new ();
}

void
mb_framing_clear (MbFraming *self)
{
  g_clear_pointer (&self->line, g_byte_array_unref);
}

gsize
mb_framing_take (MbFraming *self, const guint8 *bytes, gsize length, GByteArray *out)
{
  gsize used = 0;

  while (used < length)
    switch (self->state)
      {
      case MB_FRAMING_BEGIN:
      case MB_FRAMING_HEAD:
        used += take_head (self, bytes + used, length - used, out);
        break;
      case MB_FRAMING_LENGTH:
      case MB_FRAMING_CHUNK:
        used += take_data (self, bytes + used, length - used, out);
        break;
      case MB_FRAMING_SIZE:
        used += take_size (self, bytes + used, length - used, out);
        break;
      case MB_FRAMING_AFTER:
        used += take_after (self, bytes + used, length - used, out);
        break;
      case MB_FRAMING_TRAILER:
        used += take_trailer (self, bytes + used, length - used, out);
        break;
      case MB_FRAMING_END:
      case MB_FRAMING_REFUSED:
      default:
        return used;
      }

  return used;
}

void
mb_framing_next (MbFraming *self)
{
  g_assert (self->state == MB_FRAMING_END);

  self->state = MB_FRAMING_BEGIN;
  self->blank = FALSE;
}
