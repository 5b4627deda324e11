/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-wire"

#include "core/base/mb-error.h"
#include "core/wire/mb-fact-codec.h"

#include <string.h>

/* A body of facts, cut into its facts. Where one ends is all that is looked for here: quotes, brackets,
 * commas. Whether it is JSON the strict reader says of each, so a wrong cut is refused there; the
 * whole of a large body is never on a tape at once. */

typedef struct
{
  const char *text;
  gsize length, at;
  guint line;   /* of at, from 1 */
  gboolean array;
  guint n;      /* facts so far */
} Cutter;

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void
skip_space (Cutter *self)
{
  for (; self->at < self->length && is_space (self->text[self->at]); self->at++)
    self->line += self->text[self->at] == '\n';
}

static gboolean
refuse (MbError code, const char *what, GError **error)
{
  mb_error_set (error, code, NULL, "%s", what);
  return FALSE;
}

/* Leaves at behind the last byte of the element: at the comma or bracket that ends it, or at the end. */
static void
skip_element (Cutter *self)
{
  gboolean quoted = FALSE;
  guint depth = 0;

  for (; self->at < self->length; self->at++)
    {
      char c = self->text[self->at];

      self->line += c == '\n';
      if (quoted)
        {
          self->at += c == '\\';
          quoted = c != '"';
        }
      else if (depth == 0 && (c == ',' || c == ']'))
        return;
      else if (c == '"')
        quoted = TRUE;
      else if (c == '{' || c == '[')
        depth++;
      else if ((c == '}' || c == ']') && depth > 0)
        depth--;
    }
  self->at = self->length; /* a backslash may have stood last */
}

static void
skip_line (Cutter *self)
{
  const char *end = memchr (self->text + self->at, '\n', self->length - self->at);

  self->at = end != NULL ? (gsize) (end - self->text) : self->length;
}

static gboolean
end_array (Cutter *self, GError **error)
{
  self->at++;
  skip_space (self);
  return self->at == self->length || refuse (MB_ERROR_SYNTAX, "Something follows the list", error);
}

/* What stands between two elements. @more: (out): whether another follows */
static gboolean
pass_between (Cutter *self, gboolean *more, GError **error)
{
  *more = FALSE;
  skip_space (self);
  if (!self->array)
    {
      *more = self->at < self->length;
      return TRUE;
    }
  if (self->at == self->length)
    return refuse (MB_ERROR_SYNTAX, "The list does not end", error);
  if (self->text[self->at] == ']')
    return end_array (self, error);

  if (self->n > 0)
    self->at++; /* the comma that ended the one before */
  skip_space (self);
  *more = TRUE;
  return TRUE;
}

static gboolean
read_fact (GBytes *source, MbFactFunc func, gpointer data, guint line, GError **error)
{
  g_autoptr (MbJson) json = NULL;
  g_autoptr (GBytes) text = NULL;
  MbFact *fact;

  if (g_bytes_get_size (source) > MB_FACT_MAX_BYTES)
    return refuse (MB_ERROR_TOO_LARGE, "A fact is at most 64 KiB", error);
  json = mb_json_read (source, MB_JSON_STRICT, error);
  fact = json != NULL ? mb_fact_decode (json, 0, error) : NULL;
  if (fact == NULL)
    return FALSE;

  text = mb_json_compact (json, 0);
  return func (fact, text, line, data, error);
}

/* Says which fact it is of. */
static gboolean
blame (const Cutter *self, guint line, GError **error)
{
  g_autofree char *step = g_strdup_printf ("/%u", self->n);

  if (error == NULL)
    return FALSE;
  if (self->array && mb_error_get_pointer (*error) != NULL)
    mb_error_prefix_pointer (*error, step);
  g_prefix_error (error, "The fact on line %u: ", line);
  return FALSE;
}

gboolean
mb_facts_read (GBytes *body, MbFactFunc func, gpointer data, guint *line, GError **error)
{
  Cutter cutter = { .line = 1 };
  gboolean more, ok;

  g_return_val_if_fail (body != NULL && func != NULL && line != NULL, FALSE);

  *line = 1;
  cutter.text = g_bytes_get_data (body, &cutter.length);
  if (cutter.length > MB_FACTS_MAX_BYTES)
    return refuse (MB_ERROR_TOO_LARGE, "Facts are at most 16 MiB at once", error);

  skip_space (&cutter);
  cutter.array = cutter.at < cutter.length && cutter.text[cutter.at] == '[';
  cutter.at += cutter.array;
  while ((ok = pass_between (&cutter, &more, error)) && more)
    {
      gsize start = cutter.at;
      g_autoptr (GBytes) source = NULL;

      *line = cutter.line;
      if (cutter.n == MB_FACTS_MAX)
        return refuse (MB_ERROR_TOO_LARGE, "At most 10,000 facts at once", error);
      (cutter.array ? skip_element : skip_line) (&cutter);
      source = g_bytes_new_from_bytes (body, start, cutter.at - start);
      if (!read_fact (source, func, data, *line, error))
        return blame (&cutter, *line, error);
      cutter.n++;
    }
  if (!ok)
    *line = cutter.line;
  return ok;
}
