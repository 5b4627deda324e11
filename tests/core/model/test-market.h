/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/goods/mb-price.h"
#include "core/model/goods/mb-quote.h"
#include "core/model/mb-board.h"
#include "core/model/place/mb-market.h"
#include "core/model/place/mb-product.h"

G_BEGIN_DECLS

/* A board for tests of what stands on it, changed record by record. The market is in Shanghai and
 * opens at 06:00, but not on Sundays. */

typedef struct
{
  MbBoard *board;
  guint64 rev;
  gint64 at_us; /* when the next change is made */
  const char *by;
} TestMarket;

void test_market_init (TestMarket *self, gint64 at_us);
void test_market_clear (TestMarket *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TestMarket, test_market_clear)

void test_market_put (TestMarket *self, gpointer record); /* (transfer full) */
void test_market_drop (TestMarket *self, MbKind kind, const char *id);

MbMarket *test_market_make_market (const char *zone, int price_unit);
MbProduct *test_market_make_product (const char *id, MbTrade trade, double order, gboolean staple);

/* "spinach@average", observed @at */
MbPrice *test_market_make_price (const char *id, gint64 fen, MbPer per, gint64 observed_us);
MbQuote *test_market_make_quote (const char *id, gint64 average_fen, gint64 observed_us);

/* "2026-11-23T07:00:00+08:00" */
gint64 test_time (const char *text);

G_END_DECLS
