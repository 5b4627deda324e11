/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/page/mb-price-row.h"

/* How a row is worked out. Private to this folder. */

/* What all rows of a table share. */
typedef struct
{
  MbMarketTime *time;
  MbFreshness price_rule, quote_rule;
  MbPer unit;    /* what weighed goods are priced for */
  gint64 now_us; /* MB_UNSET: nobody knows */
  const char *stall; /* (nullable): whose prices stand, instead of the market's */
} MbRowContext;

/* A record that could stand in a row. */
typedef struct
{
  MbRecord *record; /* (not owned) MbPrice or MbQuote */
  MbRowBasis basis;
} MbCandidate;

MbPriceRow *mb_price_row_new (MbProduct *product, MbTexts *grade);

/* Works a row out from the best of @candidates, which stand in the order of their bases; @n 0: nobody
 * has priced it. @quote (nullable): the product's, on the first of its rows. Returns whether anything
 * changed; ::changed was emitted then. */
gboolean mb_price_row_update (MbPriceRow *self, const MbCandidate *candidates, guint n,
                              MbQuote *quote, const MbRowContext *context);

void mb_price_row_set_gone (MbPriceRow *self);
