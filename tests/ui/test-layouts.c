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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layouts/shipped", test_shipped);
  g_test_add_func ("/layouts/record-first", test_record_first);
  return g_test_run ();
}
