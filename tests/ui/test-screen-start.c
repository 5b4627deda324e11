/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/place/mb-product.h"
#include "screen/mb-screen-session.h"
#include "screen/mb-screen-state.h"

#include "mb-test-peer.h"
#include "mb-test-wait.h"

#include <glib/gstdio.h>

/* A screen that was started before, with its hub and without; no display. */

#define AT "2026-11-23T06:58:12+08:00"
#define AT_US G_GINT64_CONSTANT (1795388292000000)
#define PUT(rev, id)                                                                                                   \
  "event: put\ndata: {\"kind\":\"product\",\"id\":\"" id "\",\"rev\":" #rev ",\"at\":\"" AT                            \
  "\",\"by\":\"local\",\"value\":{\"name\":{\"en\":\"" id "\"},\"trade\":\"pork\"}}\n\n"
#define LIVE(number) "event: live\nid: 0123456789ab." #number "\ndata: {\"at\":\"" AT "\"}\n\n"
#define HOUR_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

typedef struct
{
  char *folder, *path, *url;
  MbTestPeer *peer; /* NULL: the hub is gone */
  MbClock *clock;
  MbScreenSession *session;
  MbCachedBoard *cache; /* (not owned) NULL: its thread has ended */
  MbBoard *board;       /* (not owned) */
  guint n_known;        /* notifies */
} Fixture;

static MbBoxTime box;

static void
read_box (MbBoxTime *time)
{
  *time = box;
}

static void
on_time_known (Fixture *fixture)
{
  fixture->n_known++;
}

static void
start (Fixture *fixture, const char *market)
{
  g_autoptr (MbCachedBoard) cache = mb_cached_board_new (fixture->path, fixture->url, market, "entrance");

  fixture->clock = mb_clock_new_at (0, 1);
  fixture->session = mb_screen_session_new (fixture->url, market, fixture->clock);
  fixture->board = mb_screen_session_get_board (fixture->session);
  fixture->n_known = 0;
  g_set_weak_pointer (&fixture->cache, cache);
  mb_screen_session_set_cache (fixture->session, cache);
  mb_screen_session_set_box_clock (fixture->session, read_box);
  g_signal_connect_swapped (fixture->session, "notify::time-known", G_CALLBACK (on_time_known), fixture);
  mb_screen_session_start (fixture->session);
}

static void
stop (Fixture *fixture)
{
  mb_screen_session_stop (fixture->session);
  mb_test_assert_finalized (g_steal_pointer (&fixture->session));
  g_assert_finalize_object (g_steal_pointer (&fixture->clock));
  mb_test_wait (fixture->cache == NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  box = (MbBoxTime){ 0, FALSE };
  fixture->folder = g_dir_make_tmp ("mb-start-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "entrance.board", NULL);
  fixture->peer = mb_test_peer_new ();
  fixture->url = g_strdup (mb_test_peer_get_url (fixture->peer));
}

static void
lose_hub (Fixture *fixture)
{
  g_clear_pointer (&fixture->peer, mb_test_peer_free);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const parts[] = { "", "-lock" };

  if (fixture->session != NULL)
    stop (fixture);
  lose_hub (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *path = g_strconcat (fixture->path, parts[i], NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->url);
}

static MbTestRequest *
open_stream (Fixture *fixture, guint index, const char *position)
{
  MbTestRequest *request = mb_test_peer_wait (fixture->peer, index);
  g_autofree char *id = mb_test_request_dup_header (request, "Last-Event-ID");

  g_assert_cmpstr (id, ==, position);
  mb_test_request_open_stream (request);
  return request;
}

static gboolean
has (Fixture *fixture, const char *id)
{
  return mb_board_get (fixture->board, MB_KIND_PRODUCT, id) != NULL;
}

/* A day with the hub: two goods, one of them gone again. */
static void
live_a_day (Fixture *fixture)
{
  MbTestRequest *request;

  start (fixture, "guihua");
  request = open_stream (fixture, 0, NULL);
  mb_test_request_send (request, "event: reset\ndata: {\"records\":2}\n\n" PUT (1, "leek") PUT (2, "kale") LIVE (2));
  mb_test_wait (has (fixture, "kale"));
  mb_test_request_send (request,
                        "event: drop\ndata: {\"kind\":\"product\",\"id\":\"kale\",\"rev\":3}\n\n" PUT (4, "cress")
                            LIVE (4));
  mb_test_wait (has (fixture, "cress"));
  g_assert_true (mb_screen_session_is_time_known (fixture->session));
  stop (fixture);
}

static void
assert_last_board (Fixture *fixture)
{
  g_assert_cmpuint (mb_board_get_n_records (fixture->board), ==, 2);
  g_assert_true (has (fixture, "leek") && has (fixture, "cress"));
  g_assert_cmpstr (mb_board_get_position (fixture->board), ==, "0123456789ab.4");
}

static void
test_without_hub (Fixture *fixture, gconstpointer data)
{
  MbTime stamp;

  live_a_day (fixture);
  lose_hub (fixture);
  start (fixture, "guihua");
  mb_test_wait (has (fixture, "leek"));
  assert_last_board (fixture);
  mb_test_wait (mb_screen_session_get_problem (fixture->session) != NULL);
  mb_test_wait (mb_screen_session_get_link (fixture->session) == MB_LINK_GONE);
  assert_last_board (fixture);
  stamp = mb_screen_session_stamp (fixture->session, AT_US);
  g_assert_cmpint (stamp.offset_s, ==, 8 * 3600);
}

/* As often as it likes. */
static void
test_without_hub_again (Fixture *fixture, gconstpointer data)
{
  live_a_day (fixture);
  lose_hub (fixture);
  for (guint i = 0; i < 3; i++)
    {
      start (fixture, "guihua");
      mb_test_wait (has (fixture, "leek"));
      assert_last_board (fixture);
      stop (fixture);
    }
}

static void
test_resumes (Fixture *fixture, gconstpointer data)
{
  MbTestRequest *request;

  live_a_day (fixture);
  start (fixture, "guihua");
  request = open_stream (fixture, 1, "0123456789ab.4");
  assert_last_board (fixture);
  mb_test_request_send (request, PUT (5, "garlic") LIVE (5));
  mb_test_wait (has (fixture, "garlic"));
  g_assert_cmpuint (mb_board_get_n_records (fixture->board), ==, 3);
  stop (fixture);

  start (fixture, "guihua");
  open_stream (fixture, 2, "0123456789ab.5");
  g_assert_cmpuint (mb_board_get_n_records (fixture->board), ==, 3);
}

/* Another journal: what it says is the board, and what was kept is not. */
static void
test_reset (Fixture *fixture, gconstpointer data)
{
  live_a_day (fixture);
  start (fixture, "guihua");
  mb_test_request_send (open_stream (fixture, 1, "0123456789ab.4"),
                        "event: reset\ndata: {\"records\":1}\n\n" PUT (1, "leek")
                        "event: live\nid: ffffffffffff.1\ndata: {\"at\":\"" AT "\"}\n\n");
  mb_test_wait (!has (fixture, "cress"));
  stop (fixture);
  start (fixture, "guihua");
  open_stream (fixture, 2, "ffffffffffff.1");
  g_assert_cmpuint (mb_board_get_n_records (fixture->board), ==, 1);
}

/* The hub's only market: found before, shown without it. */
static void
test_only_market (Fixture *fixture, gconstpointer data)
{
  start (fixture, NULL);
  mb_test_request_answer (mb_test_peer_wait (fixture->peer, 0), 200, "application/json",
                          "{\"markets\":[{\"id\":\"guihua\"}]}");
  mb_test_request_send (open_stream (fixture, 1, NULL),
                        "event: reset\ndata: {\"records\":1}\n\n" PUT (1, "leek") LIVE (1));
  mb_test_wait (has (fixture, "leek"));
  stop (fixture);
  lose_hub (fixture);
  start (fixture, NULL);
  mb_test_wait (has (fixture, "leek"));
}

static void
assert_time (Fixture *fixture, gboolean known, gint64 us)
{
  g_assert_true (mb_screen_session_is_time_known (fixture->session) == known);
  g_assert_cmpint (mb_clock_now (fixture->clock), >=, us);
  g_assert_cmpint (mb_clock_now (fixture->clock), <, us + 30 * G_USEC_PER_SEC);
}

static void
test_wrong_clock (Fixture *fixture, gconstpointer data)
{
  live_a_day (fixture);
  start (fixture, "guihua");
  box = (MbBoxTime){ HOUR_US, TRUE };
  mb_test_wait (has (fixture, "leek"));
  mb_test_peer_wait (fixture->peer, 1);
  assert_time (fixture, FALSE, AT_US);
  mb_test_request_send (open_stream (fixture, 1, "0123456789ab.4"), LIVE (4));
  mb_test_wait (mb_screen_session_is_time_known (fixture->session));
  assert_time (fixture, TRUE, AT_US);
  g_assert_cmpuint (fixture->n_known, ==, 1);
}

static void
test_right_clock (Fixture *fixture, gconstpointer data)
{
  live_a_day (fixture);
  lose_hub (fixture);
  box = (MbBoxTime){ AT_US + 300 * HOUR_US, TRUE };
  start (fixture, "guihua");
  mb_test_wait (has (fixture, "leek"));
  assert_time (fixture, TRUE, AT_US + 300 * HOUR_US);
  stop (fixture);

  /* What the box said is not what the hub said. */
  box.synchronised = FALSE;
  start (fixture, "guihua");
  mb_test_wait (has (fixture, "leek"));
  assert_time (fixture, FALSE, AT_US);
}

static void
test_first_start (Fixture *fixture, gconstpointer data)
{
  lose_hub (fixture);
  box = (MbBoxTime){ AT_US, FALSE };
  start (fixture, "guihua");
  mb_test_wait (mb_screen_session_get_problem (fixture->session) != NULL);
  g_assert_false (mb_screen_session_is_time_known (fixture->session));
  stop (fixture);
  box.synchronised = TRUE;
  start (fixture, "guihua");
  mb_test_wait (mb_screen_session_is_time_known (fixture->session));
  assert_time (fixture, TRUE, AT_US);
}

static void
test_ends_while_loading (Fixture *fixture, gconstpointer data)
{
  start (fixture, "guihua");
}

static void
test_state (void)
{
  g_autofree char *given = NULL;
  g_autofree char *own = NULL;

  g_setenv ("STATE_DIRECTORY", "/var/lib/marketboard:/var/lib/other", TRUE);
  given = mb_screen_state_find ("entrance");
  g_assert_cmpstr (given, ==, "/var/lib/marketboard/entrance.board");
  g_unsetenv ("STATE_DIRECTORY");
  own = mb_screen_state_find ("entrance");
  g_assert_true (g_str_has_prefix (own, g_get_user_state_dir ()));
  g_assert_true (g_str_has_suffix (own, "/marketboard/entrance.board"));
}

/* The kernel's own answer, whatever it is here. */
static void
test_box_clock (void)
{
  MbBoxTime now;

  mb_box_clock_read (&now);
  g_assert_cmpint (ABS (now.us - g_get_real_time ()), <, 10 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/screen/start/state", test_state);
  g_test_add_func ("/screen/start/box-clock", test_box_clock);
#define ADD(path, func) g_test_add ("/screen/start/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("without-hub", test_without_hub);
  ADD ("without-hub-again", test_without_hub_again);
  ADD ("resumes", test_resumes);
  ADD ("reset", test_reset);
  ADD ("only-market", test_only_market);
  ADD ("wrong-clock", test_wrong_clock);
  ADD ("right-clock", test_right_clock);
  ADD ("first-start", test_first_start);
  ADD ("ends-while-loading", test_ends_while_loading);
  return g_test_run ();
}
