/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/page/mb-pager.h"
#include "widgets/type/mb-type.h"

G_BEGIN_DECLS

/**
 * MbPricesZone: the price list: pages of rows that turn with the slots of the market day. It knows no
 * clock: whoever has one tells it the time.
 *
 * Signals:
 * - turned: another page stands, and has faded in; until then its rows are yet to come
 * - news (guint n): so many prices changed at once that no row was lit
 */
#define MB_TYPE_PRICES_ZONE (mb_prices_zone_get_type ())
G_DECLARE_FINAL_TYPE (MbPricesZone, mb_prices_zone, MB, PRICES_ZONE, GtkWidget)

/** MbPricesStyle: how a glass shows its list. */
typedef struct
{
  guint n_columns;
  gboolean elder;
  gboolean led; /* pages turn by a cut */
} MbPricesStyle;

GtkWidget *mb_prices_zone_new (MbPriceTable *table);

void mb_prices_zone_set_type (MbPricesZone *self, MbType *type, const MbPricesStyle *style);
void mb_prices_zone_set_sentence (MbPricesZone *self, const char *sentence); /* where there is no row at all */

/**
 * mb_prices_zone_update: brings rows and page to @now_us; cheap where nothing is due.
 * @known: whether that is the time; else pages turn by it, but no figure is judged by it
 * @changes: (element-type MbChangedRecord) (nullable): the delta that it follows: what changed is lit
 *
 * Returns: the next instant at which it wants to be called by itself
 */
gint64 mb_prices_zone_update (MbPricesZone *self, gint64 now_us, gboolean known, GPtrArray *changes);

MbPriceTable *mb_prices_zone_get_table (MbPricesZone *self); /* (transfer none) */
MbPager *mb_prices_zone_get_pager (MbPricesZone *self);      /* (transfer none) (nullable) before it has a size */

/** mb_prices_zone_find: adds how many rows of a record are on the visible page, and how many are not.
 * @later_us: (inout) (optional): moved to when the last of those will be, if that is later */
void mb_prices_zone_find (MbPricesZone *self, MbKind kind, const char *id, guint *n_visible, guint *n_later,
                          gint64 *later_us);

/** mb_prices_zone_get_row_view: (nullable) (transfer none) the MbPriceRowView of a price or quote. */
GtkWidget *mb_prices_zone_get_row_view (MbPricesZone *self, const char *record_id);
guint mb_prices_zone_get_n_rows (MbPricesZone *self); /* on the visible page */
GtkWidget *mb_prices_zone_get_nth_row_view (MbPricesZone *self, guint i);

G_END_DECLS
