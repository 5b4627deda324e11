/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen/mb-screen-window.h"

#include "core/wire/mb-report-codec.h"
#include "mb-test-peer.h"
#include "mb-test-wait.h"
#include "screen/painted/mb-painted-reporter.h"
#include "ui-window.h"

/* A whole screen, from the stream's bytes to what it reports of its glass, against a hub that the
 * test plays. Its day runs twenty times as fast, so that a page's turn is no wait. */

#define AT "2026-11-08T07:58:12+08:00"
#define AT_US G_GINT64_CONSTANT (1794095892000000)
#define SPEED 20
#define N_PRODUCTS 27

typedef struct
{
  MbTestPeer *peer;
  MbClock *clock;
  MbScreenSession *session;
  GtkWidget *window;
  MbPaintedReporter *reporter;
  MbTestRequest *stream;
  guint n_seen; /* requests */
} Fixture;

static void
put (GString *text, const char *kind, const char *id, guint rev, const char *value)
{
  g_string_append_printf (text,
                          "event: put\ndata: {\"kind\":\"%s\",\"id\":\"%s\",\"rev\":%u,\"at\":\"" AT
                          "\",\"by\":\"manager:li\",\"value\":%s}\n\n",
                          kind, id, rev, value);
}

static void
put_price (GString *text, guint product, guint rev, guint fen)
{
  g_autofree char *id = g_strdup_printf ("p-%02u@average", product);
  g_autofree char *value =
      g_strdup_printf ("{\"product\":\"p-%02u\",\"basis\":\"average\",\"fen\":%u,\"per\":\"500g\",\"observed_at\":\"" AT
                       "\",\"source\":\"office\"}",
                       product, fen);

  put (text, "price", id, rev, value);
}

static void
live (GString *text, guint number)
{
  g_string_append_printf (text, "event: live\nid: 0123456789ab.%u\ndata: {\"at\":\"" AT "\"}\n\n", number);
}

static void
send_board (Fixture *fixture)
{
  g_autoptr(GString) text = g_string_new ("event: reset\ndata: {\"records\":55}\n\n");
  guint rev = 1;

  put (text, "market", "market", rev++,
       "{\"name\":{\"zh-Hans\":\"桂花巷农贸市场\"},\"time_zone\":\"Asia/Shanghai\",\"price_unit\":\"500g\"}");
  for (guint i = 0; i < N_PRODUCTS; i++)
    {
      g_autofree char *id = g_strdup_printf ("p-%02u", i);
      g_autofree char *value = g_strdup_printf ("{\"name\":{\"zh-Hans\":\"菜%02u\"},\"order\":%u,\"trade\":"
                                                "\"vegetables\",\"sold_by\":\"weight\",\"staple\":true}",
                                                i, i);

      put (text, "product", id, rev++, value);
      put_price (text, i, rev++, 350);
    }
  live (text, rev);
  mb_test_request_send (fixture->stream, text->str);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->peer = mb_test_peer_new ();
  fixture->clock = mb_clock_new_at (AT_US, SPEED);
  fixture->session = mb_screen_session_new (mb_test_peer_get_url (fixture->peer), "guihua", fixture->clock);
  fixture->window = mb_screen_window_new (fixture->clock, "entrance");
  mb_screen_window_set_size (MB_SCREEN_WINDOW (fixture->window), 1280, 720);
  mb_screen_window_set_session (MB_SCREEN_WINDOW (fixture->window), fixture->session);
  fixture->reporter = mb_painted_reporter_new (
      fixture->session, mb_screen_window_get_view (MB_SCREEN_WINDOW (fixture->window)), fixture->clock, "entrance");
  g_assert_false (gtk_window_get_decorated (GTK_WINDOW (fixture->window)));
  g_assert_cmpstr (gdk_cursor_get_name (gtk_widget_get_cursor (fixture->window)), ==, "none");
  mb_screen_window_show (MB_SCREEN_WINDOW (fixture->window));
  mb_screen_session_start (fixture->session);
  fixture->stream = mb_test_peer_wait (fixture->peer, fixture->n_seen++);
  mb_test_request_open_stream (fixture->stream);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  mb_screen_session_stop (fixture->session);
  mb_test_assert_finalized (fixture->reporter);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  mb_test_assert_finalized (fixture->session);
  mb_test_peer_free (fixture->peer);
  mb_test_assert_finalized (fixture->clock);
}

/* The next report, answered with @status. */
static void
next_report (Fixture *fixture, MbPainted *painted, guint status)
{
  MbTestRequest *request = mb_test_peer_wait (fixture->peer, fixture->n_seen++);
  g_autoptr(GError) error = NULL;

  g_assert_true (g_str_has_prefix (request->head, "PUT /v1/markets/guihua/screens/entrance/painted "));
  mb_painted_clear (painted);
  mb_painted_decode ((char *) request->body->data, request->body->len, painted, &error);
  g_assert_no_error (error);
  g_assert_cmpint (painted->glass, ==, MB_GLASS_SENT);
  mb_test_request_answer (request, status, "application/json", "");
}

static void
test_painted (Fixture *fixture, gconstpointer data)
{
  g_auto(MbPainted) painted = { 0 };
  g_autoptr(GString) text = g_string_new (NULL);
  guint n_reports = 0;

  send_board (fixture);
  next_report (fixture, &painted, 200);
  g_assert_cmpstr (painted.position, ==, "0123456789ab.56");
  g_assert_cmpint (painted.visible, >, 0);
  g_assert_cmpint (painted.later, >, 0);
  g_assert_cmpint (painted.later_by.us, >, painted.at.us);
  g_assert_cmpint (painted.at.offset_s, ==, 8 * 3600);

  /* Time stands, so no page turns: a report that was under way, one that waited for it, then the change's own. */
  mb_clock_set (fixture->clock, mb_clock_now (fixture->clock), 0);
  put_price (text, 3, 57, 480);
  live (text, 57);
  mb_test_request_send (fixture->stream, text->str);
  do
    {
      next_report (fixture, &painted, 200);
      n_reports++;
    }
  while (!g_str_has_suffix (painted.position, ".57"));
  g_assert_cmpuint (n_reports, <=, 3);
}

/* Every page turns within the loop: at its end nothing is later. */
static void
test_later_falls (Fixture *fixture, gconstpointer data)
{
  g_auto(MbPainted) painted = { 0 };
  gint64 by_us, later;

  send_board (fixture);
  next_report (fixture, &painted, 200);
  by_us = painted.later_by.us;
  while (painted.later > 0)
    {
      later = painted.later;
      next_report (fixture, &painted, 200);
      g_assert_cmpint (painted.later, <=, later);
      g_assert_cmpstr (painted.position, ==, "0123456789ab.56");
    }
  g_assert_cmpint (painted.later_by.us, ==, MB_UNSET);
  /* The page was there when it was said to be, give or take a slow machine's second. */
  g_assert_cmpint (painted.at.us, >=, by_us);
  g_assert_cmpint (painted.at.us, <, by_us + 5 * SPEED * G_USEC_PER_SEC);
}

/* A report that the hub did not take is contained in the next. */
static void
test_report_refused (Fixture *fixture, gconstpointer data)
{
  g_auto(MbPainted) refused = { 0 };
  g_auto(MbPainted) painted = { 0 };

  send_board (fixture);
  next_report (fixture, &refused, 503);
  next_report (fixture, &painted, 200);
  g_assert_cmpstr (painted.position, ==, refused.position);
  g_assert_cmpint (painted.visible, >=, refused.visible);
  g_assert_cmpint (painted.elsewhere, ==, refused.elsewhere);
}

/* The board keeps standing when its hub goes, and goes on when it is back. */
static void
test_link (Fixture *fixture, gconstpointer data)
{
  g_auto(MbPainted) painted = { 0 };
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *id = NULL;
  MbTestRequest *request;

  send_board (fixture);
  next_report (fixture, &painted, 200);
  mb_test_request_reset (fixture->stream);
  mb_test_wait (mb_screen_session_get_link (fixture->session) == MB_LINK_GONE);
  g_assert_cmpuint (mb_board_get_n_records (mb_screen_session_get_board (fixture->session)), ==, 1 + 2 * N_PRODUCTS);

  do
    request = mb_test_peer_wait (fixture->peer, fixture->n_seen++);
  while (!g_str_has_prefix (request->head, "GET "));
  id = mb_test_request_dup_header (request, "Last-Event-ID");
  g_assert_cmpstr (id, ==, "0123456789ab.56");
  live (text, 56);
  mb_test_request_open_stream (request);
  mb_test_request_send (request, text->str);
  mb_test_wait (mb_screen_session_get_link (fixture->session) == MB_LINK_LIVE);
}

int
main (int argc, char **argv)
{
  ui_window_init (&argc, &argv);

#define ADD(path, func) g_test_add ("/screen/window/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("painted", test_painted);
  ADD ("later-falls", test_later_falls);
  ADD ("report-refused", test_report_refused);
  ADD ("link", test_link);
  return ui_window_run ();
}
