/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mb_screen_state_find: the file in which a screen keeps its board: in systemd's `STATE_DIRECTORY` where
 * there is one, else under `XDG_STATE_HOME`.
 *
 * Returns: (transfer full): it need not be there, nor its folder
 */
char *mb_screen_state_find (const char *screen);

G_END_DECLS
