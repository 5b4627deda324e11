/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-wire"

#include "core/wire/mb-sse-parser.h"

#include "core/base/mb-error.h"
#include "core/wire/mb-utf8.h"

#include <string.h>

/* Lines are taken from the chunk where they stand; only one that a chunk's end has cut is copied, and
 * completed by the next. A line is decoded when it is whole: line ends are ASCII, so no sequence
 * reaches over one. */

enum
{
  MAX_EVENT = 16 * 1024 * 1024
};

struct _MbSseParser
{
  MbSseCallbacks callbacks;
  gpointer data;
  gsize max_event;

  GString *line; /* the beginning of a line that is not complete */
  GString *text; /* data lines, each with its LF */
  GString *type;
  GString *id;            /* as the fields say */
  GString *last_event_id; /* as it stood at the last blank line */
  gboolean started;       /* the first line, which may begin with a byte order mark, is over */
  gboolean after_cr;      /* an LF now belongs to the line end before */
  gboolean stopped;
};

/* How many bytes one U+FFFD stands for: a broken sequence up to where it broke. */
static gsize
broken_length (const guint8 *p, gsize left)
{
  gsize wanted = p[0] < 0xc2 || p[0] > 0xf4 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
  guint8 low = p[0] == 0xe0 ? 0xa0 : p[0] == 0xf0 ? 0x90 : 0x80;
  guint8 high = p[0] == 0xed ? 0x9f : p[0] == 0xf4 ? 0x8f : 0xbf;
  gsize n = 1;

  while (n < wanted && n < left && p[n] >= low && p[n] <= high)
    {
      n++;
      low = 0x80;
      high = 0xbf;
    }
  return n;
}

static void
append_decoded (GString *out, const char *bytes, gsize length)
{
  const guint8 *p = (const guint8 *) bytes;

  for (;;)
    {
      gsize valid = mb_utf8_valid (p, length);

      g_string_append_len (out, (const char *) p, (gssize) valid);
      if (valid == length)
        return;

      p += valid;
      length -= valid;
      valid = broken_length (p, length);
      g_string_append (out, "\xef\xbf\xbd");
      p += valid;
      length -= valid;
    }
}

static void
assign_decoded (GString *out, const char *bytes, gsize length)
{
  g_string_truncate (out, 0);
  append_decoded (out, bytes, length);
}

static void
dispatch (MbSseParser *self)
{
  g_string_assign (self->last_event_id, self->id->str);
  if (self->text->len > 0)
    {
      g_string_truncate (self->text, self->text->len - 1);
      self->callbacks.event (self->data, self->type->len > 0 ? self->type->str : "message", self->text->str,
                             self->text->len, self->last_event_id->str);
    }
  g_string_truncate (self->text, 0);
  g_string_truncate (self->type, 0);
}

static void
take_retry (MbSseParser *self, const char *value, gsize length)
{
  guint64 milliseconds = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (value[i]))
        return;
      if (__builtin_mul_overflow (milliseconds, 10, &milliseconds) ||
          __builtin_add_overflow (milliseconds, (guint64) (value[i] - '0'), &milliseconds))
        milliseconds = G_MAXUINT64; /* where it stays, however many digits come */
    }
  if (length > 0)
    self->callbacks.retry (self->data, milliseconds);
}

static gboolean
is_field (const char *line, gsize length, const char *name)
{
  return length == strlen (name) && memcmp (line, name, length) == 0;
}

static void
take_field (MbSseParser *self, const char *line, gsize length)
{
  const char *colon = memchr (line, ':', length);
  const char *value = colon != NULL ? colon + 1 : line + length, *end = line + length;
  gsize name_length = (gsize) ((colon != NULL ? colon : end) - line);

  if (value < end && *value == ' ')
    value++;
  length = (gsize) (end - value);

  if (is_field (line, name_length, "data"))
    {
      append_decoded (self->text, value, length);
      g_string_append_c (self->text, '\n');
    }
  else if (is_field (line, name_length, "event"))
    assign_decoded (self->type, value, length);
  else if (is_field (line, name_length, "id"))
    {
      if (memchr (value, '\0', length) == NULL)
        assign_decoded (self->id, value, length);
    }
  else if (is_field (line, name_length, "retry"))
    take_retry (self, value, length);
}

static void
take_comment (MbSseParser *self, const char *text, gsize length)
{
  g_autoptr (GString) decoded = NULL;

  if (self->callbacks.comment == NULL)
    return;

  decoded = g_string_sized_new (length);
  append_decoded (decoded, text, length);
  self->callbacks.comment (self->data, decoded->str, decoded->len);
}

static void
take_line (MbSseParser *self, const char *line, gsize length)
{
  if (!self->started)
    {
      self->started = TRUE;
      if (length >= 3 && memcmp (line, "\xef\xbb\xbf", 3) == 0)
        {
          line += 3;
          length -= 3;
        }
    }

  if (length == 0)
    dispatch (self);
  else if (line[0] == ':')
    take_comment (self, line + 1, length - 1);
  else
    take_field (self, line, length);
}

static gboolean
has_room (MbSseParser *self, gsize length, GError **error)
{
  if (self->text->len + self->line->len + length <= self->max_event)
    return TRUE;

  self->stopped = TRUE;
  mb_error_set (error, MB_ERROR_TOO_LARGE, NULL, "An event of the stream is longer than %" G_GSIZE_FORMAT " bytes",
                self->max_event);
  return FALSE;
}

static void
end_line (MbSseParser *self, const char *rest, gsize length)
{
  if (self->line->len == 0)
    {
      take_line (self, rest, length);
      return;
    }
  g_string_append_len (self->line, rest, (gssize) length);
  take_line (self, self->line->str, self->line->len);
  g_string_truncate (self->line, 0);
}

/* The first @c at or after @p; @found is the last answer, which often still holds. */
static inline const char *
next_end (const char *found, const char *p, const char *end, char c)
{
  if (found >= p)
    return found;
  found = memchr (p, c, (gsize) (end - p));
  return found != NULL ? found : end;
}

gboolean
mb_sse_parser_feed (MbSseParser *self, const char *bytes, gsize length, GError **error)
{
  const char *p = bytes, *end, *lf = NULL, *cr = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (length == 0)
    return TRUE;

  end = bytes + length;
  if (self->after_cr)
    {
      self->after_cr = FALSE;
      if (*p == '\n')
        p++;
    }
  while (p < end && !self->stopped)
    {
      const char *line_end;

      lf = next_end (lf, p, end, '\n');
      cr = next_end (cr, p, end, '\r');
      line_end = MIN (lf, cr);
      if (!has_room (self, (gsize) (line_end - p), error))
        return FALSE;
      if (line_end == end)
        {
          g_string_append_len (self->line, p, (gssize) (end - p));
          break;
        }
      end_line (self, p, (gsize) (line_end - p));
      p = line_end + 1;
      if (*line_end == '\r')
        {
          self->after_cr = p == end;
          if (p < end && *p == '\n')
            p++;
        }
    }
  return TRUE;
}

void
mb_sse_parser_stop (MbSseParser *self)
{
  g_return_if_fail (self != NULL);

  self->stopped = TRUE;
}

void
mb_sse_parser_set_max_event (MbSseParser *self, gsize bytes)
{
  g_return_if_fail (self != NULL);

  self->max_event = bytes;
}

const char *
mb_sse_parser_get_last_event_id (MbSseParser *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->last_event_id->str;
}

void
mb_sse_parser_free (MbSseParser *self)
{
  g_return_if_fail (self != NULL);

  g_string_free (self->line, TRUE);
  g_string_free (self->text, TRUE);
  g_string_free (self->type, TRUE);
  g_string_free (self->id, TRUE);
  g_string_free (self->last_event_id, TRUE);
  g_free (self);
}

MbSseParser *
mb_sse_parser_new (const MbSseCallbacks *callbacks, gpointer data, const char *last_event_id)
{
  MbSseParser *self;

  g_return_val_if_fail (callbacks != NULL && callbacks->event != NULL && callbacks->retry != NULL, NULL);

  self = g_new0 (MbSseParser, 1);
  self->callbacks = *callbacks;
  self->data = data;
  self->max_event = MAX_EVENT;
  self->line = g_string_new (NULL);
  self->text = g_string_new (NULL);
  self->type = g_string_new (NULL);
  self->id = g_string_new (last_event_id);
  self->last_event_id = g_string_new (last_event_id);
  return self;
}
