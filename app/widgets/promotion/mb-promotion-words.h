/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/type/mb-type.h"
#include "widgets/words/mb-promotion-text.h"

G_BEGIN_DECLS

/**
 * MbPromotionWords: the words of an offer, set in a rectangle: whose it is at the top, the terms at the bottom,
 * the offer and its detail between. Offer and terms come first where it is small.
 */
typedef struct _MbPromotionWords MbPromotionWords;

MbPromotionWords *mb_promotion_words_new (MbType *type, const MbPromotionText *text, int width, int height);
void mb_promotion_words_free (MbPromotionWords *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbPromotionWords, mb_promotion_words_free)

gboolean mb_promotion_words_fit (const MbPromotionWords *self); /* there is room for the offer and all its terms */

/** mb_promotion_words_are_as_good: whether as much of them stands as in another rectangle, and the offer in no
 * smaller type, if not in what is called a headline, and in no more lines.
 * @broken: the offer may have more lines */
gboolean mb_promotion_words_are_as_good (const MbPromotionWords *self, const MbPromotionWords *other, gboolean broken);

/** mb_promotion_words_draw: @x, @y: the rectangle's upper left corner */
void mb_promotion_words_draw (MbPromotionWords *self, GtkSnapshot *snapshot, int x, int y);

/** mb_promotion_words_append: line by line, with a bar between. */
void mb_promotion_words_append (const MbPromotionWords *self, GString *words);

G_END_DECLS
