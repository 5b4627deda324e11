/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-board.h"

#include "widgets/cover/mb-start-cover.h"

#include <stdlib.h>

#define USAGE "cover RECORDS.ndjson WIDTHxHEIGHT SCREEN seeking|no-market|markets|unknown PICTURE.png [MMxMM]\n"

/* A screen's first page, to be looked at. */

static MbStartState
find_state (const char *name)
{
  static const char *const names[] = { "seeking", "no-market", "markets", "unknown" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (name, names[i]))
      return i;
  return MB_START_SEEKING;
}

static void
show (UiStage *stage, GtkWidget *cover, int width, int height)
{
  g_autofree char *words = NULL;

  *stage = (UiStage){ GTK_WINDOW (gtk_window_new ()), cover, width, height };
  gtk_widget_set_size_request (cover, width, height);
  gtk_window_set_child (stage->window, cover);
  gtk_window_present (stage->window);
  while (words == NULL || *words == '\0')
    {
      g_main_context_iteration (NULL, TRUE);
      g_free (words);
      words = mb_start_cover_dup_words (MB_START_COVER (cover));
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (MbBoard) board = NULL;
  g_autoptr (GdkTexture) picture = NULL;
  int width = 0, height = 0, width_mm = 0, height_mm = 0;
  MbStartFacts facts = { 0 };
  GtkWidget *cover;
  UiStage stage;

  if (argc < 6 || sscanf (argv[2], "%dx%d", &width, &height) != 2)
    {
      g_printerr (USAGE);
      return EXIT_FAILURE;
    }

  gtk_init ();
  if (argc > 6)
    sscanf (argv[6], "%dx%d", &width_mm, &height_mm);
  board = *argv[1] != '\0' ? ui_board_load (argv[1], 0) : mb_board_new ();
  facts = (MbStartFacts){ find_state (argv[4]), "entrance-1, entrance-2, aisle-1", "http://192.168.1.10:8080", "box-7",
                          "192.168.1.23" };
  cover = mb_start_cover_new ();
  mb_cover_set_board (MB_COVER (cover), board, argv[3]);
  mb_cover_set_panel_mm (MB_COVER (cover), width_mm, height_mm);
  mb_start_cover_tell (MB_START_COVER (cover), &facts);
  show (&stage, cover, width, height);
  picture = ui_stage_draw (&stage);
  gdk_texture_save_to_png (picture, argv[5]);
  ui_stage_clear (&stage);
  return EXIT_SUCCESS;
}
