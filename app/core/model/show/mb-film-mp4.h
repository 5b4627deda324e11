/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mb_film_mp4_find: how long an MP4 or one of its kin lasts (ISO/IEC 14496-12): `mvhd` says it; of what was written in
 * fragments `mehd`, else what its fragments of pictures add up to (`tfdt`, `trun`). No size in it is believed.
 *
 * Returns: milliseconds; 0 where it does not say
 */
double mb_film_mp4_find (const guint8 *bytes, gsize n);

G_END_DECLS
