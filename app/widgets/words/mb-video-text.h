/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/show/mb-media.h"
#include "widgets/words/mb-promotion-text.h"

G_BEGIN_DECLS

/** mb_format_live: the mark over a livestream whose frames progress: "直播". */
const char *mb_format_live (const MbCatalogue *catalogue);

/** mb_video_text_init: what stands where a livestream does not yet, or not for the moment: its title, when it
 * begins, and how to watch it on a phone.
 * @now_us: MB_UNSET when nobody knows the time
 * @still: it stands for the moving picture of a moment, which nobody has kept */
void mb_video_text_init (MbPromotionText *self, MbMedia *media, const MbCatalogue *catalogue, gint64 now_us,
                         GTimeZone *zone, gboolean still);

/** mb_video_text_changes: whether that says something else at @to_us than at @from_us. */
gboolean mb_video_text_changes (MbMedia *media, gint64 from_us, gint64 to_us, GTimeZone *zone);

G_END_DECLS
