/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/mb-event-source.h"

#include "core/base/mb-error.h"
#include "mb-test-peer.h"
#include "mb-test-wait.h"

/* A client of event streams against a server that the test plays byte by byte. What happened is
 * written down in one line: "open event:message:hello:id late heard closed:text final:text". */

typedef struct
{
  MbTestPeer *peer;
  GRand *random;
  MbEventSource *source;
  GString *log;
  guint n_closed;
  gboolean drop_on_event;
} Fixture;

static const MbEventTiming impatient = { 5, 40, TRUE, 0, 0, 0 };

static void
on_opened (gpointer data)
{
  Fixture *fixture = data;

  g_string_append (fixture->log, "open ");
}

static void
on_event (gpointer data, const char *type, const char *text, gsize length, const char *id)
{
  Fixture *fixture = data;

  g_string_append_printf (fixture->log, "event:%s:%.*s:%s ", type, (int) length, text, id);
  if (fixture->drop_on_event)
    {
      g_autoptr(GError) error = g_error_new (MB_ERROR, MB_ERROR_INVALID, "nonsense");

      mb_event_source_drop (fixture->source, error);
    }
}

static void
on_comment (gpointer data, const char *text, gsize length)
{
  Fixture *fixture = data;

  g_string_append_printf (fixture->log, "comment:%.*s ", (int) length, text);
}

static void
on_late (gpointer data, gboolean late)
{
  Fixture *fixture = data;

  g_string_append (fixture->log, late ? "late " : "heard ");
}

static void
on_closed (gpointer data, const GError *error, gboolean final)
{
  Fixture *fixture = data;

  g_assert_nonnull (error);
  fixture->n_closed++;
  g_string_append (fixture->log, final ? "final " : "closed ");
}

static void
start (Fixture *fixture, const MbEventTiming *timing)
{
  static const MbEventSourceFuncs funcs = { on_opened, on_event, on_comment, on_late, on_closed };
  g_autofree char *url = g_strconcat (mb_test_peer_get_url (fixture->peer), "/stream?kinds=price", NULL);
  g_autoptr(GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);

  fixture->source = mb_event_source_new (uri, timing, fixture->random, &funcs, fixture);
  mb_event_source_start (fixture->source);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->peer = mb_test_peer_new ();
  fixture->random = g_rand_new_with_seed (7);
  fixture->log = g_string_new (NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  mb_event_source_stop (fixture->source);
  mb_test_assert_finalized (fixture->source);
  mb_test_peer_free (fixture->peer);
  g_rand_free (fixture->random);
  g_string_free (fixture->log, TRUE);
}

static gboolean
says (Fixture *fixture, const char *end)
{
  return g_str_has_suffix (fixture->log->str, end);
}

static void
assert_header (MbTestRequest *request, const char *name, const char *value)
{
  g_autofree char *header = mb_test_request_dup_header (request, name);

  g_assert_cmpstr (header, ==, value);
}

static void
test_request (Fixture *fixture, gconstpointer data)
{
  MbTestRequest *request;

  start (fixture, &impatient);
  request = mb_test_peer_wait (fixture->peer, 0);
  g_assert_true (g_str_has_prefix (request->head, "GET /stream?kinds=price HTTP/1.1\r\n"));
  assert_header (request, "Accept", "text/event-stream");
  assert_header (request, "Cache-Control", "no-cache");
  assert_header (request, "Last-Event-ID", NULL);
  assert_header (request, "Accept-Encoding", NULL);
}

static void
test_events (Fixture *fixture, gconstpointer data)
{
  MbTestRequest *request;

  start (fixture, &impatient);
  request = mb_test_peer_wait (fixture->peer, 0);
  mb_test_request_open_stream (request);
  mb_test_wait (says (fixture, "open "));
  mb_test_request_send (request, ":hi\n\ndata: a");
  mb_test_wait (says (fixture, "comment:hi "));
  mb_test_request_send (request, "b\r\rid: 7\nevent: put\ndata: x\ndata: y\n\n");
  mb_test_wait (says (fixture, "event:message:ab: event:put:x\ny:7 "));
}

/* What stood half on the wire is forgotten, its id too; the next request resumes before it. */
static void
test_resumes (Fixture *fixture, gconstpointer data)
{
  MbTestRequest *request;

  start (fixture, &impatient);
  request = mb_test_peer_wait (fixture->peer, 0);
  mb_test_request_open_stream (request);
  mb_test_request_send (request, "id: abc\ndata: one\n\nid: def\ndata: half");
  mb_test_request_close (request);

  request = mb_test_peer_wait (fixture->peer, 1);
  assert_header (request, "Last-Event-ID", "abc");
  g_assert_true (says (fixture, "open event:message:one:abc closed "));
  mb_test_request_open_stream (request);
  mb_test_request_send (request, "id\ndata: two\n\n");
  mb_test_wait (says (fixture, "event:message:two: "));
  mb_test_request_reset (request);

  request = mb_test_peer_wait (fixture->peer, 2);
  assert_header (request, "Last-Event-ID", NULL);
}

static void
test_redirect (Fixture *fixture, gconstpointer data)
{
  MbTestRequest *request;

  start (fixture, &impatient);
  request = mb_test_peer_wait (fixture->peer, 0);
  mb_test_request_send (request, "HTTP/1.1 307 Elsewhere\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n");
  request = mb_test_peer_wait (fixture->peer, 1);
  g_assert_true (g_str_has_prefix (request->head, "GET /there "));
  assert_header (request, "Accept", "text/event-stream");
  mb_test_request_open_stream (request);
  mb_test_wait (says (fixture, "open "));
  mb_test_request_close (request);
  request = mb_test_peer_wait (fixture->peer, 2);
  g_assert_true (g_str_has_prefix (request->head, "GET /stream?kinds=price "));
}

static const char *const refusals[] = {
  "HTTP/1.1 204 No Content\r\n\r\n",
  "HTTP/1.1 404 Not Found\r\nContent-Type: text/event-stream\r\nContent-Length: 0\r\n\r\n",
  "HTTP/1.1 500 Broken\r\nContent-Length: 5\r\n\r\nsorry",
  "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\ndata: x\n\n",
  "HTTP/1.1 200 OK\r\nContent-Type: text/event-streams\r\n\r\n",
  "HTTP/1.1 200 OK\r\n\r\ndata: x\n\n",
  "HTTP/1.1 301 Moved\r\nContent-Length: 0\r\n\r\n",
  "HTTP/1.1 302 Moved\r\nLocation: \r\nContent-Length: 0\r\n\r\n",
};

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  start (fixture, &impatient);
  mb_test_request_send (mb_test_peer_wait (fixture->peer, 0), data);
  mb_test_wait (fixture->n_closed == 1);
  g_assert_cmpstr (fixture->log->str, ==, "final ");
  mb_event_source_stop (fixture->source);
}

static void
test_stubborn (Fixture *fixture, gconstpointer data)
{
  start (fixture, &impatient);
  mb_event_source_set_stubborn (fixture->source, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    mb_test_request_send (mb_test_peer_wait (fixture->peer, i), refusals[i]);
  mb_test_request_open_stream (mb_test_peer_wait (fixture->peer, G_N_ELEMENTS (refusals)));
  mb_test_wait (says (fixture, "closed open "));
}

static const char *const streams[] = {
  "HTTP/1.1 200 OK\r\nContent-Type: Text/Event-Stream\r\n\r\ndata: x\n\n",
  "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream;charset=windows-1251\r\n\r\ndata: x\n\n",
  "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream ; \r\n\r\ndata: x\n\n",
  "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ndata\r\n5\r\n: x\n\n\r\n",
  "HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n\xef\xbb\xbf" "data: x\n\n",
};

static void
test_accepted (Fixture *fixture, gconstpointer data)
{
  start (fixture, &impatient);
  mb_test_request_send (mb_test_peer_wait (fixture->peer, 0), data);
  mb_test_wait (says (fixture, "open event:message:x: "));
}

/* No jitter, no growth: the wait is what the server said, to the millisecond's order. */
static void
test_plain_retry (Fixture *fixture, gconstpointer data)
{
  MbEventTiming timing = mb_event_timing_plain;
  MbTestRequest *request;
  gint64 lost;

  timing.retry_ms = 0;
  start (fixture, &timing);
  mb_test_request_reset (mb_test_peer_wait (fixture->peer, 0));
  request = mb_test_peer_wait (fixture->peer, 1);
  mb_test_request_open_stream (request);
  mb_test_request_send (request, "retry: 150\n\n");
  for (guint i = 2; i < 5; i++)
    {
      mb_test_request_close (request);
      mb_test_wait (fixture->n_closed == i);
      lost = g_get_monotonic_time ();
      request = mb_test_peer_wait (fixture->peer, i);
      g_assert_cmpint (g_get_monotonic_time () - lost, >=, 150 * 1000 - 2000);
      mb_test_request_open_stream (request);
      mb_test_wait (says (fixture, "open "));
    }
}

/* A server that says `retry` with every answer and then fails is still asked less and less often. */
static void
test_growth (Fixture *fixture, gconstpointer data)
{
  static const MbEventTiming growing = { 1000, 60, FALSE, 0, 0, 0 };
  MbTestRequest *request;
  gint64 lost = 0;

  start (fixture, &growing);
  for (guint i = 0; i < 5; i++)
    {
      static const int waits[] = { 0, 10, 20, 40, 60 };

      request = mb_test_peer_wait (fixture->peer, i);
      g_assert_cmpint (g_get_monotonic_time () - lost, >=, waits[i] * 1000 - 2000);
      mb_test_request_open_stream (request);
      mb_test_request_send (request, "retry: 10\n\n");
      mb_test_request_close (request);
      mb_test_wait (fixture->n_closed == i + 1);
      lost = g_get_monotonic_time ();
    }
}

/* A connection that lasted forgives the failures before it. */
static void
test_health (Fixture *fixture, gconstpointer data)
{
  static const MbEventTiming forgiving = { 1000, 60000, FALSE, 20, 0, 10 };
  MbTestRequest *request;
  gint64 lost;

  start (fixture, &forgiving);
  mb_test_request_reset (mb_test_peer_wait (fixture->peer, 0));
  mb_test_request_reset (mb_test_peer_wait (fixture->peer, 1));
  request = mb_test_peer_wait (fixture->peer, 2);
  mb_test_request_open_stream (request);
  mb_test_wait (says (fixture, "open late "));
  mb_test_request_close (request);
  mb_test_wait (fixture->n_closed == 3);
  lost = g_get_monotonic_time ();
  mb_test_peer_wait (fixture->peer, 3);
  g_assert_cmpint (g_get_monotonic_time () - lost, <, 3900 * 1000); /* the third failure's wait would be four seconds */
}

static void
test_silence (Fixture *fixture, gconstpointer data)
{
  static const MbEventTiming watchful = { 5, 40, TRUE, 80, 2000, 0 };
  MbTestRequest *request;

  start (fixture, &watchful);
  request = mb_test_peer_wait (fixture->peer, 0);
  mb_test_request_open_stream (request);
  mb_test_wait (says (fixture, "open late "));
  mb_test_request_send (request, ":");
  mb_test_wait (says (fixture, "heard "));
  mb_test_wait (says (fixture, "heard late closed "));
  mb_test_wait (request->gone);
  /* A server that takes the connection and never answers is as dead. */
  mb_test_peer_wait (fixture->peer, 1);
  mb_test_wait (fixture->n_closed == 2);
  g_assert_true (says (fixture, "late closed closed "));
}

/* Another connection is tried beside one that is late: who speaks first stays. */
static void
test_beside (Fixture *fixture, gconstpointer data)
{
  static const MbEventTiming watchful = { 5, 40, TRUE, 80, 30000, 0, 1000 };
  MbTestRequest *first, *second, *third;

  start (fixture, &watchful);
  first = mb_test_peer_wait (fixture->peer, 0);
  mb_test_request_open_stream (first);
  mb_test_request_send (first, "id: 7\ndata: x\n\n");
  mb_test_wait (says (fixture, "open event:message:x:7 late "));
  second = mb_test_peer_wait (fixture->peer, 1);
  assert_header (second, "Last-Event-ID", "7");
  mb_test_request_send (first, ":");
  mb_test_wait (second->gone);
  g_assert_true (says (fixture, "late heard ") || says (fixture, "late heard late "));

  third = mb_test_peer_wait (fixture->peer, 2);
  g_assert_false (first->gone);
  mb_test_request_open_stream (third);
  mb_test_wait (first->gone);
  mb_test_request_send (third, "data: y\n\n");
  mb_test_wait (says (fixture, "late open heard event:message:y:7 ") || says (fixture, "y:7 late "));
  g_assert_cmpuint (fixture->n_closed, ==, 0);
}

/* Nobody there: the system would ask again after 1, 3, 7 s, but somebody may be there sooner. */
static void
test_unreachable (Fixture *fixture, gconstpointer data)
{
  static const MbEventTiming quick = { 60000, 60000, TRUE, 0, 0, 0, 30 };
  static const MbEventSourceFuncs funcs = { on_opened, on_event, on_comment, on_late, on_closed };
  g_autoptr(GSocket) full = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) address = NULL;
  GSocket *guests[3];
  g_autofree char *url = NULL;
  g_autoptr(GUri) uri = NULL;

  /* A queue that is full drops what comes, as a pulled cable does. */
  g_socket_set_listen_backlog (full, 0);
  g_assert_true (g_socket_bind (full, any, TRUE, NULL) && g_socket_listen (full, NULL));
  address = g_socket_get_local_address (full, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (guests); i++)
    {
      guests[i] = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
      g_socket_set_blocking (guests[i], FALSE);
      g_socket_connect (guests[i], address, NULL, NULL);
    }

  url = g_strdup_printf ("http://127.0.0.1:%u/stream", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  fixture->source = mb_event_source_new (uri, &quick, fixture->random, &funcs, fixture);
  mb_event_source_start (fixture->source);
  mb_test_wait (fixture->n_closed >= 5);
  for (guint i = 0; i < G_N_ELEMENTS (guests); i++)
    g_object_unref (guests[i]);
}

/* Dropped in the middle of a chunk: nothing more of it is heard, and its id does not count. */
static void
test_drop (Fixture *fixture, gconstpointer data)
{
  MbTestRequest *request;

  fixture->drop_on_event = TRUE;
  start (fixture, &impatient);
  request = mb_test_peer_wait (fixture->peer, 0);
  mb_test_request_open_stream (request);
  mb_test_request_send (request, "data: bad\n\n:more\nid: 5\ndata: worse\n\n");
  mb_test_wait (request->gone);
  g_assert_cmpstr (fixture->log->str, ==, "open event:message:bad: closed ");
  assert_header (mb_test_peer_wait (fixture->peer, 1), "Last-Event-ID", NULL);
}

static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  g_autofree char *line = g_strnfill (1024 * 1024, 'x');
  MbTestRequest *request;

  start (fixture, &impatient);
  request = mb_test_peer_wait (fixture->peer, 0);
  mb_test_request_open_stream (request);
  for (guint i = 0; i < 40; i++)
    mb_test_request_send (request, i == 0 ? "data: " : line);
  mb_test_wait (says (fixture, "open closed "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, data, func) g_test_add ("/net/event-source/" path, Fixture, data, set_up, func, tear_down)
  ADD ("request", NULL, test_request);
  ADD ("events", NULL, test_events);
  ADD ("resumes", NULL, test_resumes);
  ADD ("redirect", NULL, test_redirect);
  ADD ("stubborn", NULL, test_stubborn);
  ADD ("plain-retry", NULL, test_plain_retry);
  ADD ("growth", NULL, test_growth);
  ADD ("health", NULL, test_health);
  ADD ("silence", NULL, test_silence);
  ADD ("beside", NULL, test_beside);
  ADD ("unreachable", NULL, test_unreachable);
  ADD ("drop", NULL, test_drop);
  ADD ("too-large", NULL, test_too_large);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/event-source/refused/%u", i);

      g_test_add (path, Fixture, refusals[i], set_up, test_refused, tear_down);
    }
  for (guint i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/event-source/accepted/%u", i);

      g_test_add (path, Fixture, streams[i], set_up, test_accepted, tear_down);
    }
  return g_test_run ();
}
