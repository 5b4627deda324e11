/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/type/mb-type.h"

G_BEGIN_DECLS

/** MbScaleCard: below a stall's prices: an empty scale, what to do with it, whom to call, and what the stall is
 * allowed. As high as it needs. */
typedef struct _MbScaleCard MbScaleCard;

/** mb_scale_card_new: pieces stand whole.
 * @remedies: stand always
 * @permits: take turns where @most does not hold all of them
 * @most: pixels, which it is no higher than, if that holds a line of each */
MbScaleCard *mb_scale_card_new (MbType *type, const char *headline, const char *const *remedies,
                                const char *const *permits, int width, int most);
void mb_scale_card_free (MbScaleCard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbScaleCard, mb_scale_card_free)

int mb_scale_card_get_height (const MbScaleCard *self);
guint mb_scale_card_get_n_pages (const MbScaleCard *self); /* of the permits: at least one */

/** mb_scale_card_draw: @page: of the permits
 * @leaving: the one before, where @progress is not 1 */
void mb_scale_card_draw (MbScaleCard *self, GtkSnapshot *snapshot, int y, guint page, guint leaving, float progress);
char *mb_scale_card_dup_words (const MbScaleCard *self, guint page); /* line by line, with a bar between */

G_END_DECLS
