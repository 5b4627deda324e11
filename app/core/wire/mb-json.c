/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-wire"

#include "core/wire/mb-json-private.h"

#include <math.h>
#include <string.h>

/* Asking the tape. */

G_DEFINE_BOXED_TYPE (MbJson, mb_json, mb_json_ref, mb_json_unref)

static inline const MbToken *
token_at (const MbJson *self, MbJsonAt at)
{
  g_assert (at < self->n_tokens);

  return &self->tokens[at];
}

MbJson *
mb_json_read_text (const char *text, gssize length, MbJsonFlags flags, GError **error)
{
  g_autoptr (GBytes) source = g_bytes_new (text, length < 0 ? strlen (text) : (gsize) length);

  return mb_json_read (source, flags, error);
}

MbJson *
mb_json_ref (MbJson *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mb_json_unref (MbJson *self)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_ref_count_dec (&self->ref_count))
    {
      g_bytes_unref (self->source);
      g_free (self->tokens);
      g_free (self);
    }
}

MbJsonType
mb_json_get_type_at (const MbJson *self, MbJsonAt at)
{
  return token_at (self, at)->type;
}

MbJsonAt
mb_json_first (const MbJson *self, MbJsonAt at)
{
  const MbToken *token = token_at (self, at);
  gboolean is_container = token->type == MB_JSON_ARRAY || token->type == MB_JSON_OBJECT;

  return is_container && token->next > at + 1 ? at + 1 : MB_JSON_NONE;
}

MbJsonAt
mb_json_next (const MbJson *self, MbJsonAt at)
{
  const MbToken *token = token_at (self, at);

  if (token->last)
    return MB_JSON_NONE;
  return token->name ? token_at (self, at + 1)->next : token->next;
}

MbJsonAt
mb_json_value_of (const MbJson *self, MbJsonAt name)
{
  g_return_val_if_fail (token_at (self, name)->name, MB_JSON_NONE);

  return name + 1;
}

MbJsonAt
mb_json_member (const MbJson *self, MbJsonAt at, const char *name)
{
  if (token_at (self, at)->type != MB_JSON_OBJECT)
    return MB_JSON_NONE;

  for (MbJsonAt child = mb_json_first (self, at); child != MB_JSON_NONE; child = mb_json_next (self, child))
    if (mb_json_string_equal (self, child, name))
      return child + 1;
  return MB_JSON_NONE;
}

guint
mb_json_count (const MbJson *self, MbJsonAt at)
{
  guint n = 0;

  for (MbJsonAt child = mb_json_first (self, at); child != MB_JSON_NONE; child = mb_json_next (self, child))
    n++;
  return n;
}

const char *
mb_json_slice (const MbJson *self, MbJsonAt at, gsize *length)
{
  const MbToken *token = token_at (self, at);
  guint quotes = token->type == MB_JSON_STRING ? 1 : 0;

  *length = token->length + 2 * quotes;
  return self->text + token->start - quotes;
}

GBytes *
mb_json_dup_bytes (const MbJson *self, MbJsonAt at)
{
  gsize length;
  const char *slice = mb_json_slice (self, at, &length);

  return g_bytes_new_from_bytes (self->source, (gsize) (slice - self->text), length);
}

const char *
mb_json_peek_string (const MbJson *self, MbJsonAt at, gsize *length)
{
  const MbToken *token = token_at (self, at);

  g_return_val_if_fail (token->type == MB_JSON_STRING, NULL);

  *length = token->length;
  return token->escaped ? NULL : self->text + token->start;
}

char *
mb_json_dup_string (const MbJson *self, MbJsonAt at)
{
  const MbToken *token = token_at (self, at);
  char *text;

  g_return_val_if_fail (token->type == MB_JSON_STRING, NULL);

  if (!token->escaped)
    return g_strndup (self->text + token->start, token->length);

  text = g_malloc (token->length + 1);
  text[mb_json_unescape (self->text + token->start, token->length, text)] = '\0';
  return text;
}

gboolean
mb_json_string_equal (const MbJson *self, MbJsonAt at, const char *text)
{
  const MbToken *token = token_at (self, at);
  gsize length = strlen (text);

  if (token->type != MB_JSON_STRING)
    return FALSE;
  if (token->escaped)
    {
      g_autofree char *plain = g_malloc (token->length);

      return mb_json_unescape (self->text + token->start, token->length, plain) == length &&
             memcmp (plain, text, length) == 0;
    }
  return token->length == length && memcmp (self->text + token->start, text, length) == 0;
}

gboolean
mb_json_get_int (const MbJson *self, MbJsonAt at, gint64 *value)
{
  const MbToken *token = token_at (self, at);
  const char *p = self->text + token->start, *end = p + token->length;
  gboolean negative;
  gint64 sum = 0;

  if (token->type != MB_JSON_NUMBER)
    return FALSE;

  negative = *p == '-';
  for (p += negative; p < end; p++)
    /* downwards: the most negative number has no positive one */
    if (!g_ascii_isdigit (*p) || __builtin_mul_overflow (sum, 10, &sum) ||
        __builtin_sub_overflow (sum, *p - '0', &sum))
      return FALSE;

  if (!negative && sum == G_MININT64)
    return FALSE;
  *value = negative ? sum : -sum;
  return TRUE;
}

gboolean
mb_json_get_double (const MbJson *self, MbJsonAt at, double *value)
{
  const MbToken *token = token_at (self, at);
  g_autofree char *text = NULL;

  if (token->type != MB_JSON_NUMBER)
    return FALSE;

  text = g_strndup (self->text + token->start, token->length);
  *value = g_ascii_strtod (text, NULL);
  return isfinite (*value);
}
