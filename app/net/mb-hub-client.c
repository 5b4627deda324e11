/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-net"

#include "net/mb-hub-client.h"

#include <libsoup/soup.h>

#include "core/base/mb-error.h"
#include "core/wire/mb-json.h"
#include "net/mb-hub-uri.h"

/* One request at a time or many: each is a task of its own, all end when the client goes. */

#define TIMEOUT_S 10

struct _MbHubClient
{
  GObject parent_instance;

  char *hub;
  char *market;
  char *by; /* NULL: nothing is said */
  SoupSession *session;
};

G_DEFINE_FINAL_TYPE (MbHubClient, mb_hub_client, G_TYPE_OBJECT)

static MbError
code_of_status (guint status)
{
  switch (status)
    {
    case SOUP_STATUS_BAD_REQUEST:
      return MB_ERROR_SYNTAX;
    case SOUP_STATUS_UNPROCESSABLE_ENTITY:
      return MB_ERROR_INVALID;
    case SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE:
      return MB_ERROR_TOO_LARGE;
    case SOUP_STATUS_NOT_FOUND:
      return MB_ERROR_NOT_FOUND;
    case SOUP_STATUS_PRECONDITION_FAILED:
      return MB_ERROR_CONFLICT;
    case SOUP_STATUS_CONFLICT:
      return MB_ERROR_DOUBTFUL;
    case SOUP_STATUS_UNAUTHORIZED:
    case SOUP_STATUS_FORBIDDEN:
      return MB_ERROR_DENIED;
    case SOUP_STATUS_SERVICE_UNAVAILABLE:
    case 429:
      return MB_ERROR_BUSY;
    case SOUP_STATUS_INSUFFICIENT_STORAGE:
      return MB_ERROR_FULL;
    default:
      return MB_ERROR_FAILED;
    }
}

static char *
dup_member (const MbJson *json, const char *name)
{
  MbJsonAt at = json != NULL ? mb_json_member (json, 0, name) : MB_JSON_NONE;

  if (at == MB_JSON_NONE || mb_json_get_type_at (json, at) != MB_JSON_STRING)
    return NULL;

  return mb_json_dup_string (json, at);
}

/* RFC 9457, as far as the answer is one; whatever else a server answers has at least its status. */
static GError *
read_problem (SoupMessage *message, GBytes *body)
{
  guint status = soup_message_get_status (message);
  g_autoptr(MbJson) json = mb_json_read (body, MB_JSON_STRICT, NULL);
  g_autofree char *detail = NULL;
  g_autofree char *pointer = NULL;
  GError *error = NULL;

  if (json != NULL && mb_json_get_type_at (json, 0) == MB_JSON_OBJECT)
    {
      detail = dup_member (json, "detail");
      if (detail == NULL)
        detail = dup_member (json, "title");
      pointer = dup_member (json, "pointer");
    }
  if (detail != NULL)
    mb_error_set (&error, code_of_status (status), pointer, "%s", detail);
  else
    mb_error_set (&error, code_of_status (status), pointer, "The hub answers %u %s", status,
                  soup_message_get_reason_phrase (message) ?: "");
  return error;
}

static GError *
explain_failure (const char *hub, GError *failure)
{
  GError *error = NULL;

  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return failure;

  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    mb_error_set (&error, MB_ERROR_NETWORK, NULL, "The hub at %s does not answer", hub);
  else
    mb_error_set (&error, MB_ERROR_NETWORK, NULL, "The hub at %s cannot be reached: %s", hub, failure->message);
  g_error_free (failure);
  return error;
}

static void
on_answer_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  MbHubClient *self = g_task_get_source_object (task);
  SoupMessage *message = g_task_get_task_data (task);
  g_autoptr(GBytes) body = NULL;
  GError *error = NULL;

  body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  if (body == NULL)
    g_task_return_error (task, explain_failure (self->hub, error));
  else if (!SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (message)))
    g_task_return_error (task, read_problem (message, body));
  else
    g_task_return_pointer (task, g_steal_pointer (&body), (GDestroyNotify) g_bytes_unref);
}

static void
mb_hub_client_finalize (GObject *object)
{
  MbHubClient *self = MB_HUB_CLIENT (object);

  g_clear_pointer (&self->hub, g_free);
  g_clear_pointer (&self->market, g_free);
  g_clear_pointer (&self->by, g_free);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (mb_hub_client_parent_class)->finalize (object);
}

static void
mb_hub_client_class_init (MbHubClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mb_hub_client_finalize;
}

static void
mb_hub_client_init (MbHubClient *self)
{
  self->session = soup_session_new_with_options ("timeout", TIMEOUT_S, "user-agent", "marketboard", NULL);
}

MbHubClient *
mb_hub_client_new (const char *hub, const char *market)
{
  MbHubClient *self;

  g_return_val_if_fail (hub != NULL, NULL);

  self = g_object_new (MB_TYPE_HUB_CLIENT, NULL);
  self->hub = g_strdup (hub);
  self->market = g_strdup (market);
  return self;
}

void
mb_hub_client_set_by (MbHubClient *self, const char *by)
{
  g_return_if_fail (MB_IS_HUB_CLIENT (self));

  g_free (self->by);
  self->by = g_strdup (by);
}

void
mb_hub_client_set_timeout (MbHubClient *self, guint seconds)
{
  g_return_if_fail (MB_IS_HUB_CLIENT (self));

  soup_session_set_timeout (self->session, seconds);
}

/* @type: of the body */
static void
send_as (MbHubClient *self, const char *method, const char *path, const char *type, GBytes *body,
         const char *const *headers, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, data);
  g_autoptr(GUri) uri = NULL;
  SoupMessage *message;
  GError *error = NULL;

  g_task_set_source_tag (task, mb_hub_client_send_async);
  uri = mb_hub_uri_build (self->hub, self->market, path, &error);
  if (uri == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  message = soup_message_new_from_uri (method, uri);
  g_task_set_task_data (task, message, g_object_unref);
  if (self->by != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Marketboard-By", self->by);
  for (; headers != NULL && headers[0] != NULL; headers += 2)
    soup_message_headers_replace (soup_message_get_request_headers (message), headers[0], headers[1]);
  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, type, body);
  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, cancellable, on_answer_ready,
                                    g_steal_pointer (&task));
}

void
mb_hub_client_send_async (MbHubClient *self, const char *method, const char *path, GBytes *body,
                          const char *const *headers, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer data)
{
  g_return_if_fail (MB_IS_HUB_CLIENT (self));

  send_as (self, method, path, "application/json", body, headers, cancellable, callback, data);
}

GBytes *
mb_hub_client_send_finish (MbHubClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
mb_hub_client_put_painted_async (MbHubClient *self, const MbPainted *painted, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data)
{
  g_autofree char *screen = g_uri_escape_string (painted->screen, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("screens/%s/painted", screen);
  char *report = mb_painted_encode (painted);
  g_autoptr(GBytes) body = g_bytes_new_take (report, strlen (report));

  mb_hub_client_send_async (self, SOUP_METHOD_PUT, path, body, NULL, cancellable, callback, data);
}

void
mb_hub_client_put_status_async (MbHubClient *self, const char *screen, GBytes *status, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data)
{
  g_autofree char *id = g_uri_escape_string (screen, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("screens/%s/status", id);

  mb_hub_client_send_async (self, SOUP_METHOD_PUT, path, status, NULL, cancellable, callback, data);
}

void
mb_hub_client_put_picture_async (MbHubClient *self, const char *screen, const char *type, GBytes *picture,
                                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autofree char *id = g_uri_escape_string (screen, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("screens/%s/picture", id);

  g_return_if_fail (MB_IS_HUB_CLIENT (self));

  send_as (self, SOUP_METHOD_PUT, path, type, picture, NULL, cancellable, callback, data);
}

void
mb_hub_client_post_facts_async (MbHubClient *self, GBytes *lines, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (MB_IS_HUB_CLIENT (self));
  g_return_if_fail (lines != NULL);

  send_as (self, SOUP_METHOD_POST, "facts", "application/x-ndjson", lines, NULL, cancellable, callback, data);
}

void
mb_hub_client_post_changes_async (MbHubClient *self, GBytes *changes, const char *key, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer data)
{
  const char *headers[] = { "Idempotency-Key", key, NULL };

  mb_hub_client_send_async (self, SOUP_METHOD_POST, "changes", changes, key != NULL ? headers : NULL, cancellable,
                            callback, data);
}

static char *
path_of_record (const char *kind, const char *id)
{
  g_autofree char *kind_part = g_uri_escape_string (kind, NULL, FALSE);
  g_autofree char *id_part = g_uri_escape_string (id, "@", FALSE);

  return g_strdup_printf ("records/%s/%s", kind_part, id_part);
}

void
mb_hub_client_put_record_async (MbHubClient *self, const char *kind, const char *id, GBytes *value, guint64 if_rev,
                                GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autofree char *path = path_of_record (kind, id);
  g_autofree char *tag = g_strdup_printf ("\"%" G_GUINT64_FORMAT "\"", if_rev);
  const char *match[] = { "If-Match", tag, NULL };
  const char *none_match[] = { "If-None-Match", "*", NULL };
  const char **headers = if_rev == G_MAXUINT64 ? NULL : if_rev == 0 ? none_match : match;

  mb_hub_client_send_async (self, SOUP_METHOD_PUT, path, value, headers, cancellable, callback, data);
}

void
mb_hub_client_get_record_async (MbHubClient *self, const char *kind, const char *id, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data)
{
  g_autofree char *path = path_of_record (kind, id);

  mb_hub_client_send_async (self, SOUP_METHOD_GET, path, NULL, NULL, cancellable, callback, data);
}

void
mb_hub_client_get_records_async (MbHubClient *self, const char *kind, const char *as_of, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data)
{
  g_autofree char *kind_part = g_uri_escape_string (kind, NULL, FALSE);
  g_autofree char *moment = as_of != NULL ? g_uri_escape_string (as_of, NULL, FALSE) : NULL;
  g_autofree char *path = moment != NULL ? g_strdup_printf ("records?kind=%s&as-of=%s", kind_part, moment)
                                         : g_strdup_printf ("records?kind=%s", kind_part);

  mb_hub_client_send_async (self, SOUP_METHOD_GET, path, NULL, NULL, cancellable, callback, data);
}

void
mb_hub_client_get_markets_async (MbHubClient *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer data)
{
  mb_hub_client_send_async (self, SOUP_METHOD_GET, "/v1/markets", NULL, NULL, cancellable, callback, data);
}

static char *
dup_market_id (const MbJson *json, MbJsonAt market)
{
  MbJsonAt id;

  if (mb_json_get_type_at (json, market) != MB_JSON_OBJECT)
    return NULL;

  id = mb_json_member (json, market, "id");
  return id != MB_JSON_NONE && mb_json_get_type_at (json, id) == MB_JSON_STRING ? mb_json_dup_string (json, id) : NULL;
}

char **
mb_hub_client_get_markets_finish (MbHubClient *self, GAsyncResult *result, GError **error)
{
  g_autoptr(GBytes) body = mb_hub_client_send_finish (self, result, error);
  g_autoptr(MbJson) json = body != NULL ? mb_json_read (body, MB_JSON_CARRIER, error) : NULL;
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();
  MbJsonAt markets = MB_JSON_NONE;

  if (json == NULL)
    return NULL;

  if (mb_json_get_type_at (json, 0) == MB_JSON_OBJECT)
    markets = mb_json_member (json, 0, "markets");
  if (markets == MB_JSON_NONE || mb_json_get_type_at (json, markets) != MB_JSON_ARRAY)
    {
      mb_error_set (error, MB_ERROR_NETWORK, "/markets", "The hub does not list its markets");
      return NULL;
    }
  for (MbJsonAt at = mb_json_first (json, markets); at != MB_JSON_NONE; at = mb_json_next (json, at))
    {
      g_autofree char *id = dup_market_id (json, at);

      if (id != NULL)
        g_strv_builder_add (ids, id);
    }
  return g_strv_builder_end (ids);
}
