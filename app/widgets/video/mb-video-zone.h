/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "media/mb-playback.h"
#include "widgets/mb-zone-view.h"
#include "widgets/words/mb-sign-text.h"

G_BEGIN_DECLS

/**
 * MbVideoZone: what a playlist shows: films, pictures, livestreams. Where there is nothing of it, the offers;
 * where a livestream is yet to begin, or away with no film to stand in for it, when it comes and how to watch it
 * on a phone. Nothing is played that nobody sees. On a clock that stands still, a still: the poster of what played
 * then, else the frame.
 *
 * Signals:
 * - played (MbPlayed *): something was seen, and is over
 */
#define MB_TYPE_VIDEO_ZONE (mb_video_zone_get_type ())
G_DECLARE_FINAL_TYPE (MbVideoZone, mb_video_zone, MB, VIDEO_ZONE, MbZoneView)

GtkWidget *mb_video_zone_new (const MbZoneSite *site);

/** mb_video_zone_get_sign: live while frames progress or a picture stands; late while a livestream is away, or
 * files are still to come; gone where nothing of the list can be shown; none where the list has nothing for now.
 * ::due follows another sign. */
MbSign mb_video_zone_get_sign (MbVideoZone *self);

MbPlayback *mb_video_zone_get_playback (MbVideoZone *self); /* (transfer none) */
const char *mb_video_zone_get_name (MbVideoZone *self);     /* "video", "video-2": in the facts */
guint mb_video_zone_get_missed (MbVideoZone *self);         /* frames that came, and were never drawn */

/** mb_video_zone_tell_problems: adds what of its playlist cannot be shown, and why. */
void mb_video_zone_tell_problems (MbVideoZone *self, GStrvBuilder *builder);

G_END_DECLS
