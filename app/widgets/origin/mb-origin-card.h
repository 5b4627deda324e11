/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/type/mb-type.h"
#include "widgets/words/mb-idle-text.h"

G_BEGIN_DECLS

/** MbOriginCard: a ticket with its code in a frame, beside it the invitation and three steps, as large as
 * they fit. */
typedef struct _MbOriginCard MbOriginCard;

/** mb_origin_card_new: @if_wrong: mb_format_if_wrong() */
MbOriginCard *mb_origin_card_new (MbType *type, const char *if_wrong, int width, int height);
void mb_origin_card_free (MbOriginCard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbOriginCard, mb_origin_card_free)

void mb_origin_card_draw (MbOriginCard *self, GtkSnapshot *snapshot);
char *mb_origin_card_dup_words (const MbOriginCard *self); /* line by line, with a bar between */

G_END_DECLS
