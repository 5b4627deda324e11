/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-board.h"
#include "core/model/page/mb-price-row.h"

G_BEGIN_DECLS

/** MbPriceScope: which products a `prices` zone shows. */
typedef struct
{
  gboolean staple; /* the basket: at most 27, in one run */
  guint32 trades;  /* bit 1 << MbTrade; 0: all */
  const char *stall; /* (nullable): what this one asks for what it sells, and nothing else */
} MbPriceScope;

/**
 * MbPriceTable: the rows of a `prices` zone, all pages: a #GListModel of #MbPriceRow, in the order in
 * which they are printed: the basket by order and id, else trade by trade.
 *
 * One row per product and grade: the first that is fresh of quote (when it has a middle), another
 * system's report of the day, average, reference, guide; if none is fresh, the one last observed.
 * A quote knows no grade: it speaks for the only grade there is, else for the product. Whatever names
 * a stall is on no public board, only in the table of that stall. A product that nobody has priced is a
 * row of the basket only.
 *
 * What it holds is a function of board, scope and the last mb_price_table_update(). A delta costs the
 * rows of the products it names; the list changes by the smallest splice.
 *
 * MbPriceTable::updated: (table) after what is true of the whole table may have changed: decimals,
 * basis, number of deals, trades. The rows tell of themselves.
 */
#define MB_TYPE_PRICE_TABLE (mb_price_table_get_type ())
G_DECLARE_FINAL_TYPE (MbPriceTable, mb_price_table, MB, PRICE_TABLE, GObject)

/**
 * mb_price_table_new: follows #MbBoard::folded from now on.
 * @now_us: the market's time, %MB_UNSET when nobody knows it
 */
MbPriceTable *mb_price_table_new (MbBoard *board, const MbPriceScope *scope, gint64 now_us);

void mb_price_table_set_scope (MbPriceTable *self, const MbPriceScope *scope);
const MbPriceScope *mb_price_table_get_scope (MbPriceTable *self);

/**
 * mb_price_table_update: looks again at what time alone has changed.
 *
 * The table knows no clock: call it before a delta shows, at mb_price_table_get_next_change(), and
 * when the clock was set. Costs nothing where nothing is due.
 */
void mb_price_table_update (MbPriceTable *self, gint64 now_us);

/** mb_price_table_get_next_change: the first instant at which a row may be another by time alone;
 * %G_MAXINT64. */
gint64 mb_price_table_get_next_change (MbPriceTable *self);

/** mb_price_table_get_time: the zone and hours of the board's market. (transfer none) */
MbMarketTime *mb_price_table_get_time (MbPriceTable *self);

MbPriceRow *mb_price_table_get_row (MbPriceTable *self, guint i); /* (transfer none) */

/**
 * mb_price_table_foreach_row_of: the rows that a record stands in: those of a product, of a price's
 * or quote's product when the figure is from it.
 */
typedef void (*MbPriceRowFunc) (MbPriceRow *row, gpointer data);
void mb_price_table_foreach_row_of (MbPriceTable *self, MbKind kind, const char *id,
                                    MbPriceRowFunc func, gpointer data);

/** mb_price_table_get_decimals: 1 when every amount on the board is whole jiao, else 2. */
guint mb_price_table_get_decimals (MbPriceTable *self);

/** mb_price_table_get_basis: the basis of most rows, which the bar names once. */
MbRowBasis mb_price_table_get_basis (MbPriceTable *self);

/** mb_price_table_get_unit: what weighed goods are priced for: %MB_PER_KG or %MB_PER_500G. */
MbPer mb_price_table_get_unit (MbPriceTable *self);

/** mb_price_table_get_trades: the trades of the rows, which the bar names: bit 1 << MbTrade. */
guint32 mb_price_table_get_trades (MbPriceTable *self);

/** mb_price_table_get_serial: another number after the list or what a person did to a row changed:
 * with it, what a pager says of the slots to come. */
guint mb_price_table_get_serial (MbPriceTable *self);

/** mb_price_table_get_n_deals: today's deals behind the quotes of the products shown; 0 unknown. */
gint64 mb_price_table_get_n_deals (MbPriceTable *self);

G_END_DECLS
