/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/mb-feed.h"
#include "widgets/type/mb-type.h"
#include "widgets/words/mb-sign-text.h"

G_BEGIN_DECLS

/**
 * MbHonestyCorner: bottom right of every board: how new what it shows is, and whether news can reach
 * it: a disc while the hub is heard, a ring when it is late, a cross when it is gone; a square in the same
 * way where it shows films.
 */
#define MB_TYPE_HONESTY_CORNER (mb_honesty_corner_get_type ())
G_DECLARE_FINAL_TYPE (MbHonestyCorner, mb_honesty_corner, MB, HONESTY_CORNER, GtkWidget)

void mb_honesty_corner_set_type (MbHonestyCorner *self, MbType *type, int margin); /* forgets the words */
void mb_honesty_corner_set_updated (MbHonestyCorner *self, const char *updated);   /* (nullable) */
void mb_honesty_corner_set_link (MbHonestyCorner *self, MbLink link);
void mb_honesty_corner_set_video (MbHonestyCorner *self, MbSign video);
int mb_honesty_corner_get_width (MbHonestyCorner *self); /* with the margin */

G_END_DECLS
