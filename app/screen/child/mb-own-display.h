/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** mb_own_display_is_needed: nobody gave this process a display. */
gboolean mb_own_display_is_needed (void);

/**
 * mb_own_display_start: starts a display in memory (Xvfb) under a number that is free, and makes it
 * this process's. Before GTK starts; blocks until it is there.
 *
 * Returns: (transfer full): the server; mb_child_end() ends it
 */
GSubprocess *mb_own_display_start (GError **error);

G_END_DECLS
