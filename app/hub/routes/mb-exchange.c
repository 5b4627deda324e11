/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/routes/mb-exchange-private.h"

#include "core/wire/mb-report-codec.h"
#include "hub/mb-hub-private.h"
#include "hub/wire/mb-front-door.h"

static void
on_disconnected (SoupServerMessage *message, MbExchange *self)
{
  self->gone = TRUE;
}

MbExchange *
mb_exchange_new (SoupServerMessage *message, MbHub *hub)
{
  MbExchange *self = g_new0 (MbExchange, 1);

  g_ref_count_init (&self->ref_count);
  self->message = g_object_ref (message);
  self->hub = hub;
  self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->query = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  /* The message lives as long as the exchange; unref disconnects. */
  mb_hub_hold (hub, G_OBJECT (message));
  g_signal_connect (message, "disconnected", G_CALLBACK (on_disconnected), self);

  return self;
}

MbExchange *
mb_exchange_ref (MbExchange *self)
{
  g_ref_count_inc (&self->ref_count);

  return self;
}

void
mb_exchange_unref (MbExchange *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;

  g_signal_handlers_disconnect_by_data (self->message, self);
  g_object_unref (self->message);
  g_clear_object (&self->market);
  g_hash_table_unref (self->parts);
  g_hash_table_unref (self->query);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

MbExchange *
mb_exchange_new_early (SoupServerMessage *message, MbHub *hub)
{
  MbExchange *self = mb_exchange_new (message, hub);

  self->early = TRUE;

  return self;
}

void
mb_exchange_pause (MbExchange *self)
{
  if (self->answered)
    return;

  self->paused = TRUE;
  soup_server_message_pause (self->message);
}

MbHub *
mb_exchange_get_hub (MbExchange *self)
{
  return self->hub;
}

MbHubMarket *
mb_exchange_get_market (MbExchange *self)
{
  return self->market;
}

const char *
mb_exchange_get_part (MbExchange *self, const char *name)
{
  return g_hash_table_lookup (self->parts, name);
}

const char *
mb_exchange_get_query (MbExchange *self, const char *key)
{
  return g_hash_table_lookup (self->query, key);
}

gboolean
mb_exchange_get_flag (MbExchange *self, const char *key, gboolean *flag, GError **error)
{
  const char *value = mb_exchange_get_query (self, key);

  *flag = value != NULL && !g_str_equal (value, "false");
  if (value == NULL || g_str_equal (value, "true") || g_str_equal (value, "false"))
    return TRUE;

  mb_error_set (error, MB_ERROR_INVALID, NULL, "The query key %s is true or false", key);

  return FALSE;
}

const char *
mb_exchange_get_header (MbExchange *self, const char *name)
{
  return soup_message_headers_get_one (soup_server_message_get_request_headers (self->message), name);
}

GBytes *
mb_exchange_get_body (MbExchange *self)
{
  return self->body;
}

const char *
mb_exchange_get_by (MbExchange *self)
{
  const char *by = mb_exchange_get_header (self, "Marketboard-By");

  return by ? by : "local";
}

gboolean
mb_exchange_is_head (MbExchange *self)
{
  return g_str_equal (soup_server_message_get_method (self->message), "HEAD");
}

void
mb_exchange_set_header (MbExchange *self, const char *name, const char *value)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (self->message), name, value);
}

/* Having taken the length away from an answer that has no body, libsoup thinks that the end of the
 * connection will be the body's, and closes it under the client's next request. */
static void
on_wrote_headers (SoupServerMessage *message, gpointer data)
{
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message), SOUP_ENCODING_NONE);
}

static void
answer_early (MbExchange *self, guint status, GBytes *body)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);
  gsize length = body != NULL ? g_bytes_get_size (body) : 0;
  GString *text = g_string_new (NULL);
  g_autoptr (GBytes) answer = NULL;
  SoupMessageHeadersIter iter;
  const char *name, *value;

  g_string_append_printf (text, "HTTP/1.1 %u %s\r\n", status, mb_problem_get_title (status));
  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    g_string_append_printf (text, "%s: %s\r\n", name, value);
  g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\nConnection: close\r\n\r\n", length);
  if (length > 0)
    g_string_append_len (text, g_bytes_get_data (body, NULL), (gssize) length);
  answer = g_string_free_to_bytes (text);
  mb_front_door_refuse (self->message, answer);
}

void
mb_exchange_answer (MbExchange *self, guint status, const char *type, GBytes *body)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);

  g_return_if_fail (!self->answered);

  self->answered = TRUE;
  if (self->gone)
    return;

  if (body != NULL)
    soup_message_headers_replace (headers, "Content-Type", type);
  if (soup_message_headers_get_one (headers, "Cache-Control") == NULL)
    soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  if (self->early)
    {
      answer_early (self, status, body);
      return;
    }

  soup_server_message_set_status (self->message, status, mb_problem_get_title (status));
  if (body != NULL && g_bytes_get_size (body) > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body (self->message), body);
  else if (body == NULL && status == 204)
    g_signal_connect (self->message, "wrote-headers", G_CALLBACK (on_wrote_headers), NULL);
  if (self->paused)
    soup_server_message_unpause (self->message);
}

void
mb_exchange_answer_text (MbExchange *self, guint status, const char *type, GString *text)
{
  g_autoptr (GBytes) body = g_string_free_to_bytes (text);

  mb_exchange_answer (self, status, type, body);
}

guint
mb_exchange_status_of (const GError *error)
{
  if (error->domain != MB_ERROR)
    return 500;

  switch ((MbError) error->code)
    {
    case MB_ERROR_SYNTAX:
      return 400;
    case MB_ERROR_INVALID:
      return 422;
    case MB_ERROR_TOO_LARGE:
      return 413;
    case MB_ERROR_NOT_FOUND:
      return 404;
    case MB_ERROR_CONFLICT:
      return 412;
    case MB_ERROR_DOUBTFUL:
      return 409;
    case MB_ERROR_DENIED:
      return 403;
    case MB_ERROR_BUSY:
      return 503;
    case MB_ERROR_FULL:
      return 507;
    case MB_ERROR_UNSUPPORTED:
      return 501;
    case MB_ERROR_CORRUPT:
    case MB_ERROR_NETWORK:
    case MB_ERROR_FAILED:
    default:
      return 500;
    }
}

static void
fail (MbExchange *self, guint status, const GError *error, const char *members)
{
  char *text = mb_problem_encode_with (status, error, members && members[0] != '\0' ? members : NULL);
  g_autoptr (GBytes) body = g_bytes_new_take (text, strlen (text));

  mb_exchange_answer (self, status, "application/problem+json", body);
}

void
mb_exchange_fail (MbExchange *self, const GError *error, const char *members)
{
  fail (self, mb_exchange_status_of (error), error, members);
}

void
mb_exchange_fail_status (MbExchange *self, guint status, const char *format, ...)
{
  g_autoptr (GError) error = NULL;
  va_list args;

  va_start (args, format);
  error = g_error_new_valist (MB_ERROR, MB_ERROR_FAILED, format, args);
  va_end (args);
  fail (self, status, error, NULL);
}

MbDoorStream *
mb_exchange_steal (MbExchange *self)
{
  g_return_val_if_fail (!self->answered, NULL);

  self->answered = TRUE;

  return mb_front_door_steal (self->message);
}
