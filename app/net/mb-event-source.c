/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-net"

#include "net/mb-event-source.h"

#include "core/base/mb-backoff.h"
#include "core/base/mb-error.h"
#include "core/wire/mb-sse-parser.h"
#include "net/mb-event-connection.h"

/* Keeps one stream of events alive: what a browser's EventSource does, with a screen's patience. */

const MbEventTiming mb_event_timing_default = { 2000, 8000, TRUE, 6000, 15000, 60000, 800 };
const MbEventTiming mb_event_timing_plain = { 2000, 0, FALSE, 0, 0, 0, 0 };

struct _MbEventSource
{
  GObject parent_instance;

  GUri *uri;
  char *method;
  GBytes *body;
  SoupMessageHeaders *headers;
  MbEventTiming timing;
  MbEventSourceFuncs funcs;
  gpointer data;
  gboolean stubborn;

  GMainContext *context;
  SoupSession *session;
  MbBackoff backoff;
  gboolean started;
  MbEventConnection *connection; /* NULL while it waits to try again */
  MbEventConnection *beside;     /* while that one is late: another that would take its place */
  MbSseParser *parser;
  char *last_event_id;
  gboolean late;
  gboolean unreachable; /* as far as the last try could say */
  GSource *wait;    /* for the next try */
  GSource *silence; /* since the last byte */
  GSource *health;  /* since it opened */
};

G_DEFINE_FINAL_TYPE (MbEventSource, mb_event_source, G_TYPE_OBJECT)

static void reconnect (MbEventSource *self);

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static GSource *
attach_timeout (MbEventSource *self, guint ms, GSourceFunc func)
{
  GSource *source = g_timeout_source_new (ms);

  g_source_set_callback (source, func, self, NULL);
  g_source_attach (source, self->context);
  return source;
}

static void
cancel (MbEventConnection **connection)
{
  if (*connection != NULL)
    mb_event_connection_cancel (*connection);
  g_clear_object (connection);
}

static void
disconnect (MbEventSource *self)
{
  cancel (&self->connection);
  cancel (&self->beside);
  g_clear_pointer (&self->parser, mb_sse_parser_free);
  clear_source (&self->silence);
  clear_source (&self->health);
  self->late = FALSE;
}

static void
take_id (MbEventSource *self, const char *id)
{
  if (g_strcmp0 (self->last_event_id, id) == 0)
    return;

  g_free (self->last_event_id);
  self->last_event_id = g_strdup (id);
}

static gboolean
on_wait_over (gpointer data)
{
  MbEventSource *self = data;

  clear_source (&self->wait);
  reconnect (self);
  return G_SOURCE_REMOVE;
}

/* Trying a server that is out of reach costs it nothing, and the cable may be plugged any moment. */
static void
try_later (MbEventSource *self)
{
  guint ms = self->timing.connect_ms / 2;

  if (!self->unreachable || ms == 0)
    ms = mb_backoff_next (&self->backoff);
  else if (self->timing.jitter)
    ms = (guint) g_rand_int_range (self->backoff.random, 0, (gint32) ms + 1);
  self->wait = attach_timeout (self, ms, on_wait_over);
}

static void
lose (MbEventSource *self, const GError *error, gboolean final)
{
  g_autoptr(MbEventSource) hold = g_object_ref (self);

  disconnect (self);
  if (final)
    self->started = FALSE;

  self->funcs.closed (self->data, error, final);
  if (self->started && self->wait == NULL)
    try_later (self);
}

/* The silence watch: one source whose alarm every byte puts off. */

static gboolean
on_silence (gpointer data)
{
  MbEventSource *self = data;
  g_autoptr(GError) error = NULL;
  guint late_ms = self->timing.late_ms, dead_ms = self->timing.dead_ms;

  if (!self->late && self->parser != NULL && late_ms > 0 && (dead_ms == 0 || late_ms < dead_ms))
    {
      self->late = TRUE;
      g_source_set_ready_time (self->silence,
                               dead_ms == 0 ? -1 : g_get_monotonic_time () + (dead_ms - late_ms) * G_GINT64_CONSTANT (1000));
      if (self->timing.connect_ms > 0)
        reconnect (self);
      if (self->funcs.late != NULL)
        self->funcs.late (self->data, TRUE);
      return G_SOURCE_CONTINUE;
    }

  mb_error_set (&error, MB_ERROR_NETWORK, NULL, "The server has been silent for %g s", dead_ms / 1000.0);
  lose (self, error, FALSE);
  return G_SOURCE_REMOVE;
}

static gboolean
dispatch_silence (GSource *source, GSourceFunc callback, gpointer data)
{
  return callback (data);
}

static void
watch_silence (MbEventSource *self)
{
  static GSourceFuncs funcs = { .dispatch = dispatch_silence };
  guint ms = self->parser != NULL && self->timing.late_ms > 0 ? self->timing.late_ms : self->timing.dead_ms;

  if (ms == 0)
    return;

  if (self->silence == NULL)
    {
      self->silence = g_source_new (&funcs, sizeof (GSource));
      g_source_set_callback (self->silence, on_silence, self, NULL);
      g_source_attach (self->silence, self->context);
    }
  g_source_set_ready_time (self->silence, g_get_monotonic_time () + ms * G_GINT64_CONSTANT (1000));
}

static gboolean
on_healthy (gpointer data)
{
  MbEventSource *self = data;

  mb_backoff_reset (&self->backoff);
  clear_source (&self->health);
  return G_SOURCE_REMOVE;
}

/* The parser's callbacks. A function of the user's may have dropped the connection while the parser
 * is still in the middle of a chunk: what it says then is no longer heard. */

static void
on_event (gpointer data, const char *type, const char *text, gsize length, const char *id)
{
  MbEventSource *self = data;

  if (self->connection == NULL)
    return;

  take_id (self, id);
  self->funcs.event (self->data, type, text, length, id);
}

static void
on_retry (gpointer data, guint64 milliseconds)
{
  MbEventSource *self = data;
  guint ms = MIN (milliseconds, G_MAXINT32 - 1);
  gboolean grown = self->backoff.bound_ms != self->backoff.first_ms;

  if (self->connection == NULL)
    return;

  if (self->timing.limit_ms == 0)
    self->backoff.limit_ms = ms;
  else
    ms = CLAMP (ms, 1, self->timing.limit_ms);

  /* A server that says it with every answer, and fails after, must not undo the growth. */
  self->backoff.first_ms = ms;
  if (!grown)
    self->backoff.bound_ms = ms;
}

static void
on_comment (gpointer data, const char *text, gsize length)
{
  MbEventSource *self = data;

  if (self->connection != NULL && self->funcs.comment != NULL)
    self->funcs.comment (self->data, text, length);
}

/* The connection's callbacks, and of the one beside it, which takes its place when it is answered first. */

static void
on_opened (MbEventConnection *connection, gpointer data)
{
  static const MbSseCallbacks callbacks = { on_event, on_retry, on_comment };
  MbEventSource *self = data;

  if (connection == self->beside)
    {
      cancel (&self->connection);
      self->connection = g_steal_pointer (&self->beside);
      clear_source (&self->health);
    }

  self->unreachable = FALSE;
  g_clear_pointer (&self->parser, mb_sse_parser_free);
  self->parser = mb_sse_parser_new (&callbacks, self, self->last_event_id);
  if (self->timing.healthy_ms > 0)
    self->health = attach_timeout (self, self->timing.healthy_ms, on_healthy);
  if (!self->late)
    watch_silence (self);
  self->funcs.opened (self->data);
}

static void
end_lateness (MbEventSource *self)
{
  if (!self->late)
    return;

  self->late = FALSE;
  cancel (&self->beside);
  clear_source (&self->wait);
  if (self->funcs.late != NULL)
    self->funcs.late (self->data, FALSE);
}

static void
on_bytes (MbEventConnection *connection, const char *bytes, gsize length, gpointer data)
{
  MbEventSource *self = data;
  g_autoptr(MbEventSource) hold = g_object_ref (self);
  g_autoptr(MbSseParser) parser = g_steal_pointer (&self->parser);
  g_autoptr(GError) error = NULL;
  gboolean sound;

  end_lateness (self);
  sound = mb_sse_parser_feed (parser, bytes, length, &error);
  if (self->connection == NULL)
    return;

  if (!sound)
    {
      lose (self, error, FALSE);
      return;
    }
  take_id (self, mb_sse_parser_get_last_event_id (parser));
  self->parser = g_steal_pointer (&parser);
  /* Counted from here: the time that handling the bytes took is not the server's silence. */
  watch_silence (self);
}

static void
on_lost (MbEventConnection *connection, MbEventLoss loss, const GError *error, gpointer data)
{
  MbEventSource *self = data;

  self->unreachable = loss == MB_LOSS_UNREACHABLE;
  if (connection != self->beside)
    {
      lose (self, error, loss == MB_LOSS_REFUSED && !self->stubborn);
      return;
    }

  g_clear_object (&self->beside);
  /* Whoever is there and does not answer better is given the time that the other has left. */
  if (self->unreachable)
    try_later (self);
}

static SoupMessage *
make_request (MbEventSource *self)
{
  SoupMessage *message = soup_message_new_from_uri (self->method, self->uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  SoupMessageHeadersIter iter;
  const char *name, *value;

  soup_message_headers_replace (headers, "Accept", "text/event-stream");
  soup_message_headers_replace (headers, "Cache-Control", "no-cache");
  soup_message_headers_iter_init (&iter, self->headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    soup_message_headers_replace (headers, name, value);

  if (self->last_event_id != NULL && *self->last_event_id != '\0')
    soup_message_headers_replace (headers, "Last-Event-ID", self->last_event_id);
  if (self->body != NULL)
    soup_message_set_request_body_from_bytes (
        message, soup_message_headers_get_one (self->headers, "Content-Type") ?: "text/plain", self->body);
  return message;
}

static void
reconnect (MbEventSource *self)
{
  static const MbEventConnectionFuncs funcs = { on_opened, on_bytes, on_lost };
  g_autoptr(SoupMessage) message = make_request (self);
  MbEventConnection *connection = mb_event_connection_new (self->session, message, self->timing.connect_ms, &funcs, self);

  if (self->connection != NULL)
    {
      self->beside = connection;
      return;
    }
  self->connection = connection;
  watch_silence (self);
}

static void
mb_event_source_dispose (GObject *object)
{
  mb_event_source_stop (MB_EVENT_SOURCE (object));

  G_OBJECT_CLASS (mb_event_source_parent_class)->dispose (object);
}

static void
mb_event_source_finalize (GObject *object)
{
  MbEventSource *self = MB_EVENT_SOURCE (object);

  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_pointer (&self->method, g_free);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->last_event_id, g_free);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (mb_event_source_parent_class)->finalize (object);
}

static void
mb_event_source_class_init (MbEventSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = mb_event_source_dispose;
  object_class->finalize = mb_event_source_finalize;
}

static void
mb_event_source_init (MbEventSource *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->method = g_strdup (SOUP_METHOD_GET);
  self->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  /* No timeout of its own (beats and silence are ours to judge), and no compression: a decoder would
   * keep bytes back that have arrived. */
  self->session = soup_session_new_with_options ("timeout", 0, "user-agent", "marketboard", NULL);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
}

MbEventSource *
mb_event_source_new (GUri *uri, const MbEventTiming *timing, GRand *random, const MbEventSourceFuncs *funcs,
                     gpointer data)
{
  MbEventSource *self;
  guint limit_ms;

  g_return_val_if_fail (uri != NULL, NULL);
  g_return_val_if_fail (funcs != NULL, NULL);

  self = g_object_new (MB_TYPE_EVENT_SOURCE, NULL);
  self->uri = g_uri_ref (uri);
  self->timing = timing != NULL ? *timing : mb_event_timing_default;
  self->funcs = *funcs;
  self->data = data;
  limit_ms = self->timing.limit_ms > 0 ? self->timing.limit_ms : self->timing.retry_ms;
  mb_backoff_init (&self->backoff, MIN (self->timing.retry_ms, limit_ms), limit_ms, random);
  self->backoff.jitter = self->timing.jitter;
  g_return_val_if_fail (random != NULL || !self->timing.jitter, self);

  return self;
}

void
mb_event_source_set_header (MbEventSource *self, const char *name, const char *value)
{
  g_return_if_fail (MB_IS_EVENT_SOURCE (self));

  soup_message_headers_replace (self->headers, name, value);
}

void
mb_event_source_set_request (MbEventSource *self, const char *method, GBytes *body)
{
  g_return_if_fail (MB_IS_EVENT_SOURCE (self));

  g_free (self->method);
  self->method = g_strdup (method);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = body != NULL ? g_bytes_ref (body) : NULL;
}

void
mb_event_source_set_stubborn (MbEventSource *self, gboolean stubborn)
{
  g_return_if_fail (MB_IS_EVENT_SOURCE (self));

  self->stubborn = stubborn;
}

void
mb_event_source_set_last_event_id (MbEventSource *self, const char *id)
{
  g_return_if_fail (MB_IS_EVENT_SOURCE (self));

  take_id (self, id);
}

void
mb_event_source_start (MbEventSource *self)
{
  g_return_if_fail (MB_IS_EVENT_SOURCE (self));

  if (self->started)
    return;

  self->started = TRUE;
  reconnect (self);
}

void
mb_event_source_stop (MbEventSource *self)
{
  g_return_if_fail (MB_IS_EVENT_SOURCE (self));

  self->started = FALSE;
  clear_source (&self->wait);
  disconnect (self);
}

void
mb_event_source_drop (MbEventSource *self, const GError *reason)
{
  g_return_if_fail (MB_IS_EVENT_SOURCE (self));
  g_return_if_fail (reason != NULL);

  if (self->connection != NULL)
    lose (self, reason, FALSE);
}
