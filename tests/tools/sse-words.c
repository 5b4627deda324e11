/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sse-words.h"

#include <libsoup/soup.h>

#include "core/base/mb-error.h"

GUri *
sse_words_parse_url (const char *text, GError **error)
{
  g_autoptr(GUri) uri = g_uri_parse (text, SOUP_HTTP_URI_FLAGS, error);

  if (uri == NULL)
    return NULL;

  if (!g_str_has_prefix (g_uri_get_scheme (uri), "http") || g_uri_get_host (uri) == NULL ||
      *g_uri_get_host (uri) == '\0')
    {
      mb_error_set (error, MB_ERROR_INVALID, NULL, "“%s” is no URL of http", text);
      return NULL;
    }
  return g_steal_pointer (&uri);
}

void
sse_words_member (GString *out, const char *name, const char *text, gsize length)
{
  g_string_append_printf (out, "\"%s\":\"", name);
  for (gsize i = 0; i < length; i++)
    {
      guchar c = text[i];

      if (c == '"' || c == '\\')
        g_string_append_c (out, '\\');
      if (c < 0x20)
        g_string_append_printf (out, "\\u%04x", c);
      else
        g_string_append_c (out, c);
    }
  g_string_append_c (out, '"');
}
