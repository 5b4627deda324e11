/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/play/mb-play-plan.h"
#include "media/mb-playback.h"
#include "widgets/pictures/mb-gallery.h"

G_BEGIN_DECLS

/**
 * MbVideoChoice: what of a playlist this machine can show: what the plan says, or what comes after it where the
 * file is not here or is of no use.
 *
 * A file whose bytes are of no use is reported to its cache, and not tried again until they are others; one that this
 * machine could not show is tried again after a while (#MbVerdicts). Until it was shown it is told why.
 */
typedef struct _MbVideoChoice MbVideoChoice;

MbVideoChoice *mb_video_choice_new (MbBoard *board, MbGallery *gallery, const char *playlist);
void mb_video_choice_free (MbVideoChoice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbVideoChoice, mb_video_choice_free)

MbPlayPlan *mb_video_choice_get_plan (MbVideoChoice *self); /* (transfer none) */

/** mb_video_choice_look: what to show at @us; its media is NULL where there is nothing. */
MbPlayTurn mb_video_choice_look (MbVideoChoice *self, gint64 us, MbMarketTime *time);

/** mb_video_choice_fill: that, for the playback. Returns: (transfer full) (nullable): the address that @item has */
char *mb_video_choice_fill (MbVideoChoice *self, const MbPlayTurn *play, MbPlayItem *item);

/** mb_video_choice_find_fallback: what plays while a livestream does not: the list's fallback, else a film of it.
 * (transfer none) (nullable) */
MbMedia *mb_video_choice_find_fallback (MbVideoChoice *self, gint64 us, MbMarketTime *time);

/** mb_video_choice_awaits: whether the file that is meant to be shown at @us is not here, and may still come. */
gboolean mb_video_choice_awaits (MbVideoChoice *self, gint64 us, MbMarketTime *time);

/** mb_video_choice_waits: whether a file of the list is not here, and may still come. */
gboolean mb_video_choice_waits (MbVideoChoice *self, gint64 us, MbMarketTime *time);

/** mb_video_choice_complain: @media cannot be shown. */
void mb_video_choice_complain (MbVideoChoice *self, const char *media, const GError *error, gint64 now_us);

/** mb_video_choice_praise: @media was shown. */
void mb_video_choice_praise (MbVideoChoice *self, const char *media);

/** mb_video_choice_tell: adds "film: why" for everything in the playlist that could not be shown when it was tried last. */
void mb_video_choice_tell (MbVideoChoice *self, GStrvBuilder *builder);

G_END_DECLS
