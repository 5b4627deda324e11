/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-window.h"

#include <gtk/gtk.h>

#include "screen/child/mb-child.h"
#include "screen/child/mb-own-display.h"
#include "screen/mb-renderer.h"

static GSubprocess *display; /* NULL: there was one */

void
ui_window_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  g_setenv ("GTK_A11Y", "none", TRUE);
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  mb_renderer_choose ();
  if (mb_own_display_is_needed ())
    display = mb_own_display_start (NULL);
  gtk_init ();
}

int
ui_window_run (void)
{
  int status = g_test_run ();

  if (display != NULL)
    {
      gdk_display_close (gdk_display_get_default ());
      mb_child_end (display);
      g_clear_object (&display);
    }
  return status;
}
