/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mb_film_length_find: how long a film lasts, by its container alone: MP4 and its kin (mb_film_mp4_find()), Ogg
 * (mb_film_ogg_find()), Matroska and WebM (RFC 9559, `Info`, else the last cluster) and AVI (`avih`) say it; of what does not,
 * mb_film_clock_find(). Nothing is decoded, and no size in it is believed.
 *
 * Returns: milliseconds; %MB_UNSET where it does not say
 */
gint64 mb_film_length_find (const guint8 *bytes, gsize n);

G_END_DECLS
