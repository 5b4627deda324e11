/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include <gtk/gtk.h>
#include <locale.h>
#include <malloc.h>

#include "screen/child/mb-child.h"
#include "screen/child/mb-own-display.h"
#include "screen/mb-renderer.h"
#include "screen/mb-screen-program.h"

/* marketboard-screen: what has to be settled before GTK starts, and what is left when it is over. */

static int
complain (const char *sentence, int status)
{
  g_printerr ("marketboard-screen: %s\n", sentence);
  return status;
}

/* Every film has a few threads of its own, and one that ends leaves its heap half full to the next: over months of
 * films that is what grows. So all share two. */
#define HEAPS 2

/* A board has no keyboard, and nobody who reads it has it read out by this machine's own services. */
static void
set_up_toolkit (gboolean own_display)
{
  g_setenv ("GTK_IM_MODULE", "simple", TRUE);
  g_setenv ("GTK_A11Y", "none", FALSE);
  if (own_display)
    g_setenv ("GSK_RENDERER", "cairo", TRUE);
  mb_renderer_choose ();
}

static int
run (const MbScreenOptions *options)
{
  g_autoptr(GSubprocess) display = NULL;
  g_autoptr(GError) error = NULL;
  gboolean own_display = options->picture != NULL && mb_own_display_is_needed ();
  int status = 1;

  set_up_toolkit (own_display);
  if (own_display)
    {
      display = mb_own_display_start (&error);
      if (display == NULL)
        return complain (error->message, 1);
    }

  if (gtk_init_check ())
    status = mb_screen_program_run (options);
  else
    complain (own_display || options->picture == NULL
                ? "The display cannot be opened; --picture FILE needs none"
                : "The display cannot be opened; with DISPLAY and WAYLAND_DISPLAY unset, --picture makes its own", 1);
  if (display != NULL)
    {
      gdk_display_close (gdk_display_get_default ());
      mb_child_end (display);
    }
  return status;
}

int
main (int argc, char **argv)
{
  g_auto(MbScreenOptions) options = { 0 };
  g_autoptr(GError) error = NULL;

  mallopt (M_ARENA_MAX, HEAPS);
  setlocale (LC_ALL, "");
  g_set_prgname ("marketboard-screen");
  if (!mb_screen_options_parse (&options, &argc, &argv, &error))
    return complain (error->message, 2);
  if (options.version)
    {
      g_print ("marketboard-screen %s\n", MB_VERSION);
      return 0;
    }
  return run (&options);
}
