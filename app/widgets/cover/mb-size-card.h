/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/type/mb-type.h"

G_BEGIN_DECLS

/**
 * MbSizeCard: lines of type, each as large as a name must be to be read from the distance before it. The one
 * for which this screen is set stands out.
 */
typedef struct _MbSizeCard MbSizeCard;

/** mb_size_card_new: @type: of heading and distances; @panel: whose names the lines are */
MbSizeCard *mb_size_card_new (GtkWidget *widget, MbType *type, const MbPanel *panel, int width, int height);
void mb_size_card_free (MbSizeCard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbSizeCard, mb_size_card_free)

guint mb_size_card_get_n_lines (MbSizeCard *self); /* for which there was room */
int mb_size_card_get_height (MbSizeCard *self);     /* that it needs of what it was given */
void mb_size_card_draw (MbSizeCard *self, GtkSnapshot *snapshot, int x, int y);

G_END_DECLS
