/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mb_film_ogg_find: how long the pictures of an Ogg file (RFC 3533) last, by how many the last of their pages has counted:
 * Theora's alone.
 *
 * Returns: milliseconds; 0 where it is not known
 */
double mb_film_ogg_find (const guint8 *bytes, gsize n);

G_END_DECLS
