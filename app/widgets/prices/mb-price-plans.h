/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/prices/mb-price-plan.h"

G_BEGIN_DECLS

/**
 * MbPricePlans: the plans of one list in every language that takes its turn. The pages are the same in
 * all of them: a row has the room that its longest name needs.
 */
typedef struct _MbPricePlans MbPricePlans;

/** mb_price_plans_new: not made yet.
 * @type: whose N they have */
MbPricePlans *mb_price_plans_new (GtkWidget *widget, MbPriceTable *table, MbType *type, const MbPanel *panel,
                                  guint n_columns, MbListForm form, int width, int height);
void mb_price_plans_free (MbPricePlans *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbPricePlans, mb_price_plans_free)

void mb_price_plans_make (MbPricePlans *self, gint64 now_us); /* measures the table as it now is, in all of them */
MbPricePlan *mb_price_plans_get (MbPricePlans *self, const MbCatalogue *catalogue); /* (nullable) (transfer none) */

/** mb_price_plans_get_places: for #MbPageShape, with the plans as its data. */
guint mb_price_plans_get_places (MbPriceRow *row, gpointer plans);

G_END_DECLS
