/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mb_plain_text: a text as one line of type takes it, whatever somebody entered: control characters and
 * whatever turns the direction of what follows are gone, what is blank is one space (wide, where one of them
 * was), a character carries no more marks than any script needs. Everything else stands as it is; nothing in
 * it is markup.
 *
 * @text: (nullable)
 * @most: characters, of those that take room; what follows is left out
 * Returns: (transfer full) "" where there is nothing to be seen
 */
char *mb_plain_text (const char *text, gsize most);

G_END_DECLS
