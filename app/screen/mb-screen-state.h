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

/** mb_screen_state_find_media: the folder beside it for films and pictures. */
char *mb_screen_state_find_media (const char *screen);

/** mb_screen_state_find_outbox: the file beside it for what the hub is still to be told. */
char *mb_screen_state_find_outbox (const char *screen);

/** mb_screen_state_find_passing: a folder for what nobody needs any more when the program ends, under
 * `XDG_CACHE_HOME`. Returns: (transfer full): for mb_screen_state_drop_passing() */
char *mb_screen_state_find_passing (void);
/** mb_screen_state_drop_passing: removes it, if it was made at all. */
void mb_screen_state_drop_passing (char *folder);

G_END_DECLS
