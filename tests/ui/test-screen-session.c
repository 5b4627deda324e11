/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen/mb-screen-session.h"

#include "mb-test-peer.h"
#include "mb-test-wait.h"

/* A screen's session against a hub that the test plays; no display. */

#define AT "2026-11-23T06:58:12+08:00"
#define AT_US G_GINT64_CONSTANT (1795388292000000)
#define RESET "event: reset\ndata: {\"records\":1}\n\n"
#define LIVE(number) "event: live\nid: 0123456789ab." #number "\ndata: {\"at\":\"" AT "\"}\n\n"

typedef struct
{
  MbTestPeer *peer;
  MbClock *clock;
  MbScreenSession *session;
  MbBoard *board; /* (not owned) */
  guint n_pending;
  guint n_folded;
} Fixture;

static void
on_pending (MbScreenSession *session, gpointer data)
{
  Fixture *fixture = data;

  fixture->n_pending++;
}

static void
on_folded (MbBoard *board, GPtrArray *changes, gboolean reset, gpointer data)
{
  Fixture *fixture = data;

  fixture->n_folded++;
}

static void
start (Fixture *fixture, const char *market)
{
  fixture->session = mb_screen_session_new (mb_test_peer_get_url (fixture->peer), market, fixture->clock);
  fixture->board = mb_screen_session_get_board (fixture->session);
  g_signal_connect (fixture->session, "pending", G_CALLBACK (on_pending), fixture);
  g_signal_connect (fixture->board, "folded", G_CALLBACK (on_folded), fixture);
  mb_screen_session_start (fixture->session);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->peer = mb_test_peer_new ();
  fixture->clock = mb_clock_new_at (0, 1);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  mb_test_assert_finalized (fixture->session);
  mb_test_peer_free (fixture->peer);
  g_assert_finalize_object (fixture->clock);
}

static MbTestRequest *
open_stream (Fixture *fixture, guint index)
{
  MbTestRequest *request = mb_test_peer_wait (fixture->peer, index);

  g_assert_true (g_str_has_prefix (request->head, "GET /v1/markets/guihua/stream "));
  mb_test_request_open_stream (request);
  return request;
}

static void
send_products (MbTestRequest *request, guint n)
{
  g_autoptr(GString) text = g_string_new (RESET);

  for (guint i = 1; i <= n; i++)
    g_string_append_printf (text,
                            "event: put\ndata: {\"kind\":\"product\",\"id\":\"p-%u\",\"rev\":%u,\"at\":\"" AT
                            "\",\"by\":\"local\",\"value\":{\"name\":{\"en\":\"%u\"},\"trade\":\"pork\"}}\n\n",
                            i, i, i);
  g_string_append_printf (text, "event: live\nid: 0123456789ab.%u\ndata: {\"at\":\"" AT "\"}\n\n", n);
  mb_test_request_send (request, text->str);
}

static void
test_slices (Fixture *fixture, gconstpointer data)
{
  guint n_slices = 0;

  start (fixture, "guihua");
  send_products (open_stream (fixture, 0), 3000);
  mb_test_wait (fixture->n_pending == 1);
  g_assert_true (mb_screen_session_fold (fixture->session, 0));
  g_assert_null (mb_board_get_position (fixture->board));
  while (mb_screen_session_fold (fixture->session, 20))
    n_slices++;
  g_assert_cmpuint (n_slices, >, 1);
  g_assert_cmpuint (fixture->n_folded, ==, 1);
  g_assert_cmpuint (mb_board_get_n_records (fixture->board), ==, 3000);
  g_assert_cmpuint (fixture->n_pending, ==, 1);
  mb_test_wait (mb_screen_session_get_link (fixture->session) == MB_LINK_LIVE);
}

/* Nobody draws: the board is whole all the same. */
static void
test_no_frames (Fixture *fixture, gconstpointer data)
{
  MbTestRequest *request;

  start (fixture, "guihua");
  request = open_stream (fixture, 0);
  send_products (request, 10);
  mb_test_wait (fixture->n_folded == 1);
  mb_test_request_send (request, LIVE (11));
  mb_test_wait (fixture->n_folded == 2);
  g_assert_cmpuint (fixture->n_pending, ==, 2);
}

/* What is not folded holds the reading back, and nothing is lost or out of order. */
static void
test_held (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GString) text = g_string_new (RESET);

  for (guint i = 1; i <= 1000; i++)
    g_string_append_printf (text, "event: live\nid: 0123456789ab.%u\ndata: {\"at\":\"" AT "\"}\n\n", i);
  start (fixture, "guihua");
  mb_test_request_send (open_stream (fixture, 0), text->str);
  mb_test_wait (fixture->n_pending == 1);
  while (fixture->n_folded < 1000)
    {
      mb_screen_session_fold (fixture->session, 100);
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_cmpstr (mb_board_get_position (fixture->board), ==, "0123456789ab.1000");
}

static void
test_clock_follows (Fixture *fixture, gconstpointer data)
{
  MbTime stamp;

  start (fixture, "guihua");
  mb_test_request_send (open_stream (fixture, 0), RESET LIVE (1));
  mb_test_wait (fixture->n_pending == 1);
  g_assert_cmpint (mb_clock_now (fixture->clock), >=, AT_US);
  g_assert_cmpint (mb_clock_now (fixture->clock), <, AT_US + 20 * G_USEC_PER_SEC);
  stamp = mb_screen_session_stamp (fixture->session, AT_US);
  g_assert_cmpint (stamp.offset_s, ==, 8 * 3600);
}

static void
test_clock_stands (Fixture *fixture, gconstpointer data)
{
  mb_clock_set (fixture->clock, 5, 0);
  start (fixture, "guihua");
  mb_test_request_send (open_stream (fixture, 0), RESET LIVE (1));
  mb_test_wait (fixture->n_folded == 1);
  g_assert_cmpint (mb_clock_now (fixture->clock), ==, 5);
}

static void
answer_markets (Fixture *fixture, guint index, guint status, const char *body)
{
  MbTestRequest *request = mb_test_peer_wait (fixture->peer, index);

  g_assert_true (g_str_has_prefix (request->head, "GET /v1/markets HTTP/1.1\r\n"));
  mb_test_request_answer (request, status, "application/json", body);
}

static void
test_only_market (Fixture *fixture, gconstpointer data)
{
  start (fixture, NULL);
  answer_markets (fixture, 0, 200, "{\"markets\":[{\"id\":\"guihua\"}]}");
  mb_test_request_send (open_stream (fixture, 1), RESET LIVE (1));
  mb_test_wait (fixture->n_folded == 1);
  g_assert_nonnull (mb_screen_session_get_client (fixture->session));
  g_assert_null (mb_screen_session_get_problem (fixture->session));
}

/* A hub that is not ready is asked again; until there is one market, there is a sentence. */
static void
test_several_markets (Fixture *fixture, gconstpointer data)
{
  start (fixture, NULL);
  answer_markets (fixture, 0, 200, "{\"markets\":[{\"id\":\"guihua\"},{\"id\":\"xihu\"}]}");
  mb_test_wait (mb_screen_session_get_problem (fixture->session) != NULL);
  g_assert_nonnull (strstr (mb_screen_session_get_problem (fixture->session), "guihua, xihu"));
  answer_markets (fixture, 1, 200, "{\"markets\":[{\"id\":\"guihua\"}]}");
  open_stream (fixture, 2);
  g_assert_null (mb_screen_session_get_problem (fixture->session));
}

static void
test_ends_while_asking (Fixture *fixture, gconstpointer data)
{
  start (fixture, NULL);
  mb_test_peer_wait (fixture->peer, 0);
}

static void
test_problem (Fixture *fixture, gconstpointer data)
{
  start (fixture, "guihua");
  mb_test_request_answer (mb_test_peer_wait (fixture->peer, 0), 404, "application/problem+json", "{}");
  mb_test_wait (mb_screen_session_get_problem (fixture->session) != NULL);
  g_assert_nonnull (strstr (mb_screen_session_get_problem (fixture->session), "404"));
  mb_test_wait (mb_screen_session_get_link (fixture->session) == MB_LINK_GONE);
}

static void
answer_past (Fixture *fixture, guint index, const char *body)
{
  mb_test_request_answer (mb_test_peer_wait (fixture->peer, index), 200, "application/json", body);
}

#define STALL "\"kind\":\"stall\",\"id\":\"a-1\",\"by\":\"local\",\"value\":{\"number\":\"1\"}"

/* The clock goes through the minutes before the moment; zones that are made anew get their frame. */
static void
test_moment (Fixture *fixture, gconstpointer data)
{
  mb_clock_set (fixture->clock, AT_US, 0);
  fixture->session = mb_screen_session_new (mb_test_peer_get_url (fixture->peer), "guihua", fixture->clock);
  fixture->board = mb_screen_session_get_board (fixture->session);
  g_signal_connect (fixture->session, "pending", G_CALLBACK (on_pending), fixture);
  mb_screen_session_set_moment (fixture->session, AT_US);
  mb_screen_session_start (fixture->session);
  answer_past (fixture, 0, "{\"position\":\"0123456789ab.5\",\"at\":\"" AT "\",\"records\":[]}");
  answer_past (fixture, 1, "{\"position\":\"0123456789ab.4\",\"at\":\"" AT "\",\"records\":[]}");
  answer_past (fixture, 2,
               "{\"number\":5,\"last\":5,\"at\":\"2026-11-23T06:57:12+08:00\",\"hash\":\"0123456789abcdef\"," STALL "}\n");
  mb_test_wait (fixture->n_pending == 1);

  g_assert_true (mb_screen_session_fold (fixture->session, G_USEC_PER_SEC));
  g_assert_cmpint (mb_clock_now (fixture->clock), ==, AT_US - 5 * G_TIME_SPAN_MINUTE);
  g_assert_cmpint (mb_screen_session_get_link (fixture->session), ==, MB_LINK_CONNECTING);
  g_assert_false (mb_screen_session_fold (fixture->session, G_USEC_PER_SEC));
  g_assert_cmpint (mb_clock_now (fixture->clock), ==, AT_US);
  g_assert_cmpint (mb_screen_session_get_link (fixture->session), ==, MB_LINK_LIVE);
  g_assert_cmpstr (mb_board_get_position (fixture->board), ==, "0123456789ab.5");
  g_assert_true (mb_screen_session_is_time_known (fixture->session));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/screen/session/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("slices", test_slices);
  ADD ("no-frames", test_no_frames);
  ADD ("held", test_held);
  ADD ("clock/follows", test_clock_follows);
  ADD ("clock/stands", test_clock_stands);
  ADD ("market/only", test_only_market);
  ADD ("market/several", test_several_markets);
  ADD ("market/ends-while-asking", test_ends_while_asking);
  ADD ("problem", test_problem);
  ADD ("moment", test_moment);
  return g_test_run ();
}
