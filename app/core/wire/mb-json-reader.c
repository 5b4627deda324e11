/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-wire"

#include "core/wire/mb-json-private.h"

#include "core/base/mb-error.h"
#include "core/wire/mb-utf8.h"

/* From text to tape in one pass, without recursion and without a stack beside the tape: an open
 * container keeps its parent where its end will stand, and its newest child where its length will. */

typedef struct
{
  const guint8 *start, *at, *end;
  MbToken *tokens;
  guint n_tokens, allocated;
  MbJsonAt open; /* the innermost container that is not closed, or MB_JSON_NONE */
  guint depth, max_depth;
  gboolean rfc, spaced;
  GError **error;
} Reader;

enum
{
  NESTING = 16,
  NESTING_OF_CARRIER = 19,
  NESTING_OF_RFC = 1024
};

static gboolean
fail (Reader *self, const char *what)
{
  guint line = 1, column = 1;

  for (const guint8 *p = self->start; p < self->at; p++)
    if (*p == '\n')
      {
        line++;
        column = 1;
      }
    else if (!mb_utf8_continues (*p))
      column++;

  if (self->at == self->end)
    mb_error_set (self->error, MB_ERROR_SYNTAX, NULL, "The JSON ends too early at line %u, column %u: %s", line,
                  column, what);
  else
    mb_error_set (self->error, MB_ERROR_SYNTAX, NULL, "Not JSON at line %u, column %u: %s", line, column, what);
  return FALSE;
}

static void
prepend_step (Reader *self, GString *pointer, MbJsonAt parent, MbJsonAt child)
{
  g_autofree char *step = NULL;

  if (self->tokens[parent].type == MB_JSON_OBJECT)
    {
      const MbToken *name = self->tokens[child].name ? &self->tokens[child] : &self->tokens[child - 1];
      g_autofree char *text = g_malloc (name->length);
      gsize length = mb_json_unescape ((const char *) self->start + name->start, name->length, text);

      step = mb_json_pointer_step (text, length);
    }
  else
    {
      guint index = 0;

      for (MbJsonAt at = parent + 1; at != child; at = self->tokens[at].next)
        index++;
      step = g_strdup_printf ("/%u", index);
    }
  g_string_prepend (pointer, step);
}

/* What the grammar allows and we do not: here the value at fault can be named. @token is the newest
 * name, element or value in the open container. */
static gboolean
refuse (Reader *self, MbJsonAt token, const char *what)
{
  g_autoptr (GString) pointer = g_string_new (NULL);

  for (MbJsonAt parent = self->open; parent != MB_JSON_NONE; parent = self->tokens[parent].next)
    {
      prepend_step (self, pointer, parent, token);
      token = parent;
    }
  mb_error_set (self->error, MB_ERROR_INVALID, pointer->str, "%s", what);
  return FALSE;
}

static inline MbToken *
add_token (Reader *self, MbJsonType type)
{
  MbToken *token;

  if (G_UNLIKELY (self->n_tokens == self->allocated))
    {
      self->allocated = self->allocated * 2;
      self->tokens = g_renew (MbToken, self->tokens, self->allocated);
    }
  token = &self->tokens[self->n_tokens++];
  *token = (MbToken){ .start = (guint32) (self->at - self->start), .next = self->n_tokens, .type = type };
  return token;
}

static inline void
skip_space (Reader *self)
{
  const guint8 *p = self->at;

  while (p < self->end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'))
    p++;
  self->spaced |= p != self->at;
  self->at = p;
}

static inline gboolean
peek (Reader *self, guint8 c)
{
  return self->at < self->end && *self->at == c;
}

/* Four hex digits of an escape, with the other half of a surrogate. */
static gboolean
read_unicode_escape (Reader *self)
{
  const char *p = (const char *) self->at;
  guint code, low;

  code = self->end - self->at >= 6 ? mb_json_hex4 (p + 2) : G_MAXUINT;
  if (code == G_MAXUINT)
    return fail (self, "expected four hexadecimal digits after \\u");

  self->at += 6;
  if (self->rfc)
    return TRUE;
  if (code == 0)
    return refuse (self, self->n_tokens - 1, "The character U+0000 is not allowed in a text");
  if ((code & 0xf800) != 0xd800)
    return TRUE;

  low = self->end - self->at >= 6 && p[6] == '\\' && p[7] == 'u' ? mb_json_hex4 (p + 8) : G_MAXUINT;
  if (code >= 0xdc00 || low < 0xdc00 || low > 0xdfff)
    return refuse (self, self->n_tokens - 1, "Half of a surrogate pair is not a character");
  self->at += 6;
  return TRUE;
}

static gboolean
read_escape (Reader *self)
{
  if (self->end - self->at >= 2)
    switch (self->at[1])
      {
      case 'u':
        return read_unicode_escape (self);
      case '"':
      case '\\':
      case '/':
      case 'b':
      case 'f':
      case 'n':
      case 'r':
      case 't':
        self->at += 2;
        return TRUE;
      }
  return fail (self, "no such escape in a string");
}

/* Passes over everything in a string that stands for itself. */
static inline gboolean
skip_plain (Reader *self)
{
  const guint8 *p = self->at, *end = self->end;

  while (p < end)
    {
      if (*p >= 0x80)
        {
          guint length = mb_utf8_sequence (p, (gsize) (end - p));

          if (length == 0)
            {
              self->at = p;
              return fail (self, "not UTF-8");
            }
          p += length;
        }
      else if (end - p >= 8)
        {
          guint64 word = mb_word_load (p);
          guint64 found = mb_word_has (word, '"') | mb_word_has (word, '\\') | mb_word_has_below (word, 0x20) |
                          mb_word_has_non_ascii (word);

          p += found != 0 ? mb_word_first (found) : 8;
          if (found != 0 && *p < 0x80)
            break;
        }
      else if (*p == '"' || *p == '\\' || *p < 0x20)
        break;
      else
        p++;
    }
  self->at = p;
  return TRUE;
}

static gboolean
read_string (Reader *self, gboolean is_name)
{
  MbJsonAt place = self->n_tokens;

  self->at++; /* the quote */
  add_token (self, MB_JSON_STRING)->name = is_name;
  for (;;)
    {
      if (!skip_plain (self))
        return FALSE;
      if (peek (self, '"'))
        break;
      if (!peek (self, '\\'))
        return fail (self, self->at < self->end ? "a control character in a string" : "expected the string's end");

      self->tokens[place].escaped = TRUE;
      self->tokens[place].length = (guint32) (self->at - self->start) - self->tokens[place].start;
      if (!read_escape (self))
        return FALSE;
    }
  self->tokens[place].length = (guint32) (self->at - self->start) - self->tokens[place].start;
  self->at++;
  return TRUE;
}

static inline gboolean
skip_digits (Reader *self)
{
  const guint8 *from = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  return self->at > from;
}

static gboolean
read_number (Reader *self)
{
  MbToken *token = add_token (self, MB_JSON_NUMBER);

  if (peek (self, '-'))
    self->at++;
  if (peek (self, '0'))
    self->at++;
  else if (!skip_digits (self))
    return fail (self, "expected a digit");

  if (peek (self, '.'))
    {
      self->at++;
      if (!skip_digits (self))
        return fail (self, "expected a digit after the point");
    }
  if (peek (self, 'e') || peek (self, 'E'))
    {
      self->at++;
      if (peek (self, '+') || peek (self, '-'))
        self->at++;
      if (!skip_digits (self))
        return fail (self, "expected a digit in the exponent");
    }
  token->length = (guint32) (self->at - self->start) - token->start;
  return TRUE;
}

static gboolean
read_word (Reader *self, const char *word, MbJsonType type)
{
  gsize length = strlen (word);

  if ((gsize) (self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return fail (self, "expected a value");

  add_token (self, type)->length = (guint32) length;
  self->at += length;
  return TRUE;
}

static gboolean
open_container (Reader *self, MbJsonType type)
{
  MbJsonAt place = self->n_tokens;
  MbToken *token = add_token (self, type);

  if (self->depth == self->max_depth)
    {
      g_autofree char *what = g_strdup_printf ("Nested deeper than %u", self->max_depth);

      return refuse (self, place, what);
    }
  token->next = self->open;
  self->open = place;
  self->depth++;
  self->at++;
  return TRUE;
}

static gboolean
close_container (Reader *self)
{
  MbToken *token = &self->tokens[self->open];
  MbJsonAt newest = token->length, parent = token->next;

  self->at++;
  if (newest != 0)
    self->tokens[newest].last = TRUE;
  if (newest != 0 && token->type == MB_JSON_OBJECT && !self->rfc)
    {
      MbJsonAt repeated = mb_json_find_duplicate ((const char *) self->start, self->tokens, self->open);

      if (repeated != MB_JSON_NONE)
        return refuse (self, repeated, "A member stands here twice");
    }
  token->length = (guint32) (self->at - self->start) - token->start;
  token->next = self->n_tokens;
  self->open = parent;
  self->depth--;
  return TRUE;
}

static gboolean
read_value (Reader *self)
{
  skip_space (self);
  if (self->at == self->end)
    return fail (self, "expected a value");

  switch (*self->at)
    {
    case '{':
      return open_container (self, MB_JSON_OBJECT);
    case '[':
      return open_container (self, MB_JSON_ARRAY);
    case '"':
      return read_string (self, FALSE);
    case 't':
      return read_word (self, "true", MB_JSON_TRUE);
    case 'f':
      return read_word (self, "false", MB_JSON_FALSE);
    case 'n':
      return read_word (self, "null", MB_JSON_NULL);
    default:
      if (*self->at == '-' || g_ascii_isdigit (*self->at))
        return read_number (self);
      return fail (self, "expected a value");
    }
}

static gboolean
read_name (Reader *self)
{
  skip_space (self);
  if (!peek (self, '"'))
    return fail (self, "expected a member's name in quotes");
  if (!read_string (self, TRUE))
    return FALSE;

  skip_space (self);
  if (!peek (self, ':'))
    return fail (self, "expected a colon after a member's name");
  self->at++;
  return TRUE;
}

/* The open container's next member or element, or its end. */
static gboolean
read_next (Reader *self)
{
  gboolean is_object = self->tokens[self->open].type == MB_JSON_OBJECT;
  gboolean is_first = self->tokens[self->open].length == 0;

  skip_space (self);
  if (peek (self, is_object ? '}' : ']'))
    return close_container (self);

  if (!is_first)
    {
      if (!peek (self, ','))
        return fail (self, is_object ? "expected a comma or }" : "expected a comma or ]");
      self->at++;
    }
  self->tokens[self->open].length = self->n_tokens;
  return (!is_object || read_name (self)) && read_value (self);
}

static gboolean
read_document (Reader *self)
{
  if (!read_value (self))
    return FALSE;
  while (self->open != MB_JSON_NONE)
    if (!read_next (self))
      return FALSE;

  skip_space (self);
  return self->at == self->end || fail (self, "expected nothing after the document");
}

MbJson *
mb_json_read (GBytes *source, MbJsonFlags flags, GError **error)
{
  Reader self = { .open = MB_JSON_NONE, .rfc = (flags & MB_JSON_RFC) != 0, .error = error };
  MbJson *json;
  gsize size;

  g_return_val_if_fail (source != NULL, NULL);

  self.start = g_bytes_get_data (source, &size);
  if (size == 0)
    self.start = (const guint8 *) ""; /* GLib gives none */
  self.at = self.start;
  self.end = self.start + size;
  if (size > G_MAXINT32)
    {
      mb_error_set (error, MB_ERROR_TOO_LARGE, "", "The JSON is longer than 2 GiB");
      return NULL;
    }
  self.max_depth = self.rfc ? NESTING_OF_RFC : (flags & MB_JSON_CARRIER) ? NESTING_OF_CARRIER : NESTING;
  self.allocated = (guint) size / 8 + 8; /* records have a token in eight bytes */
  self.tokens = g_new (MbToken, self.allocated);
  if (!read_document (&self))
    {
      g_free (self.tokens);
      return NULL;
    }

  json = g_new0 (MbJson, 1);
  g_atomic_ref_count_init (&json->ref_count);
  json->source = g_bytes_ref (source);
  json->text = (const char *) self.start;
  json->tokens = self.tokens;
  json->n_tokens = self.n_tokens;
  json->spaced = self.spaced;
  return json;
}
