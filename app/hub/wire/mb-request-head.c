/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/wire/mb-request-head.h"

#include <string.h>

/* What two readers of HTTP could read differently is refused here, whatever the RFC would let a
 * lenient server guess: a guess is how one request becomes two. */

#define MAX_FIELDS 100
#define MAX_METHOD 32

typedef struct
{
  const char *at;
  const char *end;
  MbRequestHead *head;
  gboolean old; /* HTTP/1.0 */
  guint hosts, lengths, encodings, fields;
} Reader;

static gboolean
is_token (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("!#$%&'*+-.^_`|~", c) != NULL);
}

/* Takes the line up to its CRLF; what is left of the text after it is not looked at. */
static gboolean
take_line (Reader *self, const char **line, gsize *length)
{
  const char *end = memchr (self->at, '\n', (gsize) (self->end - self->at));

  if (end == NULL || end == self->at || end[-1] != '\r')
    return FALSE;

  *line = self->at;
  *length = (gsize) (end - 1 - self->at);
  self->at = end + 1;

  for (gsize i = 0; i < *length; i++)
    {
      guchar c = (guchar) (*line)[i];

      if ((c < 0x20 && c != '\t') || c == 0x7f)
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_host (const char *value, gsize length)
{
  const char *end = value + length, *at = value;

  if (at < end && *at == '[')
    {
      for (at++; at < end && (g_ascii_isxdigit (*at) || *at == ':' || *at == '.'); at++)
        ;
      if (at == end || *at != ']' || at == value + 1)
        return FALSE;
      at++;
    }
  else
    {
      while (at < end && (g_ascii_isalnum (*at) || *at == '-' || *at == '.' || *at == '_' || *at == '~'))
        at++;
      if (at == value)
        return FALSE;
    }

  if (at < end && *at == ':')
    for (at++; at < end && g_ascii_isdigit (*at); at++)
      ;

  return at == end;
}

/* Origin form, or the absolute form that a proxy sends; "*" belongs to OPTIONS alone. */
static gboolean
check_target (const char *target, gsize length, const char *method, gsize method_length)
{
  if (length == 1 && target[0] == '*')
    return method_length == 7 && memcmp (method, "OPTIONS", 7) == 0;

  for (gsize i = 0; i < length; i++)
    {
      if (target[i] <= 0x20 || target[i] > 0x7e || strchr ("#\\\"<>", target[i]) != NULL)
        return FALSE;
      if (target[i] == '%' && (i + 2 >= length || !g_ascii_isxdigit (target[i + 1]) ||
                               !g_ascii_isxdigit (target[i + 2])))
        return FALSE;
    }

  if (length > 7 && g_ascii_strncasecmp (target, "http://", 7) == 0)
    {
      gsize end = 7;

      while (end < length && target[end] != '/' && target[end] != '?')
        end++;
      return check_host (target + 7, end - 7);
    }

  return length > 0 && target[0] == '/';
}

static guint
check_request_line (Reader *self)
{
  const char *line, *target, *version, *end;
  gsize length, method = 0;

  if (!take_line (self, &line, &length))
    return 400;

  end = line + length;
  while (method < length && is_token (line[method]))
    method++;
  if (method == 0 || method > MAX_METHOD || method == length || line[method] != ' ')
    return 400;

  target = line + method + 1;
  version = memchr (target, ' ', (gsize) (end - target));
  if (version == NULL || !check_target (target, (gsize) (version - target), line, method))
    return 400;

  version++;
  if (end - version != 8 || memcmp (version, "HTTP/", 5) != 0 || !g_ascii_isdigit (version[5]) ||
      version[6] != '.' || !g_ascii_isdigit (version[7]))
    return 400;
  if (version[5] != '1' || version[7] > '1')
    return 505;

  self->old = version[7] == '0';

  return 0;
}

static gboolean
check_length (const char *value, gsize length, guint64 *number)
{
  if (length == 0 || length > 18)
    return FALSE;

  *number = 0;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (value[i]))
        return FALSE;
      *number = *number * 10 + (guint64) (value[i] - '0');
    }

  return TRUE;
}

static gboolean
is_name (const char *name, gsize length, const char *known)
{
  return length == strlen (known) && g_ascii_strncasecmp (name, known, length) == 0;
}

static gboolean
check_field (Reader *self, const char *line, gsize length)
{
  gsize name = 0;
  const char *value, *end = line + length;

  while (name < length && is_token (line[name]))
    name++;
  if (name == 0 || name == length || line[name] != ':')
    return FALSE;

  for (value = line + name + 1; value < end && (*value == ' ' || *value == '\t'); value++)
    ;
  while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
    end--;

  if (is_name (line, name, "Host"))
    return ++self->hosts == 1 && check_host (value, (gsize) (end - value));
  if (is_name (line, name, "Content-Length"))
    return ++self->lengths == 1 && check_length (value, (gsize) (end - value), &self->head->length);
  if (is_name (line, name, "Transfer-Encoding"))
    {
      self->head->chunked = TRUE;
      return ++self->encodings == 1 && !self->old && is_name (value, (gsize) (end - value), "chunked");
    }
  /* libsoup would answer another one as HTTP/1.0. */
  if (is_name (line, name, "Expect"))
    return is_name (value, (gsize) (end - value), "100-continue");

  return TRUE;
}

guint
mb_request_head_check (const char *text, gsize length, MbRequestHead *head)
{
  Reader reader = { text, text + length, head };
  const char *line;
  gsize line_length;
  guint status;

  *head = (MbRequestHead){ FALSE, 0 };

  status = check_request_line (&reader);
  if (status != 0)
    return status;

  while (TRUE)
    {
      if (!take_line (&reader, &line, &line_length))
        return 400;
      if (line_length == 0)
        break;
      if (++reader.fields > MAX_FIELDS)
        return 431;
      if (!check_field (&reader, line, line_length))
        return 400;
    }

  if (reader.hosts != 1 || (reader.lengths > 0 && reader.encodings > 0))
    return 400;

  return 0;
}
