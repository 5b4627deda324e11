/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/type/mb-type.h"
#include "widgets/words/mb-test-text.h"

G_BEGIN_DECLS

/**
 * MbTestItem: one test as it is drawn: a face, whose goods, a sentence; an open failure on a filled
 * block. One line where that has room, else two or more; nothing shrinks.
 */
typedef struct _MbTestItem MbTestItem;

/** mb_test_item_new: @text: (transfer full): taken out of the caller's hands
 * @most: pixels, of height without the gap below it: a failure that would be taller has a smaller face, then none, so
 * that its words have more room */
MbTestItem *mb_test_item_new (MbType *type, const MbTestRow *row, MbTestText *text, int width, int most);
void mb_test_item_free (MbTestItem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbTestItem, mb_test_item_free)

MbTest *mb_test_item_get_test (const MbTestItem *self); /* (transfer none) */
int mb_test_item_get_height (const MbTestItem *self);   /* with the gap to the next */
int mb_test_item_get_gap (MbType *type);                /* below a failure */

/** mb_test_item_says: whether it is drawn as this would be. */
gboolean mb_test_item_says (const MbTestItem *self, MbTestState state, const MbTestText *text);

/** mb_test_item_measure: mb_test_item_get_height() of what is not drawn yet. */
int mb_test_item_measure (MbType *type, const MbTestRow *row, const MbTestText *text, int width, int most);

/** mb_test_item_draw: @x, @y: the upper left corner; @alpha: 1, but while a page turns */
void mb_test_item_draw (MbTestItem *self, GtkSnapshot *snapshot, int x, int y, float alpha);

G_END_DECLS
