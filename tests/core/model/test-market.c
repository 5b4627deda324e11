/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-market.h"

#include <string.h>

#define SHANGHAI_S 28800

gint64
test_time (const char *text)
{
  MbTime time;

  g_assert_true (mb_time_parse (text, -1, &time, NULL));

  return time.us;
}

static void
apply (TestMarket *self, MbDelta *delta)
{
  delta->position = g_strdup_printf ("test.%" G_GUINT64_FORMAT, self->rev);
  delta->at = (MbTime){ self->at_us, SHANGHAI_S };
  mb_board_apply (self->board, delta);
}

void
test_market_put (TestMarket *self, gpointer record)
{
  g_autoptr (GError) error = NULL;
  MbDelta *delta = mb_delta_new ();

  mb_record_check (record, &error);
  g_assert_no_error (error);
  mb_record_set_stamp (record, ++self->rev, self->at_us, self->by);
  mb_delta_put (delta, record, NULL);
  apply (self, delta);
}

void
test_market_drop (TestMarket *self, MbKind kind, const char *id)
{
  MbDelta *delta = mb_delta_new ();

  mb_delta_drop (delta, kind, id, ++self->rev);
  apply (self, delta);
}

void
test_market_init (TestMarket *self, gint64 at_us)
{
  *self = (TestMarket){ mb_board_new (), 0, at_us, "import" };
  test_market_put (self, test_market_make_market ("Asia/Shanghai", MB_PER_500G));
}

void
test_market_clear (TestMarket *self)
{
  g_clear_object (&self->board);
}

MbMarket *
test_market_make_market (const char *zone, int price_unit)
{
  const MbSchema *schema = mb_kind_get_schema (MB_KIND_MARKET);
  MbMarket *market = MB_MARKET (mb_record_new (MB_KIND_MARKET, "market"));
  MbOpening *opening = mb_schema_new (mb_schema_find (schema, "opening", -1)->schema);

  market->name = mb_texts_new_single ("zh-Hans", "桂花巷农贸市场");
  market->time_zone = g_strdup (zone);
  market->price_unit = price_unit;
  opening->days = 0x3f;
  opening->from = 6 * 60;
  opening->to = 18 * 60;
  market->opening = g_ptr_array_new ();
  g_ptr_array_add (market->opening, opening);

  return market;
}

MbProduct *
test_market_make_product (const char *id, MbTrade trade, double order, gboolean staple)
{
  MbProduct *product = MB_PRODUCT (mb_record_new (MB_KIND_PRODUCT, id));

  product->name = mb_texts_new_single ("en", id);
  product->trade = trade;
  product->order = order;
  product->sold_by = MB_SOLD_BY_WEIGHT;
  product->staple = staple;

  return product;
}

MbPrice *
test_market_make_price (const char *id, gint64 fen, MbPer per, gint64 observed_us)
{
  MbPrice *price = MB_PRICE (mb_record_new (MB_KIND_PRICE, id));
  g_auto (GStrv) parts = g_strsplit (id, "@", 3);

  price->product = g_strdup (parts[0]);
  for (int i = 0; mb_basis_names[i] != NULL; i++)
    if (g_str_equal (mb_basis_names[i], parts[1]))
      price->basis = i;
  price->stall = g_strdup (parts[2]);
  price->fen = fen;
  price->per = per;
  price->observed_at = (MbTime){ observed_us, SHANGHAI_S };
  price->source = g_strdup ("test");

  return price;
}

MbQuote *
test_market_make_quote (const char *id, gint64 average_fen, gint64 observed_us)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Shanghai");
  MbQuote *quote = MB_QUOTE (mb_record_new (MB_KIND_QUOTE, id));

  quote->average_fen = average_fen;
  quote->low_fen = 100;
  quote->high_fen = 900;
  quote->samples = 12;
  quote->stalls = 4;
  quote->per = MB_PER_500G;
  quote->day = mb_date_of (observed_us, zone);
  quote->observed_at = (MbTime){ observed_us, SHANGHAI_S };

  return quote;
}
