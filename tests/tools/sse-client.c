/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sse-client.h"

#include "core/base/mb-error.h"
#include "core/wire/mb-json.h"
#include "net/mb-event-source.h"
#include "sse-words.h"

struct _SseClient
{
  MbEventSource *source;
  char *callback_url;
  guint n_told;
  GQueue untold; /* GBytes: told one after the other, so that they arrive in order */
  gboolean telling;
  gboolean restarting;
  SoupSession *session;
  GCancellable *cancellable;
};

static void tell_next (SseClient *self);

static void
on_told (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) answer = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  SseClient *self = data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->telling = FALSE;
  tell_next (self);
}

static void
tell_next (SseClient *self)
{
  g_autoptr(GBytes) body = NULL;
  g_autoptr(SoupMessage) message = NULL;
  g_autofree char *url = NULL;

  if (self->telling || g_queue_is_empty (&self->untold))
    return;

  body = g_queue_pop_head (&self->untold);
  url = g_strdup_printf ("%s/%u", self->callback_url, ++self->n_told);
  message = soup_message_new (SOUP_METHOD_POST, url);
  soup_message_set_request_body_from_bytes (message, "application/json", body);
  self->telling = TRUE;
  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, self->cancellable, on_told, self);
}

static void
tell (SseClient *self, GString *what)
{
  g_queue_push_tail (&self->untold, g_string_free_to_bytes (what));
  tell_next (self);
}

static void
on_opened (gpointer data)
{
}

static void
on_event (gpointer data, const char *type, const char *text, gsize length, const char *id)
{
  GString *what = g_string_sized_new (length + 128);

  g_string_append (what, "{\"kind\":\"event\",\"event\":{");
  sse_words_member (what, "type", type, strlen (type));
  g_string_append_c (what, ',');
  sse_words_member (what, "data", text, length);
  g_string_append_c (what, ',');
  sse_words_member (what, "id", id, strlen (id));
  g_string_append (what, "}}");
  tell (data, what);
}

static void
on_comment (gpointer data, const char *text, gsize length)
{
  GString *what = g_string_new ("{\"kind\":\"comment\",");

  sse_words_member (what, "comment", text, length);
  g_string_append_c (what, '}');
  tell (data, what);
}

/* The contract in words calls an error's text "comment", the harness itself reads "error". */
static void
on_closed (gpointer data, const GError *error, gboolean final)
{
  SseClient *self = data;
  GString *what;

  if (self->restarting)
    return;

  what = g_string_new ("{\"kind\":\"error\",");
  sse_words_member (what, "error", error->message, strlen (error->message));
  g_string_append_c (what, ',');
  sse_words_member (what, "comment", error->message, strlen (error->message));
  g_string_append_c (what, '}');
  tell (self, what);
}

static char *
dup_string (const MbJson *json, const char *name)
{
  MbJsonAt at = mb_json_member (json, 0, name);

  if (at == MB_JSON_NONE || mb_json_get_type_at (json, at) != MB_JSON_STRING)
    return NULL;

  return mb_json_dup_string (json, at);
}

static guint
get_ms (const MbJson *json, const char *name, guint otherwise)
{
  MbJsonAt at = mb_json_member (json, 0, name);
  gint64 ms;

  if (at == MB_JSON_NONE || !mb_json_get_int (json, at, &ms) || ms < 0 || ms >= G_MAXINT32)
    return otherwise;

  return ms;
}

static void
set_headers (MbEventSource *source, const MbJson *json)
{
  MbJsonAt headers = mb_json_member (json, 0, "headers");

  if (headers == MB_JSON_NONE || mb_json_get_type_at (json, headers) != MB_JSON_OBJECT)
    return;

  for (MbJsonAt at = mb_json_first (json, headers); at != MB_JSON_NONE; at = mb_json_next (json, at))
    {
      g_autofree char *name = mb_json_dup_string (json, at);
      g_autofree char *value = mb_json_dup_string (json, mb_json_value_of (json, at));

      mb_event_source_set_header (source, name, value);
    }
}

static MbEventSource *
make_source (SseClient *self, const MbJson *json, GUri *uri)
{
  static const MbEventSourceFuncs funcs = { on_opened, on_event, on_comment, NULL, on_closed };
  MbEventTiming timing = mb_event_timing_plain;
  g_autofree char *id = dup_string (json, "lastEventId");
  g_autofree char *method = dup_string (json, "method");
  char *body = dup_string (json, "body");
  g_autoptr(GBytes) bytes = body != NULL ? g_bytes_new_take (body, strlen (body)) : NULL;
  MbEventSource *source;

  timing.retry_ms = get_ms (json, "initialDelayMs", timing.retry_ms);
  timing.dead_ms = get_ms (json, "readTimeoutMs", 0);
  source = mb_event_source_new (uri, &timing, NULL, &funcs, self);
  mb_event_source_set_last_event_id (source, id);
  mb_event_source_set_request (source, method != NULL && *method != '\0' ? method : SOUP_METHOD_GET, bytes);
  set_headers (source, json);
  return source;
}

SseClient *
sse_client_new (GBytes *request, SoupSession *session, GError **error)
{
  g_autoptr(MbJson) json = mb_json_read (request, MB_JSON_STRICT, error);
  g_autofree char *stream_url = NULL;
  g_autofree char *callback_url = NULL;
  g_autoptr(GUri) uri = NULL;
  SseClient *self;

  if (json == NULL)
    return NULL;

  if (mb_json_get_type_at (json, 0) == MB_JSON_OBJECT)
    {
      stream_url = dup_string (json, "streamUrl");
      callback_url = dup_string (json, "callbackUrl");
    }
  if (stream_url == NULL || callback_url == NULL)
    {
      mb_error_set (error, MB_ERROR_INVALID, "", "streamUrl and callbackUrl are needed");
      return NULL;
    }
  uri = sse_words_parse_url (stream_url, error);
  if (uri == NULL)
    return NULL;

  self = g_new0 (SseClient, 1);
  self->callback_url = g_steal_pointer (&callback_url);
  self->session = g_object_ref (session);
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->untold);
  self->source = make_source (self, json, uri);
  mb_event_source_start (self->source);
  return self;
}

void
sse_client_free (SseClient *self)
{
  mb_event_source_stop (self->source);
  g_cancellable_cancel (self->cancellable);
  g_queue_clear_full (&self->untold, (GDestroyNotify) g_bytes_unref);
  g_object_unref (self->source);
  g_object_unref (self->cancellable);
  g_object_unref (self->session);
  g_free (self->callback_url);
  g_free (self);
}

void
sse_client_restart (SseClient *self)
{
  g_autoptr(GError) reason = NULL;

  mb_error_set (&reason, MB_ERROR_FAILED, NULL, "Asked to start again");
  self->restarting = TRUE;
  mb_event_source_drop (self->source, reason);
  self->restarting = FALSE;
}
