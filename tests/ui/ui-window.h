/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a test program does whose windows are the screen's: as the screen draws, on a display of its own where there is
 * none. */

/** ui_window_init: in place of g_test_init(). */
void ui_window_init (int *argc, char ***argv);

/** ui_window_run: in place of g_test_run(); the display ends, too. */
int ui_window_run (void);

G_END_DECLS
