/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen/start/mb-box-names.h"
#include "screen/start/mb-start-page.h"

#include "mb-test-peer.h"
#include "mb-test-wait.h"
#include "ui-window.h"
#include "widgets/words/mb-format.h"

#include <string.h>

/* When a screen shows its first page, and what it says then. */

#define AT "2026-11-08T07:58:12+08:00"

typedef struct
{
  MbTestPeer *peer;
  MbClock *clock;
  MbScreenSession *session;
  GtkWidget *window, *cover;
  MbStartPage *page;
  guint n_seen; /* requests */
} Fixture;

/* @data: (nullable): the market; NULL: the hub is asked */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->peer = mb_test_peer_new ();
  fixture->clock = mb_clock_new_at (0, 0);
  fixture->session = mb_screen_session_new (mb_test_peer_get_url (fixture->peer), data, fixture->clock);
  fixture->cover = mb_start_cover_new ();
  fixture->window = gtk_window_new ();
  gtk_widget_set_size_request (fixture->cover, 1920, 1080);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->cover);
  mb_cover_set_board (MB_COVER (fixture->cover), mb_screen_session_get_board (fixture->session), "entrance-9");
  fixture->page = mb_start_page_new (fixture->session, MB_START_COVER (fixture->cover), "entrance-9");
  gtk_window_present (GTK_WINDOW (fixture->window));
  mb_screen_session_start (fixture->session);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  mb_screen_session_stop (fixture->session);
  mb_test_assert_finalized (fixture->page);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  mb_test_assert_finalized (fixture->session);
  mb_test_peer_free (fixture->peer);
  g_object_unref (fixture->clock);
}

static MbTestRequest *
next (Fixture *fixture)
{
  return mb_test_peer_wait (fixture->peer, fixture->n_seen++);
}

static gboolean
says (Fixture *fixture, const char *what)
{
  g_autofree char *words = mb_start_cover_dup_words (MB_START_COVER (fixture->cover));

  g_test_message ("%s", words);
  return strstr (words, what) != NULL;
}

static void
put (GString *text, const char *kind, const char *id, const char *value)
{
  g_string_append_printf (text,
                          "event: put\ndata: {\"kind\":\"%s\",\"id\":\"%s\",\"rev\":1,\"at\":\"" AT
                          "\",\"by\":\"manager:li\",\"value\":%s}\n\n",
                          kind, id, value);
}

/* @screen: (nullable): one that the market knows */
static void
send_board (MbTestRequest *stream, const char *screen, guint number)
{
  g_autoptr(GString) text = g_string_new ("event: reset\ndata: {\"records\":2}\n\n");

  put (text, "market", "market",
       "{\"name\":{\"zh-Hans\":\"桂花巷农贸市场\"},\"time_zone\":\"Asia/Shanghai\",\"price_unit\":\"500g\"}");
  if (screen != NULL)
    put (text, "screen", screen, "{\"layout\":\"entrance\",\"panel_mm\":[952,536],\"distance_m\":6}");
  g_string_append_printf (text, "event: live\nid: 0123456789ab.%u\ndata: {\"at\":\"" AT "\"}\n\n", number);
  mb_test_request_send (stream, text->str);
}

static gboolean
fold (Fixture *fixture)
{
  return !mb_screen_session_fold (fixture->session, G_USEC_PER_SEC) &&
         mb_board_get_n_records (mb_screen_session_get_board (fixture->session)) > 0;
}

/* Nobody answers; then somebody does, who knows other screens than this; then this one, too. */
static void
test_unknown (Fixture *fixture, gconstpointer data)
{
  MbTestRequest *stream;

  g_assert_false (mb_start_page_is_needed (fixture->page));
  mb_test_request_reset (next (fixture));
  mb_test_wait (mb_start_page_is_needed (fixture->page));
  mb_test_wait (says (fixture, "正在连接市场主机|"));
  mb_test_wait (says (fixture, "|entrance-9|主机 http://127.0.0.1:"));
  mb_test_wait (says (fixture, "|本机 ")); /* which is asked of the kernel */

  stream = next (fixture);
  mb_test_request_open_stream (stream);
  send_board (stream, "aisle-1", 1);
  mb_test_wait (fold (fixture));
  g_assert_true (mb_start_page_is_needed (fixture->page));
  mb_test_wait (says (fixture, "桂花巷农贸市场|这块屏还没有登记|"));
  g_assert_true (says (fixture, "aisle-1"));

  send_board (stream, "entrance-9", 2);
  mb_test_wait (!(mb_screen_session_fold (fixture->session, G_USEC_PER_SEC),
                  mb_start_page_is_needed (fixture->page)));

  /* A board that hangs is not taken down again because somebody drops its record. */
  send_board (stream, "aisle-1", 3);
  mb_test_wait (fold (fixture) && mb_board_get (mb_screen_session_get_board (fixture->session), MB_KIND_SCREEN,
                                                "entrance-9") == NULL);
  g_assert_false (mb_start_page_is_needed (fixture->page));
}

/* A market that has named no screens shows its board on all of them. */
static void
test_no_screens (Fixture *fixture, gconstpointer data)
{
  MbTestRequest *stream = next (fixture);

  mb_test_request_open_stream (stream);
  send_board (stream, NULL, 1);
  mb_test_wait (fold (fixture));
  g_assert_false (mb_start_page_is_needed (fixture->page));
}

/* A hub that takes the connection and says nothing is waited for, a while. */
static void
test_patience (Fixture *fixture, gconstpointer data)
{
  mb_test_request_open_stream (next (fixture));
  g_assert_false (mb_start_page_is_needed (fixture->page));
  mb_start_page_set_patience (fixture->page, 10);
  mb_test_wait (mb_start_page_is_needed (fixture->page));
}

static void
test_markets (Fixture *fixture, gconstpointer data)
{
  mb_test_request_answer (next (fixture), 200, "application/json", "{\"markets\":[]}");
  mb_test_wait (says (fixture, "主机上还没有市场|"));
  mb_test_request_answer (next (fixture), 200, "application/json",
                          "{\"markets\":[{\"id\":\"guihua\"},{\"id\":\"osmanthus\"}]}");
  mb_test_wait (says (fixture, "这块屏属于哪个市场？|主机上有 guihua, osmanthus"));
  mb_test_request_answer (next (fixture), 200, "application/json", "{\"markets\":[{\"id\":\"guihua\"}]}");
  mb_test_wait (says (fixture, "正在连接市场主机|"));
}

/* The hub is there, but the market that was named is not; then it is begun. The stream is tried again while the
 * markets are asked for, and either may come first. */
static void
test_other_market (Fixture *fixture, gconstpointer data)
{
  MbTestRequest *stream;

  mb_test_request_answer (mb_test_peer_wait_for (fixture->peer, "/stream ", 0), 404, "application/problem+json", "{}");
  mb_test_request_answer (mb_test_peer_wait_for (fixture->peer, "/v1/markets ", 0), 200, "application/json",
                          "{\"markets\":[{\"id\":\"osmanthus\"}]}");
  mb_test_wait (says (fixture, "这块屏属于哪个市场？|主机上有 osmanthus"));

  stream = mb_test_peer_wait_for (fixture->peer, "/stream ", 1);
  mb_test_request_open_stream (stream);
  send_board (stream, "entrance-9", 1);
  mb_test_wait (!(mb_screen_session_fold (fixture->session, G_USEC_PER_SEC),
                  mb_start_page_is_needed (fixture->page)));
}

static void
test_words (void)
{
  const MbCatalogue *hans = mb_catalogue_get ("zh-Hans"), *hant = mb_catalogue_get ("zh-Hant"),
                    *english = mb_catalogue_get ("en");
  const struct
  {
    const MbCatalogue *catalogue;
    int inches, rows;
    double metres;
    gboolean few;
    const char *text;
  } cases[] = {
    { hans, 43, 5, 6, TRUE, "43寸屏在6米外每页只能放5行" },
    { hans, 55, 9, 5, FALSE, "55寸屏，5米外看，每页9行" },
    { hant, 43, 5, 6, TRUE, "43吋螢幕在6公尺外每頁只能放5行" },
    { english, 10, 8, 0.8, FALSE, "10-inch screen, read from 0.8 m: 8 rows a page" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = mb_start_panel (cases[i].catalogue, cases[i].inches, cases[i].metres, cases[i].rows,
                                              cases[i].few);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* 43 inches at 6 metres are too few for a page, and the page says so. */
static void
test_few (Fixture *fixture, gconstpointer data)
{
  MbTestRequest *stream = next (fixture);

  mb_test_request_open_stream (stream);
  send_board (stream, "aisle-1", 1);
  mb_test_wait (fold (fixture));
  mb_cover_set_board (MB_COVER (fixture->cover), mb_screen_session_get_board (fixture->session), "aisle-1");
  mb_test_wait (says (fixture, "43寸屏在6米外每页只能放5行"));
}

static void
check_id (const char *host, const char *expected)
{
  g_autofree char *id = mb_box_make_screen_id (host);

  g_assert_cmpstr (id, ==, expected);
}

/* A box may be called anything; its screen's id is always one. */
static void
test_box_ids (void)
{
  g_autofree char *long_name = g_strnfill (200, 'A');
  g_autofree char *long_id = mb_box_make_screen_id (long_name);

  check_id ("Box-7", "box-7");
  check_id ("entrance_1.market.example", "entrance_1");
  check_id ("箱子 A", "-------a");
  check_id ("", "screen");
  check_id (".", "screen");
  g_assert_true (mb_id_is_valid (MB_KIND_SCREEN, long_id));
}

int
main (int argc, char **argv)
{
  ui_window_init (&argc, &argv);

  g_test_add_func ("/screen/start-page/words", test_words);
  g_test_add_func ("/screen/start-page/box-ids", test_box_ids);
#define ADD(path, market, func) g_test_add ("/screen/start-page/" path, Fixture, market, set_up, func, tear_down)
  ADD ("unknown", "guihua", test_unknown);
  ADD ("no-screens", "guihua", test_no_screens);
  ADD ("patience", "guihua", test_patience);
  ADD ("markets", NULL, test_markets);
  ADD ("other-market", "guihua", test_other_market);
  ADD ("few", "guihua", test_few);
  return ui_window_run ();
}
