/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mb_media_limit_new: a source for the end of patience with a peer: attached to this thread's context, put off
 * with mb_media_limit_put_off(). It comes after what the peer has said meanwhile: that the thread was busy is no
 * reason to give a peer up.
 */
GSource *mb_media_limit_new (GSourceFunc func, gpointer data);
void mb_media_limit_put_off (GSource *limit);

/** mb_media_source_drop: ends a source, and forgets it. */
void mb_media_source_drop (GSource **source);

G_END_DECLS
