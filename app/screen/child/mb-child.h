/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * mb_child_spawn: a helper process that ends with this one, however this one ends.
 * @argv: NULL-terminated; the program is looked for in PATH
 *
 * Main thread only: the kernel ends the child with the thread that made it.
 */
GSubprocess *mb_child_spawn (const char *const *argv, GSubprocessFlags flags, GError **error);

/** mb_child_end: ends it, and waits until it has. Not while a main loop runs. */
void mb_child_end (GSubprocess *child);

G_END_DECLS
