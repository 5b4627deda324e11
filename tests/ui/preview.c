/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-board.h"

#include "widgets/mb-description.h"

#include <stdlib.h>

#define USAGE                                                                                                          \
  "preview RECORDS.ndjson WIDTHxHEIGHT LAYOUT LANGUAGE TIME PICTURE.png [SCREEN [DESCRIPTION.tsv [gone|live [MEDIA-FOLDER]]]]\n"

/* A board, to be looked at; LANGUAGE "-": the screen's own; "gone": its hub is. */

static void
describe (UiStage *stage, const char *file)
{
  g_autoptr (GskRenderNode) node = ui_stage_get_node (stage);
  g_autofree char *text = mb_description_write (node, stage->width, stage->height);

  g_file_set_contents (file, text, -1, NULL);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MbClock) clock = NULL;
  g_autoptr (MbBoard) board = NULL;
  g_autoptr (MbMediaCache) media = NULL;
  g_autoptr (GdkTexture) picture = NULL;
  int width = 0, height = 0;
  UiStage stage;
  MbTime time;
  GtkWidget *view;

  if (argc < 7 || argc > 11 || sscanf (argv[2], "%dx%d", &width, &height) != 2 ||
      !mb_time_parse (argv[5], -1, &time, &error))
    {
      g_printerr (USAGE);
      return EXIT_FAILURE;
    }

  gtk_init ();
  clock = mb_clock_new_at (time.us, 0);
  board = ui_board_load (argv[1], time.us);
  view = mb_board_view_new (clock);
  mb_board_view_set_layout_id (MB_BOARD_VIEW (view), argv[3]);
  mb_board_view_set_language (MB_BOARD_VIEW (view), g_str_equal (argv[4], "-") ? NULL : argv[4]);
  mb_board_view_set_screen_id (MB_BOARD_VIEW (view), argc > 7 ? argv[7] : NULL);
  mb_board_view_set_link (MB_BOARD_VIEW (view), argc > 9 && g_str_equal (argv[9], "gone") ? MB_LINK_GONE : MB_LINK_LIVE);
  if (argc > 10)
    {
      media = mb_media_cache_new (argv[10], NULL);
      mb_board_view_set_media (MB_BOARD_VIEW (view), media);
    }
  mb_board_view_set_board (MB_BOARD_VIEW (view), board);
  ui_stage_init (&stage, view, width, height);
  ui_stage_settle (&stage);
  picture = ui_stage_draw (&stage);
  gdk_texture_save_to_png (picture, argv[6]);
  if (argc > 8)
    describe (&stage, argv[8]);
  ui_stage_clear (&stage);
  return EXIT_SUCCESS;
}
