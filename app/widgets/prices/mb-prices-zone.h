/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/page/mb-pager.h"
#include "widgets/mb-zone-view.h"

G_BEGIN_DECLS

/**
 * MbPricesZone: the price list: pages of rows that turn with the slots of the market day.
 *
 * Signals:
 * - news (guint n): so many prices changed at once that no row was lit
 */
#define MB_TYPE_PRICES_ZONE (mb_prices_zone_get_type ())
G_DECLARE_FINAL_TYPE (MbPricesZone, mb_prices_zone, MB, PRICES_ZONE, MbZoneView)

GtkWidget *mb_prices_zone_new (const MbZoneSite *site);

/** mb_prices_zone_new_for_stall: what the site's stall asks, which stands on its own screen only. */
GtkWidget *mb_prices_zone_new_for_stall (const MbZoneSite *site);

/** mb_prices_zone_is_full: whether every row says its unit; else the bar says it for all. */
gboolean mb_prices_zone_is_full (MbPricesZone *self);

MbPriceTable *mb_prices_zone_get_table (MbPricesZone *self); /* (transfer none) */
MbPager *mb_prices_zone_get_pager (MbPricesZone *self);      /* (transfer none) (nullable) before it has a size */

/** mb_prices_zone_get_turn: how long a page stands in one language; %MB_UNSET before it has a size. */
gint64 mb_prices_zone_get_turn (MbPricesZone *self);

/** mb_prices_zone_get_row_view: (nullable) (transfer none) the MbPriceRowView of a price or quote. */
GtkWidget *mb_prices_zone_get_row_view (MbPricesZone *self, const char *record_id);
guint mb_prices_zone_get_n_rows (MbPricesZone *self); /* on the visible page */
GtkWidget *mb_prices_zone_get_nth_row_view (MbPricesZone *self, guint i);

G_END_DECLS
