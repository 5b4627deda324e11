/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/wire/mb-sse-writer.h"
#include "core/wire/mb-stream-digest.h"
#include "net/mb-feed.h"

#include "mb-test-peer.h"
#include "mb-test-wait.h"

/* The feed against a hub that the test plays. What it delivers is written down in one line:
 * "delta:1.b:2 reset:…:0 emergency:fire event:pulse:{}". */

#define AT "\"at\":\"2026-11-23T06:58:12+08:00\""
#define PUT(rev, id)                                                                                                   \
  "event: put\ndata: {\"kind\":\"product\",\"id\":\"" id "\",\"rev\":" #rev "," AT                                     \
  ",\"by\":\"manager:li\",\"value\":{\"name\":{\"en\":\"" id "\"},\"trade\":\"vegetables\"}}\n\n"
#define LIVE(number) "event: live\nid: 0123456789ab." #number "\ndata: {" AT "}\n\n"
#define POSITION(number) "0123456789ab." #number

typedef struct
{
  MbTestPeer *peer;
  MbFeed *feed;
  GString *log;
  GThread *thread;
} Fixture;

static const MbEventTiming impatient = { 5, 40, TRUE, 0, 0, 0 };

static void
on_delta (MbFeed *feed, gpointer pointer, gpointer data)
{
  Fixture *fixture = data;
  g_autoptr(MbDelta) delta = pointer;

  g_assert_true (g_thread_self () == fixture->thread);
  g_string_append_printf (fixture->log, "%s:%s:%u ", delta->reset ? "reset" : "delta", strchr (delta->position, '.') + 1,
                          delta->items->len);
}

static void
on_emergency (MbFeed *feed, MbRecord *record, gpointer data)
{
  Fixture *fixture = data;

  g_string_append_printf (fixture->log, "emergency:%s ", mb_record_get_id (record));
}

static void
on_command (MbFeed *feed, guint command, gpointer data)
{
  Fixture *fixture = data;

  g_string_append_printf (fixture->log, "command:%u ", command);
}

static void
on_event (MbFeed *feed, const char *type, const char *text, gpointer data)
{
  Fixture *fixture = data;

  g_string_append_printf (fixture->log, "event:%s:%s ", type, text);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->thread = g_thread_self ();
  fixture->log = g_string_new (NULL);
  fixture->peer = mb_test_peer_new ();
  fixture->feed = mb_feed_new (mb_test_peer_get_url (fixture->peer), "guihua", "pulses=painted");
  mb_feed_set_timing (fixture->feed, &impatient, 7);
  g_signal_connect (fixture->feed, "delta", G_CALLBACK (on_delta), fixture);
  g_signal_connect (fixture->feed, "emergency", G_CALLBACK (on_emergency), fixture);
  g_signal_connect (fixture->feed, "event", G_CALLBACK (on_event), fixture);
  g_signal_connect (fixture->feed, "command", G_CALLBACK (on_command), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  mb_feed_stop (fixture->feed);
  mb_test_assert_finalized (fixture->feed);
  mb_test_peer_free (fixture->peer);
  g_string_free (fixture->log, TRUE);
}

static MbTestRequest *
open_stream (Fixture *fixture, guint index)
{
  MbTestRequest *request = mb_test_peer_wait (fixture->peer, index);

  mb_test_request_open_stream (request);
  return request;
}

static void
wait_log (Fixture *fixture, const char *log)
{
  mb_test_wait (strlen (fixture->log->str) >= strlen (log));
  g_assert_cmpstr (fixture->log->str, ==, log);
}

static void
wait_link (Fixture *fixture, MbLink link)
{
  mb_test_wait (mb_feed_get_link (fixture->feed) == link);
}

static void
assert_resumes (MbTestRequest *request, const char *position)
{
  g_autofree char *id = mb_test_request_dup_header (request, "Last-Event-ID");

  g_assert_cmpstr (id, ==, position);
}

static void
test_deltas (Fixture *fixture, gconstpointer data)
{
  MbTestRequest *request;

  mb_feed_start (fixture->feed);
  request = open_stream (fixture, 0);
  g_assert_true (g_str_has_prefix (request->head, "GET /v1/markets/guihua/stream?pulses=painted HTTP/1.1\r\n"));
  assert_resumes (request, NULL);
  mb_test_request_send (request, "retry: 10\n\nevent: reset\ndata: {\"records\":2}\n\n" PUT (1, "leek") PUT (2, "kale"));
  mb_test_request_send (request, LIVE (2) ": beat\n\n" LIVE (2) PUT (3, "leek") LIVE (3));
  wait_log (fixture, "reset:2:2 delta:2:0 delta:3:1 ");
  wait_link (fixture, MB_LINK_LIVE);
  g_assert_null (mb_feed_get_problem (fixture->feed));
}

static void
test_resumes_given_position (Fixture *fixture, gconstpointer data)
{
  mb_feed_set_position (fixture->feed, POSITION (41));
  mb_feed_start (fixture->feed);
  assert_resumes (mb_test_peer_wait (fixture->peer, 0), POSITION (41));
}

/* Cut in the middle of a delta, and in the middle of a reset: neither is ever applied. */
static void
test_cut (Fixture *fixture, gconstpointer data)
{
  MbTestRequest *request;

  mb_feed_start (fixture->feed);
  request = open_stream (fixture, 0);
  mb_test_request_send (request, "event: reset\ndata: {\"records\":1}\n\n" PUT (1, "leek") LIVE (1) PUT (2, "kale"));
  mb_test_request_send (request, "event: live\nid: " POSITION (2) "\ndata: {" AT "}\n");
  mb_test_request_close (request);
  wait_link (fixture, MB_LINK_GONE);
  g_assert_nonnull (mb_feed_get_problem (fixture->feed));

  request = open_stream (fixture, 1);
  assert_resumes (request, POSITION (1));
  mb_test_request_send (request, "event: reset\ndata: {\"records\":9}\n\n" PUT (2, "kale"));
  mb_test_request_reset (request);

  request = open_stream (fixture, 2);
  assert_resumes (request, POSITION (1));
  mb_test_request_send (request, PUT (3, "cress") LIVE (3));
  wait_log (fixture, "reset:1:1 delta:3:1 ");
  wait_link (fixture, MB_LINK_LIVE);
}

static const char *const nonsense[] = {
  "event: put\ndata: {\"kind\":\"product\"\n\n" LIVE (9),
  "event: put\ndata: nonsense\n\n" LIVE (9),
  "event: put\ndata: {\"kind\":\"product\",\"id\":\"../etc\",\"rev\":4," AT ",\"by\":\"x\",\"value\":{}}\n\n" LIVE (9),
  PUT (0, "leek") LIVE (9),
  "event: put\ndata: {\"kind\":\"product\",\"id\":\"leek\",\"rev\":4," AT ",\"by\":\"x\",\"value\":[]}\n\n" LIVE (9),
  "event: put\ndata: {\"kind\":\"product\",\"id\":\"leek\",\"rev\":4," AT
  ",\"by\":\"x\",\"value\":{\"name\":7}}\n\n" LIVE (9),
  "event: live\nid: elsewhere\ndata: {" AT "}\n\n",
  "event: live\nid: " POSITION (9) "\ndata: {\"at\":\"noon\"}\n\n",
  "event: live\nid: " POSITION (9) "\ndata: []\n\n",
  PUT (4, "leek") "event: reset\ndata: {\"records\":0}\n\n" LIVE (9),
  PUT (10, "leek") LIVE (9),
  LIVE (2),
};

/* Whatever a hub says that is not the protocol: no board changes, and the next try resumes from the
 * last delta that was whole. */
static void
test_nonsense (Fixture *fixture, gconstpointer data)
{
  MbTestRequest *request;

  mb_feed_start (fixture->feed);
  request = open_stream (fixture, 0);
  mb_test_request_send (request, "event: reset\ndata: {\"records\":0}\n\n" LIVE (3));
  wait_log (fixture, "reset:3:0 ");
  mb_test_request_send (request, PUT (4, "kale"));
  mb_test_request_send (request, data);
  mb_test_wait (request->gone);
  request = open_stream (fixture, 1);
  assert_resumes (request, POSITION (3));
  wait_link (fixture, MB_LINK_GONE);
  g_assert_true (strstr (mb_feed_get_problem (fixture->feed), "nonsense") != NULL);
  mb_test_request_send (request, LIVE (4));
  wait_log (fixture, "reset:3:0 delta:4:0 ");
}

/* Behind the position of the connection before, without a reset. */
static void
test_falls_back (Fixture *fixture, gconstpointer data)
{
  MbTestRequest *request;

  mb_feed_set_position (fixture->feed, POSITION (7));
  mb_feed_start (fixture->feed);
  request = open_stream (fixture, 0);
  mb_test_request_send (request, LIVE (6));
  mb_test_wait (request->gone);
  request = open_stream (fixture, 1);
  assert_resumes (request, POSITION (7));
  mb_test_request_send (request, "event: reset\ndata: {\"records\":0}\n\n" LIVE (6));
  wait_log (fixture, "reset:6:0 ");
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  mb_feed_start (fixture->feed);
  mb_test_request_answer (mb_test_peer_wait (fixture->peer, 0), 500, "text/event-stream", "");
  mb_test_peer_wait (fixture->peer, 1);
  mb_test_wait (mb_feed_get_problem (fixture->feed) != NULL);
  g_assert_true (strstr (mb_feed_get_problem (fixture->feed), "500") != NULL);
  g_assert_cmpint (mb_feed_get_link (fixture->feed), ==, MB_LINK_GONE);
  mb_test_request_answer (mb_test_peer_wait (fixture->peer, 1), 200, "text/html", LIVE (1));
  mb_test_request_send (mb_test_peer_wait (fixture->peer, 2), "HTTP/1.1 204 None\r\n\r\n");
  mb_test_request_send (open_stream (fixture, 3), LIVE (1));
  wait_log (fixture, "delta:1:0 ");
}

static void
test_links (Fixture *fixture, gconstpointer data)
{
  static const MbEventTiming watchful = { 5, 40, TRUE, 60, 600, 0 };
  MbTestRequest *request;

  mb_feed_set_timing (fixture->feed, &watchful, 7);
  mb_feed_start (fixture->feed);
  request = open_stream (fixture, 0);
  mb_test_request_send (request, LIVE (1));
  wait_link (fixture, MB_LINK_LIVE);
  wait_link (fixture, MB_LINK_LATE);
  mb_test_request_send (request, ": beat\n\n");
  wait_link (fixture, MB_LINK_LIVE);
  wait_link (fixture, MB_LINK_GONE);
  mb_test_request_send (open_stream (fixture, 1), LIVE (1));
  wait_link (fixture, MB_LINK_LIVE);
}

static void
test_passed_on (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) put = g_string_new ("{\"kind\":\"notice\",\"id\":\"fire\",\"rev\":1," AT
                                          ",\"by\":\"manager:li\",\"value\":{\"text\":{\"en\":\"Fire\"},"
                                          "\"level\":\"emergency\",\"when\":{\"to\":\"2026-11-23T08:58:12+08:00\"}}}");
  g_autoptr (GString) stream = g_string_new (NULL);
  MbTestRequest *request;

  mb_stream_seal (put);
  mb_sse_write_event (stream, "put", NULL, put->str, -1);
  mb_feed_start (fixture->feed);
  request = open_stream (fixture, 0);
  mb_test_request_send (request, stream->str);
  mb_test_request_send (request, "event: pulse\ndata: {\"n\":1}\n\nevent: unheard-of\ndata: x\n\n"
                                 "event: command\ndata: not even JSON\n\nevent: command\ndata: {\"do\":\"dance\"}\n\n"
                                 "event: command\ndata: {\"do\":\"picture\"}\n\nevent: fact\ndata: {}\n\n");
  wait_log (fixture, "emergency:fire event:pulse:{\"n\":1} command:1 event:fact:{} ");
}

/* A weight that is not the one that the scale showed is worse than none. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) pulse = g_string_new ("{\"kind\":\"weight\",\"id\":\"s\",\"value\":{\"grams\":512}}");
  g_autoptr (GString) stream = g_string_new (NULL);
  MbTestRequest *request;

  mb_stream_seal (pulse);
  *strstr (pulse->str, "512") = '9';
  mb_sse_write_event (stream, "pulse", NULL, pulse->str, -1);
  mb_feed_start (fixture->feed);
  request = open_stream (fixture, 0);
  mb_test_request_send (request, LIVE (1));
  wait_link (fixture, MB_LINK_LIVE);
  mb_test_request_send (request, stream->str);
  wait_link (fixture, MB_LINK_GONE);
}

static char *
make_many (guint from, guint to)
{
  GString *text = g_string_new (NULL);

  for (guint i = from; i <= to; i++)
    g_string_append_printf (text, "event: live\nid: 0123456789ab.%u\ndata: {" AT "}\n\n", i);
  return g_string_free (text, FALSE);
}

/* A main loop that is not ready holds the reading up, and then gets everything in order. */
static void
test_held (Fixture *fixture, gconstpointer data)
{
  g_autofree char *many = make_many (1, 500);
  MbTestRequest *request;

  mb_feed_set_held (fixture->feed, TRUE);
  mb_feed_start (fixture->feed);
  request = open_stream (fixture, 0);
  mb_test_request_send (request, "event: reset\ndata: {\"records\":0}\n\n");
  mb_test_request_send (request, many);
  mb_test_request_send (request, "event: pulse\ndata: end\n\n");
  mb_test_spin ();
  g_assert_cmpstr (fixture->log->str, ==, "");
  mb_feed_set_held (fixture->feed, FALSE);
  mb_test_wait (g_str_has_suffix (fixture->log->str, "delta:499:0 delta:500:0 event:pulse:end "));
  g_assert_true (g_str_has_prefix (fixture->log->str, "reset:1:0 delta:2:0 delta:3:0 "));
}

/* Stopped while its thread stands at a full queue. */
static void
test_stop_when_full (Fixture *fixture, gconstpointer data)
{
  g_autofree char *many = make_many (1, 500);
  MbTestRequest *request;

  mb_feed_set_held (fixture->feed, TRUE);
  mb_feed_start (fixture->feed);
  request = open_stream (fixture, 0);
  mb_test_request_send (request, many);
  mb_test_spin ();
  mb_feed_stop (fixture->feed);
  mb_feed_set_held (fixture->feed, FALSE);
  mb_test_spin ();
  g_assert_cmpstr (fixture->log->str, ==, "");
}

static void
test_stop_at_once (Fixture *fixture, gconstpointer data)
{
  mb_feed_start (fixture->feed);
}

static void
on_delta_stop (MbFeed *feed, gpointer delta, gpointer data)
{
  mb_feed_stop (feed);
}

static void
test_stop_inside (Fixture *fixture, gconstpointer data)
{
  mb_feed_start (fixture->feed);
  g_signal_connect (fixture->feed, "delta", G_CALLBACK (on_delta_stop), NULL);
  mb_test_request_send (open_stream (fixture, 0), LIVE (1) LIVE (2) LIVE (3));
  wait_log (fixture, "delta:1:0 ");
  mb_test_spin ();
  wait_log (fixture, "delta:1:0 ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/net/feed/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("deltas", test_deltas);
  ADD ("resumes-given-position", test_resumes_given_position);
  ADD ("cut", test_cut);
  ADD ("falls-back", test_falls_back);
  ADD ("refused", test_refused);
  ADD ("links", test_links);
  ADD ("passed-on", test_passed_on);
  ADD ("damaged", test_damaged);
  ADD ("held", test_held);
  ADD ("stop/when-full", test_stop_when_full);
  ADD ("stop/at-once", test_stop_at_once);
  ADD ("stop/inside", test_stop_inside);
  for (guint i = 0; i < G_N_ELEMENTS (nonsense); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/feed/nonsense/%u", i);

      g_test_add (path, Fixture, nonsense[i], set_up, test_nonsense, tear_down);
    }
  return g_test_run ();
}
