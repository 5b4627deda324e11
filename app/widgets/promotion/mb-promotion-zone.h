/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/mb-zone-view.h"

G_BEGIN_DECLS

/** MbPromotionZone: the offers that are on, in turn; where none is, when the next one begins. */
#define MB_TYPE_PROMOTION_ZONE (mb_promotion_zone_get_type ())
G_DECLARE_FINAL_TYPE (MbPromotionZone, mb_promotion_zone, MB, PROMOTION_ZONE, MbZoneView)

GtkWidget *mb_promotion_zone_new (const MbZoneSite *site);

/** mb_promotion_zone_dup_words: what it says, line by line, with a bar between; NULL before it has a size. */
char *mb_promotion_zone_dup_words (MbPromotionZone *self);
int mb_promotion_zone_get_code_side (MbPromotionZone *self); /* pixels, with the quiet zone; 0: it has none */
gboolean mb_promotion_zone_has_picture (MbPromotionZone *self);     /* and it is there to be drawn */

G_END_DECLS
