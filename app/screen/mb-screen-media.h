/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/mb-media-cache.h"
#include "screen/mb-screen-session.h"

G_BEGIN_DECLS

/**
 * MbScreenMedia: tells a media cache what the session's board will show, and where its hub is: anew when the
 * records change from which that follows, and as time passes.
 */
#define MB_TYPE_SCREEN_MEDIA (mb_screen_media_get_type ())
G_DECLARE_FINAL_TYPE (MbScreenMedia, mb_screen_media, MB, SCREEN_MEDIA, GObject)

/** mb_screen_media_new: @screen: the screen's id */
MbScreenMedia *mb_screen_media_new (MbScreenSession *session, MbClock *clock, const char *screen, MbMediaCache *cache);

/** mb_screen_media_tell: at once what the board says now, not soon. */
void mb_screen_media_tell (MbScreenMedia *self);

MbMediaCache *mb_screen_media_get_cache (MbScreenMedia *self); /* (transfer none) */

G_END_DECLS
