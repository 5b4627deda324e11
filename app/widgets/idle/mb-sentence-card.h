/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/type/mb-sketch.h"
#include "widgets/type/mb-type.h"

G_BEGIN_DECLS

/** MbSentenceCard: a card that says one thing and waits: a headline, a sentence below. A zone that has
 * nothing to show yet is never empty. */
typedef struct _MbSentenceCard MbSentenceCard;

/** mb_sentence_card_new: @headline: (nullable): left out where the card is too low for it */
MbSentenceCard *mb_sentence_card_new (MbType *type, MbSketch sketch, const char *headline, const char *sentence,
                                      int width, int height);
void mb_sentence_card_free (MbSentenceCard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbSentenceCard, mb_sentence_card_free)

void mb_sentence_card_draw (MbSentenceCard *self, GtkSnapshot *snapshot);
char *mb_sentence_card_dup_words (const MbSentenceCard *self); /* line by line, with a bar between */

G_END_DECLS
