/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/type/mb-type.h"

G_BEGIN_DECLS

/** MbScaleCard: below a stall's prices: an empty scale, what to do with it, and remarks. As high as it
 * needs. */
typedef struct _MbScaleCard MbScaleCard;

/** mb_scale_card_new: @remarks: each stands whole; those beyond two lines are left out from the end */
MbScaleCard *mb_scale_card_new (MbType *type, const char *headline, const char *const *remarks, int width);
void mb_scale_card_free (MbScaleCard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbScaleCard, mb_scale_card_free)

int mb_scale_card_get_height (const MbScaleCard *self);
void mb_scale_card_draw (MbScaleCard *self, GtkSnapshot *snapshot, int y);
char *mb_scale_card_dup_words (const MbScaleCard *self); /* line by line, with a bar between */

G_END_DECLS
