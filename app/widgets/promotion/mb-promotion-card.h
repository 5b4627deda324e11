/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "media/mb-picture-fit.h"
#include "widgets/type/mb-qr.h"
#include "widgets/type/mb-type.h"
#include "widgets/words/mb-promotion-text.h"

G_BEGIN_DECLS

/**
 * MbPromotionCard: an offer set in type: whose it is, the offer large, its terms, and its code at the
 * right. Made of text alone it must look finished. The terms always stand; the code only at a size that
 * can be scanned; a picture beside or above the words only where they lose nothing by it.
 */
typedef struct _MbPromotionCard MbPromotionCard;

/** mb_promotion_card_new: @link: (nullable): what the code says
 * @pictured: there is a picture for it */
MbPromotionCard *mb_promotion_card_new (MbType *type, const MbPanel *panel, const MbPromotionText *text,
                                        const char *link, gboolean pictured, int width, int height);

void mb_promotion_card_free (MbPromotionCard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbPromotionCard, mb_promotion_card_free)

/** mb_promotion_card_get_picture: (out): where its picture stands; FALSE: it has none, and is the card of the words. */
gboolean mb_promotion_card_get_picture (const MbPromotionCard *self, MbPictureBox *box);

/** mb_promotion_card_draw: @picture: (nullable) if it has none */
void mb_promotion_card_draw (MbPromotionCard *self, GtkSnapshot *snapshot, GdkTexture *picture);

int mb_promotion_card_get_code_side (const MbPromotionCard *self); /* with its quiet zone; 0: none */
char *mb_promotion_card_dup_words (const MbPromotionCard *self);   /* line by line, with a bar between */

G_END_DECLS
