/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-wire"

#include "core/wire/mb-sse-writer.h"

#include <string.h>

static void
write_field (GString *out, const char *name, const char *value)
{
  g_return_if_fail (strpbrk (value, "\r\n") == NULL);

  g_string_append (out, name);
  g_string_append (out, value);
  g_string_append_c (out, '\n');
}

/* The end of the line at @p; @next: where the one after it begins, NULL after the last. */
static const char *
line_end (const char *p, const char *end, const char **next)
{
  const char *lf = memchr (p, '\n', (gsize) (end - p));
  const char *cr = memchr (p, '\r', (gsize) ((lf != NULL ? lf : end) - p));

  if (cr != NULL)
    {
      *next = cr + 1 == lf ? lf + 1 : cr + 1;
      return cr;
    }
  *next = lf != NULL ? lf + 1 : NULL;
  return lf != NULL ? lf : end;
}

void
mb_sse_write_event (GString *out, const char *type, const char *id, const char *data, gssize length)
{
  const char *end, *next;

  g_return_if_fail (out != NULL && data != NULL);

  if (type != NULL)
    write_field (out, "event: ", type);
  if (id != NULL)
    write_field (out, "id: ", id);

  end = data + (length < 0 ? strlen (data) : (gsize) length);
  for (const char *p = data; p != NULL; p = next)
    {
      const char *stop = line_end (p, end, &next);

      g_string_append (out, "data: ");
      g_string_append_len (out, p, stop - p);
      g_string_append_c (out, '\n');
    }
  g_string_append_c (out, '\n');
}

void
mb_sse_write_retry (GString *out, guint milliseconds)
{
  g_return_if_fail (out != NULL);

  g_string_append_printf (out, "retry: %u\n\n", milliseconds);
}

void
mb_sse_write_beat (GString *out)
{
  g_return_if_fail (out != NULL);

  g_string_append (out, ": beat\n\n");
}
