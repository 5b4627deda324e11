/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/type/mb-qr.h"
#include "widgets/type/mb-type.h"
#include "widgets/words/mb-promotion-text.h"

G_BEGIN_DECLS

/**
 * MbPromotionCard: an offer set in type: whose it is, the offer large, its terms, and its code at the
 * right. Made of text alone it must look finished. The terms always stand; the code only at a size that
 * can be scanned.
 */
typedef struct _MbPromotionCard MbPromotionCard;

/** mb_promotion_card_new: @link: (nullable): what the code says */
MbPromotionCard *mb_promotion_card_new (MbType *type, const MbPanel *panel, const MbPromotionText *text,
                                        const char *link, int width, int height);

void mb_promotion_card_free (MbPromotionCard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbPromotionCard, mb_promotion_card_free)

void mb_promotion_card_draw (MbPromotionCard *self, GtkSnapshot *snapshot);

int mb_promotion_card_get_code_side (const MbPromotionCard *self); /* with its quiet zone; 0: none */
char *mb_promotion_card_dup_words (const MbPromotionCard *self);   /* line by line, with a bar between */

G_END_DECLS
