/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-unix.h>
#include <locale.h>

#include "core/wire/mb-json.h"
#include "sse-client.h"

/* The programs' own client of event streams, driven over HTTP by a harness that plays the server:
 *   GET /        what the client can do
 *   POST /       makes a client, whose Location the answer gives
 *   POST /N      {"command":"restart"}
 *   DELETE /N    ends it
 *   DELETE /     ends the service */

#define CAPABILITIES                                                                                                   \
  "{\"name\":\"marketboard\",\"capabilities\":[\"bom\",\"comments\",\"headers\",\"last-event-id\",\"post\","          \
  "\"read-timeout\",\"report\",\"restart\",\"server-directed-shutdown-request\"]}"

typedef struct
{
  GMainLoop *loop;
  SoupSession *session;
  GHashTable *clients; /* "/1" to SseClient */
  guint n_clients;
  gboolean ending;
} Service;

static void
create (Service *service, SoupServerMessage *message, GBytes *body)
{
  g_autoptr(GError) error = NULL;
  SseClient *client = sse_client_new (body, service->session, &error);
  char *path;

  if (client == NULL)
    {
      soup_server_message_set_status (message, SOUP_STATUS_BAD_REQUEST, NULL);
      soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_COPY, error->message,
                                        strlen (error->message));
      return;
    }

  path = g_strdup_printf ("/%u", ++service->n_clients);
  g_hash_table_insert (service->clients, path, client);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Location", path);
  soup_server_message_set_status (message, SOUP_STATUS_CREATED, NULL);
}

static guint
command (SseClient *client, GBytes *body)
{
  g_autoptr(MbJson) json = mb_json_read (body, MB_JSON_STRICT, NULL);
  MbJsonAt what;

  if (json == NULL || mb_json_get_type_at (json, 0) != MB_JSON_OBJECT)
    return SOUP_STATUS_BAD_REQUEST;

  what = mb_json_member (json, 0, "command");
  if (what == MB_JSON_NONE || mb_json_get_type_at (json, what) != MB_JSON_STRING ||
      !mb_json_string_equal (json, what, "restart"))
    return SOUP_STATUS_BAD_REQUEST;

  sse_client_restart (client);
  return SOUP_STATUS_OK;
}

static void
handle_root (Service *service, SoupServerMessage *message, const char *method, GBytes *body)
{
  if (g_str_equal (method, SOUP_METHOD_GET) || g_str_equal (method, SOUP_METHOD_HEAD))
    {
      soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
      soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, CAPABILITIES,
                                        strlen (CAPABILITIES));
    }
  else if (g_str_equal (method, SOUP_METHOD_POST))
    {
      create (service, message, body);
    }
  else if (g_str_equal (method, SOUP_METHOD_DELETE))
    {
      service->ending = TRUE;
      soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
    }
  else
    {
      soup_server_message_set_status (message, SOUP_STATUS_METHOD_NOT_ALLOWED, NULL);
    }
}

static void
handle_client (Service *service, SoupServerMessage *message, const char *method, const char *path, GBytes *body)
{
  SseClient *client = g_hash_table_lookup (service->clients, path);
  guint status = SOUP_STATUS_METHOD_NOT_ALLOWED;

  if (client == NULL)
    {
      status = SOUP_STATUS_NOT_FOUND;
    }
  else if (g_str_equal (method, SOUP_METHOD_DELETE))
    {
      g_hash_table_remove (service->clients, path);
      status = SOUP_STATUS_OK;
    }
  else if (g_str_equal (method, SOUP_METHOD_POST))
    {
      status = command (client, body);
    }
  soup_server_message_set_status (message, status, NULL);
}

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  g_autoptr(GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  const char *method = soup_server_message_get_method (message);

  if (g_str_equal (path, "/"))
    handle_root (data, message, method, body);
  else
    handle_client (data, message, method, path, body);
}

static void
on_request_finished (SoupServer *server, SoupServerMessage *message, gpointer data)
{
  Service *service = data;

  if (service->ending)
    g_main_loop_quit (service->loop);
}

static gboolean
on_signal (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static gboolean
run (guint port, GError **error)
{
  g_autoptr(SoupServer) server = soup_server_new ("server-header", "sse-testservice", NULL);
  g_autoptr(SoupSession) session = soup_session_new ();
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Service service = { loop, session };
  GSList *uris;

  service.clients = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) sse_client_free);
  soup_server_add_handler (server, NULL, on_request, &service, NULL);
  g_signal_connect (server, "request-finished", G_CALLBACK (on_request_finished), &service);
  if (soup_server_listen_local (server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    {
      uris = soup_server_get_uris (server);
      g_print ("Listening on port %d\n", g_uri_get_port (uris->data));
      g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
      g_unix_signal_add (SIGTERM, on_signal, loop);
      g_unix_signal_add (SIGINT, on_signal, loop);
      g_main_loop_run (loop);
    }
  g_hash_table_unref (service.clients);
  soup_server_disconnect (server);
  return error == NULL || *error == NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr(GError) error = NULL;
  guint64 port;

  setlocale (LC_ALL, "");
  if (argc != 2 || !g_ascii_string_to_unsigned (argv[1], 10, 0, G_MAXUINT16, &port, NULL))
    {
      g_printerr ("Usage: sse-testservice PORT\n");
      return 2;
    }
  if (!run (port, &error))
    {
      g_printerr ("sse-testservice: %s\n", error->message);
      return 1;
    }
  return 0;
}
