/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "ui-board.h"
#include "widgets/mb-layouts.h"

/* The layouts that come with the program, and whose records go before them. */

static void
test_shipped (void)
{
  static const char *const ids[] = { "entrance", "entrance-portrait", "aisle", "stall",    "stall-small",
                                     "query",    "strip",             "film",  "strip-led" };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      MbLayout *layout = mb_layouts_find (NULL, ids[i]);

      g_assert_cmpstr (mb_record_get_id (MB_RECORD (layout)), ==, ids[i]);
      g_assert_true (mb_record_check (MB_RECORD (layout), NULL));
      g_assert_cmpuint (layout->zones->len, >, 0);
    }
}

static void
test_record_first (void)
{
  g_autoptr (MbBoard) board = mb_board_new ();

  ui_board_put (board,
                "{\"kind\":\"layout\",\"id\":\"aisle\",\"value\":{\"columns\":3,\"rows\":2,\"distance_m\":4,"
                "\"zones\":[{\"show\":\"prices\",\"at\":[0,0,3,2]}]}}",
                "import", 1, 1);
  g_assert_cmpint (mb_layouts_find (board, "aisle")->columns, ==, 3);
  g_assert_cmpstr (mb_record_get_id (MB_RECORD (mb_layouts_find (board, "nowhere"))), ==, "entrance");
  g_assert_cmpstr (mb_record_get_id (MB_RECORD (mb_layouts_find (board, NULL))), ==, "entrance");
}

static MbFrame
frame (const char *id, int width, int height, gboolean alarm)
{
  MbLayout *layout = mb_layouts_find (NULL, id);
  MbPanel panel = { .width_px = width, .height_px = height, .n_lines = mb_layouts_get_n_lines (layout) };
  MbFrame made;

  mb_layouts_frame (layout, &panel, alarm, &made);
  return made;
}

/* What a bar says is about the list under it, wherever that begins. */
static void
test_bar (void)
{
  MbFrame landscape = frame ("entrance", 1920, 1080, FALSE), portrait = frame ("entrance-portrait", 1080, 1920, FALSE);

  g_assert_cmpint (landscape.n, ==, 53);
  g_assert_cmpint (landscape.bar.y, ==, landscape.header.height);
  g_assert_cmpint (portrait.n, ==, 53);
  g_assert_cmpint (portrait.bar.y, >, portrait.zones.y + 550);
  g_assert_cmpint (portrait.zones.y + portrait.zones.height + portrait.bar.height, <=, portrait.ticker.y);
}

/* An open failure has a block at least one band high on every layout. */
static void
test_alarm (void)
{
  MbFrame calm = frame ("strip", 1920, 360, FALSE), alarm = frame ("strip", 1920, 360, TRUE);
  static const char *const ids[] = { "entrance", "aisle", "stall", "stall-small", "query", "film", "strip-led" };

  g_assert_cmpint (calm.ticker.height, ==, 0);
  g_assert_cmpint (alarm.ticker.height, >=, alarm.n * 8 / 5);
  g_assert_cmpint (alarm.ticker.y + alarm.ticker.height, ==, 360);
  g_assert_cmpint (alarm.zones.y + alarm.zones.height, <=, alarm.ticker.y);
  g_assert_cmpint (mb_rows_in (calm.zones.height, calm.n), ==, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_true (mb_layouts_has (mb_layouts_find (NULL, ids[i]), MB_SHOW_TESTS) ||
                   frame (ids[i], 1920, 1080, TRUE).ticker.height > 0);
}

static void
test_lines (void)
{
  MbFrame strip = frame ("strip-led", 960, 160, FALSE);

  g_assert_cmpint (strip.n, ==, 64);
  g_assert_cmpint (strip.ticker.y, ==, 80);
  g_assert_cmpint (strip.ticker.height, ==, 80);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layouts/shipped", test_shipped);
  g_test_add_func ("/layouts/record-first", test_record_first);
  g_test_add_func ("/layouts/bar", test_bar);
  g_test_add_func ("/layouts/alarm", test_alarm);
  g_test_add_func ("/layouts/lines", test_lines);
  return g_test_run ();
}
