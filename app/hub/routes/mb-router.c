/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/routes/mb-router.h"

#include "core/wire/mb-report-codec.h"
#include "hub/mb-hub-private.h"
#include "hub/routes/mb-exchange-private.h"
#include "hub/routes/mb-routes.h"
#include "hub/wire/mb-front-door.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>

/* What a request may bring where the path takes nothing, or is none. */
#define MAX_ODD_BODY (64 * 1024)
/* Many of them weigh little. */
#define SMALL_BODY (64 * 1024)

/* Fits @path on the template. Escapes are undone part by part, so that %2F is no slash.
 * @parts: (nullable): gets what stands for the names in braces */
static gboolean
match_path (const char *template, const char *path, GHashTable *parts)
{
  g_auto (GStrv) wanted = g_strsplit (template, "/", -1);
  g_auto (GStrv) given = g_strsplit (path, "/", -1);
  guint i;

  for (i = 0; wanted[i] != NULL && given[i] != NULL; i++)
    {
      gsize length = strlen (wanted[i]);
      g_autofree char *text = g_uri_unescape_string (given[i], NULL);

      if (text == NULL || !g_utf8_validate (text, -1, NULL))
        return FALSE;
      if (wanted[i][0] != '{')
        {
          if (!g_str_equal (wanted[i], text))
            return FALSE;
        }
      else if (text[0] == '\0')
        return FALSE;
      else if (parts != NULL)
        {
          g_autofree char *name = g_strndup (wanted[i] + 1, length - 2);

          g_hash_table_replace (parts, (gpointer) g_intern_string (name), g_steal_pointer (&text));
        }
    }

  return wanted[i] == NULL && given[i] == NULL;
}

static gboolean
match_method (const MbRoute *route, const char *method)
{
  return g_str_equal (route->method, method) || (g_str_equal (method, "HEAD") && g_str_equal (route->method, "GET"));
}

static const char *
get_path (SoupServerMessage *message)
{
  return g_uri_get_path (soup_server_message_get_uri (message));
}

/* @allow: (out) (nullable): the methods that the path has; NULL when there is no such path */
static const MbRoute *
find_route (SoupServerMessage *message, char **allow)
{
  const char *path = get_path (message);
  g_autoptr (GString) methods = g_string_new (NULL);

  for (const MbRoute *route = mb_routes; route->path != NULL; route++)
    {
      if (!match_path (route->path, path, NULL))
        continue;
      if (match_method (route, soup_server_message_get_method (message)))
        return route;
      g_string_append_printf (methods, "%s%s%s", methods->len > 0 ? ", " : "", route->method,
                              g_str_equal (route->method, "GET") ? ", HEAD" : "");
    }

  if (allow != NULL)
    *allow = methods->len > 0 ? g_string_free (g_steal_pointer (&methods), FALSE) : NULL;

  return NULL;
}

static gboolean
unescape_query (const char *text, gsize length, char **plain)
{
  g_autofree char *spaced = g_strndup (text, length);

  *plain = g_uri_unescape_string (g_strdelimit (spaced, "+", ' '), NULL);

  return *plain != NULL && g_utf8_validate (*plain, -1, NULL);
}

/* key=value&key=value; a key twice could be read in two ways, and is refused. */
static gboolean
parse_query (MbExchange *self)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (self->message));
  g_auto (GStrv) pairs = g_strsplit (query ? query : "", "&", -1);

  for (guint i = 0; pairs[i] != NULL; i++)
    {
      const char *equals = strchr (pairs[i], '=');
      gsize length = equals ? (gsize) (equals - pairs[i]) : strlen (pairs[i]);
      g_autofree char *key = NULL, *value = NULL;

      if (pairs[i][0] == '\0')
        continue;
      if (!unescape_query (pairs[i], length, &key) ||
          !unescape_query (equals ? equals + 1 : "true", equals ? strlen (equals + 1) : 4, &value) ||
          g_hash_table_contains (self->query, key))
        return FALSE;
      g_hash_table_insert (self->query, g_steal_pointer (&key), g_steal_pointer (&value));
    }

  return TRUE;
}

/* What the route takes, not packed; a charset that says otherwise is not JSON's. */
static gboolean
has_body_of (const MbRoute *route, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autoptr (GHashTable) params = NULL;
  const char *type = soup_message_headers_get_content_type (headers, &params);
  const char *charset = params ? g_hash_table_lookup (params, "charset") : NULL;
  g_auto (GStrv) types = g_strsplit (route->body_types ? route->body_types : "application/json", " ", -1);
  g_autofree char *plain = type ? g_ascii_strdown (type, -1) : NULL;

  return plain != NULL && g_strv_contains ((const char *const *) types, plain) &&
         (charset == NULL || g_ascii_strcasecmp (charset, "utf-8") == 0) &&
         soup_message_headers_get_one (headers, "Content-Encoding") == NULL;
}

static gboolean
is_control (SoupServerMessage *message)
{
  return G_IS_UNIX_SOCKET_ADDRESS (soup_server_message_get_local_address (message));
}

/* Programs of this machine may say what they are; nobody else is believed. */
static gboolean
check_by (MbExchange *self)
{
  const char *by = mb_exchange_get_header (self, "Marketboard-By");
  GSocketAddress *remote = soup_server_message_get_remote_address (self->message);

  if (by == NULL)
    return TRUE;
  if (!g_str_equal (by, "import") && !g_str_equal (by, "demo"))
    return FALSE;

  return is_control (self->message) ||
         (G_IS_INET_SOCKET_ADDRESS (remote) &&
          g_inet_address_get_is_loopback (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote))));
}

static gboolean
find_market (MbExchange *self)
{
  const char *id = mb_exchange_get_part (self, "market");
  MbHubMarket *market = id ? mb_hub_find_market (self->hub, id) : NULL;

  if (market != NULL)
    self->market = g_object_ref (market);
  else if (id != NULL && mb_hub_get_trouble (self->hub, id) != NULL)
    mb_exchange_fail_status (self, 503, "This market cannot be opened: %s", mb_hub_get_trouble (self->hub, id));
  else if (id != NULL)
    mb_exchange_fail_status (self, 404, "There is no market of this name");

  return !self->answered;
}

static void
dispatch (MbExchange *self)
{
  g_autofree char *allow = NULL;

  self->route = find_route (self->message, &allow);
  if (self->route == NULL && allow != NULL)
    {
      mb_exchange_set_header (self, "Allow", allow);
      mb_exchange_fail_status (self, 405, "%s is not for this", soup_server_message_get_method (self->message));
      return;
    }
  if (self->route == NULL)
    {
      mb_exchange_fail_status (self, 404, "There is nothing here; /v1/openapi.json says what there is");
      return;
    }
  if (self->route->may == MB_MAY_CONTROL && !is_control (self->message))
    {
      mb_exchange_fail_status (self, 403, "This goes through the hub's control socket alone");
      return;
    }
  if (!check_by (self))
    {
      mb_exchange_fail_status (self, 403, "Marketboard-By is import or demo, from this machine");
      return;
    }
  if (self->route->max_body > 0 && !self->route->streams && !has_body_of (self->route, self->message))
    {
      if (self->route->body_types != NULL)
        mb_exchange_fail_status (self, 415, "The body must be one of %s, not packed", self->route->body_types);
      else
        mb_exchange_fail_status (self, 415, "The body must be application/json, in UTF-8, not packed");
      return;
    }
  if (!parse_query (self))
    {
      mb_exchange_fail_status (self, 400, "The query is not UTF-8, escaped, each key once");
      return;
    }

  match_path (self->route->path, get_path (self->message), self->parts);
  if (find_market (self))
    self->route->handle (self);
}

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  g_autoptr (MbExchange) exchange = mb_exchange_new (message, data);

  exchange->body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  dispatch (exchange);
  mb_exchange_pause (exchange);
}

static void
refuse (SoupServerMessage *message, MbHub *hub, MbError code, const char *why)
{
  g_autoptr (MbExchange) exchange = mb_exchange_new_early (message, hub);
  g_autoptr (GError) error = g_error_new_literal (MB_ERROR, code, why);

  if (code == MB_ERROR_BUSY)
    mb_exchange_set_header (exchange, "Retry-After", "1");
  mb_exchange_fail (exchange, error, NULL);
}

static void
refuse_size (SoupServerMessage *message, MbHub *hub)
{
  refuse (message, hub, MB_ERROR_TOO_LARGE, "The body is too large");
}

static gboolean
admit (SoupServerMessage *message, MbHub *hub, gsize size)
{
  if (size <= SMALL_BODY || mb_hub_admit (hub, G_OBJECT (message), size))
    return TRUE;

  refuse (message, hub, MB_ERROR_BUSY, "Others are sending much: try again in a moment");
  return FALSE;
}

typedef struct
{
  MbHub *hub;
  gsize limit, came;
  gboolean admitted;
} Inflow;

static void
on_chunk (SoupServerMessage *message, GBytes *chunk, Inflow *inflow)
{
  inflow->came += g_bytes_get_size (chunk);
  if (inflow->came > inflow->limit)
    {
      refuse_size (message, inflow->hub);
      return;
    }
  /* How long it will be nobody has said. */
  if (inflow->came > SMALL_BODY && !inflow->admitted)
    inflow->admitted = admit (message, inflow->hub, inflow->limit);
}

static void
free_inflow (gpointer data, GClosure *closure)
{
  g_free (data);
}

static void
on_head (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const MbRoute *route = find_route (message, NULL);
  Inflow *inflow;
  gsize limit = route && route->max_body > 0 ? route->max_body : MAX_ODD_BODY;
  guint64 length = (guint64) soup_message_headers_get_content_length (headers);

  if (route != NULL && route->streams)
    {
      g_autoptr (MbExchange) exchange = mb_exchange_new_early (message, data);

      dispatch (exchange);
      return;
    }

  /* libsoup would cut any answer by it. */
  soup_message_headers_remove (headers, "Range");

  if (length > limit)
    {
      refuse_size (message, data);
      return;
    }
  if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CHUNKED)
    {
      admit (message, data, (gsize) length);
      return;
    }

  inflow = g_new0 (Inflow, 1);
  inflow->hub = data;
  inflow->limit = limit;
  g_signal_connect_data (message, "got-chunk", G_CALLBACK (on_chunk), inflow, free_inflow, 0);
}

void
mb_router_attach (SoupServer *server, MbHub *hub)
{
  soup_server_add_early_handler (server, NULL, on_head, hub, NULL);
  soup_server_add_handler (server, NULL, on_request, hub, NULL);
}
