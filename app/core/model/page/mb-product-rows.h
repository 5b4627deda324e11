/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-board.h"
#include "core/model/page/mb-price-row-private.h"

/* The rows of one product. Private to this folder. */

typedef enum
{
  MB_ROWS_SAME,
  MB_ROWS_CHANGED, /* the same rows say something else */
  MB_ROWS_TOUCHED, /* and a person made them */
  MB_ROWS_OTHERS   /* a row came or went */
} MbRowsChange;

/* Brings the rows of a product up to what the board says: one per grade.
 * @rows: in and out, owning MbPriceRow; those that go are marked gone
 * @product: (nullable) NULL takes all rows away
 * @unpriced: whether it has a row without any price */
MbRowsChange mb_product_rows_update (GPtrArray *rows, MbProduct *product, MbBoard *board,
                                     gboolean unpriced, const MbRowContext *context);

/* GCompareFunc over pointers to MbPriceRow: by the product's order, its id, the grade. */
int mb_price_row_compare (gconstpointer a, gconstpointer b);
int mb_price_row_compare_by_trade (gconstpointer a, gconstpointer b);
