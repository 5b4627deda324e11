/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MbMediaTroubles: files that could not be had, why, and when each is tried again: after a minute, then after twice
 * as long every time, up to an hour.
 */
typedef struct _MbMediaTroubles MbMediaTroubles;

MbMediaTroubles *mb_media_troubles_new (void);
void mb_media_troubles_free (MbMediaTroubles *self);

void mb_media_troubles_put (MbMediaTroubles *self, const char *sha256);
/** Returns: whether there was any */
gboolean mb_media_troubles_drop (MbMediaTroubles *self, const char *sha256);

/** mb_media_troubles_get_until: when it may be tried again (monotonic, µs); 0: there was no trouble. */
gint64 mb_media_troubles_get_until (MbMediaTroubles *self, const char *sha256);

/** mb_media_troubles_list: digests of all of them. Returns: (transfer container) */
GList *mb_media_troubles_list (MbMediaTroubles *self);
guint mb_media_troubles_count (MbMediaTroubles *self);

G_END_DECLS
