/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mb_film_clock_find: how long a film lasts whose container does not say it, by the times of its first and its last
 * pictures: MPEG transport streams (ISO/IEC 13818-1, also with the time codes of cameras before each packet),
 * program streams and FLV. Only both ends of the file are looked at; times that jump in between are not seen.
 *
 * Returns: milliseconds, of a picture after its last one too; %MB_UNSET where nothing is to be found
 */
gint64 mb_film_clock_find (const guint8 *bytes, gsize n);

G_END_DECLS
