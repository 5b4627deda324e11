/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/page/mb-price-table.h"
#include "widgets/prices/mb-price-page-view.h"

G_BEGIN_DECLS

/**
 * MbPricePlan: how the rows of a table are said and where their columns stand, for all pages alike:
 * columns are as wide as the widest word of the whole table, so that nothing moves from page to page.
 */
typedef struct _MbPricePlan MbPricePlan;

MbPricePlan *mb_price_plan_new (MbPriceTable *table, MbType *type, guint n_columns, MbListForm form, int width,
                                int height);
void mb_price_plan_free (MbPricePlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbPricePlan, mb_price_plan_free)

/** mb_price_plan_get_unit_width: the room that a unit said once, at the end of a line, has; 0: it is not. */
int mb_price_plan_get_unit_width (const MbPricePlan *self);

/** mb_price_plan_make: measures the table as it now is. */
void mb_price_plan_make (MbPricePlan *self, gint64 now_us);
const MbPriceGrid *mb_price_plan_get_grid (const MbPricePlan *self);

void mb_price_plan_set_now (MbPricePlan *self, gint64 now_us); /* what "yesterday" is in the words */
void mb_price_plan_init_text (MbPricePlan *self, MbPriceRow *row, MbRowText *text);

/** mb_price_plan_has_room: FALSE: the words of a row need more room than the plan has for them. */
gboolean mb_price_plan_has_room (const MbPricePlan *self, const MbRowText *text);

/** mb_price_plan_get_places: for #MbPageShape, with the plan as its data. */
guint mb_price_plan_get_places (MbPriceRow *row, gpointer plan);

G_END_DECLS
