/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** MbScreenOptions: what the command line asks for. */
typedef struct
{
  char *hub;      /* base URL; NULL with demo */
  char *market;   /* NULL: the hub's only one */
  char *screen;
  char *picture;  /* file; NULL: show a window */
  char *description; /* file; NULL: none is asked for */
  int width, height; /* of picture or window; 0: the monitor's */
  gboolean sized;    /* they were said */
  gint64 at_us;   /* MB_UNSET: now */
  double speed;
  char *films;    /* folder; NULL: none */
  gboolean demo;
  gboolean version;
} MbScreenOptions;

/** mb_screen_options_parse: prints the help and exits where that is asked for.
 *
 * Errors: %G_OPTION_ERROR, or %MB_ERROR_INVALID with a sentence for whoever typed it */
gboolean mb_screen_options_parse (MbScreenOptions *self, int *argc, char ***argv, GError **error);
void mb_screen_options_clear (MbScreenOptions *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MbScreenOptions, mb_screen_options_clear)

G_END_DECLS
