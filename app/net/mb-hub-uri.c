/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-net"

#include "net/mb-hub-uri.h"

#include <libsoup/soup.h>

#include "core/base/mb-error.h"

static gboolean
is_web_uri (GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);

  return (g_str_equal (scheme, "http") || g_str_equal (scheme, "https")) && g_uri_get_host (uri) != NULL &&
         *g_uri_get_host (uri) != '\0' && g_uri_get_query (uri) == NULL && g_uri_get_fragment (uri) == NULL;
}

GUri *
mb_hub_uri_build (const char *hub, const char *market, const char *path, GError **error)
{
  g_autoptr(GUri) base = NULL;
  g_autofree char *root = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (hub != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (market != NULL || *path == '/', NULL);

  base = g_uri_parse (hub, SOUP_HTTP_URI_FLAGS, NULL);
  if (base == NULL || !is_web_uri (base))
    {
      mb_error_set (error, MB_ERROR_INVALID, NULL, "“%s” is not the address of a hub, such as http://127.0.0.1:8080",
                    hub);
      return NULL;
    }

  root = g_strdup (hub);
  if (g_str_has_suffix (root, "/"))
    root[strlen (root) - 1] = '\0';
  if (*path == '/')
    {
      text = g_strconcat (root, path, NULL);
    }
  else
    {
      g_autofree char *id = g_uri_escape_string (market, NULL, FALSE);

      text = g_strconcat (root, "/v1/markets/", id, "/", path, NULL);
    }
  return g_uri_parse (text, SOUP_HTTP_URI_FLAGS, error);
}
