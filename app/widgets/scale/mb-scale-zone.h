/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/mb-zone-view.h"

G_BEGIN_DECLS

/**
 * MbScaleZone: a stall's glass while nothing lies on its scale: what it asks for what it sells, and under
 * that an invitation, where to weigh again and what allows it to trade. A stall without prices has the
 * invitation alone.
 */
#define MB_TYPE_SCALE_ZONE (mb_scale_zone_get_type ())
G_DECLARE_FINAL_TYPE (MbScaleZone, mb_scale_zone, MB, SCALE_ZONE, MbZoneView)

GtkWidget *mb_scale_zone_new (const MbZoneSite *site);

/** mb_scale_zone_dup_words: of the invitation, line by line, with a bar between; NULL before it was drawn. */
char *mb_scale_zone_dup_words (MbScaleZone *self);
GtkWidget *mb_scale_zone_get_prices (MbScaleZone *self); /* (nullable) (transfer none): MbPricesZone */

G_END_DECLS
