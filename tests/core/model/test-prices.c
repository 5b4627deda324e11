/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-market.h"

#include "core/model/page/mb-price-table.h"

#include <math.h>

#define MONDAY "2026-11-23"
#define NOW MONDAY "T10:00:00+08:00"
#define TODAY MONDAY "T07:30:00+08:00"
#define YESTERDAY "2026-11-21T17:40:00+08:00" /* the last day it was open */

static const MbPriceScope basket = { TRUE, 0 };
static const MbPriceScope everything = { FALSE, 0 };

static MbPriceTable *
make_table (TestMarket *market, const MbPriceScope *scope, const char *now)
{
  return mb_price_table_new (market->board, scope, test_time (now));
}

static MbPriceRow *
find_row (MbPriceTable *table, const char *product)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (table)); i++)
    {
      MbPriceRow *row = mb_price_table_get_row (table, i);

      if (g_str_equal (mb_record_get_id (MB_RECORD (row->product)), product))
        return row;
    }

  return NULL;
}

static void
put_price (TestMarket *market, const char *id, gint64 fen, const char *observed)
{
  test_market_put (market, test_market_make_price (id, fen, MB_PER_500G, test_time (observed)));
}

/* Which of a product's prices stands in its row. */
static void
test_choice (void)
{
  static const struct
  {
    const char *quote, *deal, *average, *reference, *guide; /* when observed */
    gboolean middle;
    gint64 fen;
    MbAge age;
    MbRowBasis basis;
  } cases[] = {
    { NULL, NULL, TODAY, NULL, NULL, TRUE, 202, MB_AGE_FRESH, MB_ROW_BASIS_AVERAGE },
    { "2026-11-23T09:00:00+08:00", TODAY, TODAY, TODAY, TODAY, TRUE, 200, MB_AGE_FRESH, MB_ROW_BASIS_DEAL },
    { "2026-11-23T09:00:00+08:00", NULL, TODAY, NULL, NULL, FALSE, 202, MB_AGE_FRESH, MB_ROW_BASIS_AVERAGE },
    /* a quote is old after two hours */
    { "2026-11-23T08:00:00+08:00", NULL, TODAY, NULL, NULL, TRUE, 202, MB_AGE_FRESH, MB_ROW_BASIS_AVERAGE },
    { "2026-11-23T08:00:01+08:00", NULL, TODAY, NULL, NULL, TRUE, 200, MB_AGE_FRESH, MB_ROW_BASIS_DEAL },
    { NULL, TODAY, TODAY, NULL, NULL, TRUE, 201, MB_AGE_FRESH, MB_ROW_BASIS_DEAL },
    { NULL, NULL, YESTERDAY, TODAY, NULL, TRUE, 203, MB_AGE_FRESH, MB_ROW_BASIS_REFERENCE },
    { NULL, NULL, YESTERDAY, NULL, TODAY, TRUE, 204, MB_AGE_FRESH, MB_ROW_BASIS_GUIDE },
    /* nothing is fresh: the last observed, by rank where that is the same */
    { NULL, NULL, "2026-11-20T17:00:00+08:00", YESTERDAY, NULL, TRUE, 203, MB_AGE_YESTERDAY_DIM, MB_ROW_BASIS_REFERENCE },
    { NULL, NULL, YESTERDAY, YESTERDAY, NULL, TRUE, 202, MB_AGE_YESTERDAY_DIM, MB_ROW_BASIS_AVERAGE },
    { "2026-11-23T07:00:00+08:00", NULL, YESTERDAY, NULL, NULL, TRUE, 200, MB_AGE_DIM, MB_ROW_BASIS_DEAL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *const observed[] = { cases[i].deal, cases[i].average, cases[i].reference, cases[i].guide };
      const char *const ids[] = { "spinach@deal", "spinach@average", "spinach@reference", "spinach@guide" };
      g_auto (TestMarket) market = { NULL };
      g_autoptr (MbPriceTable) table = NULL;
      MbPriceRow *row;

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      test_market_init (&market, test_time (TODAY));
      test_market_put (&market, test_market_make_product ("spinach", MB_TRADE_VEGETABLES, 1, FALSE));
      if (cases[i].quote != NULL)
        test_market_put (&market, test_market_make_quote ("spinach", cases[i].middle ? 200 : MB_UNSET,
                                                          test_time (cases[i].quote)));
      for (gsize j = 0; j < G_N_ELEMENTS (ids); j++)
        if (observed[j] != NULL)
          put_price (&market, ids[j], 201 + (gint64) j, observed[j]);
      /* Never on a public board. */
      put_price (&market, "spinach@stall@a-012", 1, TODAY);
      put_price (&market, "spinach@deal@a-012", 2, TODAY);
      put_price (&market, "spinach@average@a-012", 3, TODAY);

      table = make_table (&market, &everything, NOW);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (table)), ==, 1);
      row = mb_price_table_get_row (table, 0);
      g_assert_cmpint (row->fen, ==, cases[i].fen);
      g_assert_cmpint (row->age, ==, cases[i].age);
      g_assert_cmpint (row->basis, ==, cases[i].basis);
    }
}

/* A quote that is only a range leads nothing, but is better than what is older. */
static void
test_range_of_quote (void)
{
  g_auto (TestMarket) market = { NULL };
  g_autoptr (MbPriceTable) table = NULL;
  MbPriceRow *row;

  test_market_init (&market, test_time (TODAY));
  test_market_put (&market, test_market_make_product ("spinach", MB_TRADE_VEGETABLES, 1, FALSE));
  put_price (&market, "spinach@average", 350, YESTERDAY);
  test_market_put (&market, test_market_make_quote ("spinach", MB_UNSET, test_time (TODAY)));
  table = make_table (&market, &everything, "2026-11-23T08:00:00+08:00");
  row = mb_price_table_get_row (table, 0);
  g_assert_cmpint (row->figure, ==, MB_FIGURE_RANGE);
  g_assert_cmpint (row->low_fen, ==, 100);
  g_assert_cmpint (row->high_fen, ==, 900);
  g_assert_cmpint (row->fen, ==, MB_UNSET);
  g_assert_cmpint (row->stalls, ==, 4);
}

static void
test_figures (void)
{
  static const struct
  {
    gint64 fen, low, high;
    MbFigure figure;
    gint64 shown, shown_low, shown_high;
  } cases[] = {
    { 350, MB_UNSET, MB_UNSET, MB_FIGURE_PRICE, 350, MB_UNSET, MB_UNSET },
    { 350, 300, 400, MB_FIGURE_PRICE, 350, 300, 400 },
    { 350, 300, MB_UNSET, MB_FIGURE_PRICE, 350, MB_UNSET, MB_UNSET },
    { 350, 350, 350, MB_FIGURE_PRICE, 350, MB_UNSET, MB_UNSET },
    { MB_UNSET, 260, MB_UNSET, MB_FIGURE_FROM, 260, MB_UNSET, MB_UNSET },
    { MB_UNSET, MB_UNSET, 400, MB_FIGURE_UP_TO, 400, MB_UNSET, MB_UNSET },
    { MB_UNSET, 300, 400, MB_FIGURE_RANGE, MB_UNSET, 300, 400 },
    { MB_UNSET, 300, 300, MB_FIGURE_PRICE, 300, MB_UNSET, MB_UNSET },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (TestMarket) market = { NULL };
      g_autoptr (MbPriceTable) table = NULL;
      MbPrice *price = test_market_make_price ("spinach@average", cases[i].fen, MB_PER_500G, test_time (TODAY));
      MbPriceRow *row;

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      price->low_fen = cases[i].low;
      price->high_fen = cases[i].high;
      test_market_init (&market, test_time (TODAY));
      test_market_put (&market, test_market_make_product ("spinach", MB_TRADE_VEGETABLES, 1, FALSE));
      test_market_put (&market, price);
      table = make_table (&market, &everything, NOW);
      row = mb_price_table_get_row (table, 0);
      g_assert_cmpint (row->figure, ==, cases[i].figure);
      g_assert_cmpint (row->fen, ==, cases[i].shown);
      g_assert_cmpint (row->low_fen, ==, cases[i].shown_low);
      g_assert_cmpint (row->high_fen, ==, cases[i].shown_high);
    }
}

/* One price through a weekend: Saturday it is typed, Sunday is closed, nobody renews it. */
static void
test_ages (void)
{
  static const struct
  {
    const char *now; /* NULL: nobody knows */
    MbFigure figure;
    MbAge age;
    gint64 movement;
  } cases[] = {
    { "2026-11-21T17:40:00+08:00", MB_FIGURE_PRICE, MB_AGE_FRESH, 30 },
    { "2026-11-22T00:00:00+08:00", MB_FIGURE_PRICE, MB_AGE_YESTERDAY, MB_UNSET },
    { "2026-11-23T06:00:00+08:00", MB_FIGURE_PRICE, MB_AGE_YESTERDAY_DIM, MB_UNSET },
    { "2026-11-24T06:00:00+08:00", MB_FIGURE_UPDATING, MB_AGE_HIDDEN, MB_UNSET },
    { "2026-11-29T00:00:00+08:00", MB_FIGURE_CLOSED, MB_AGE_HIDDEN, MB_UNSET },
    { "2026-11-30T00:00:00+08:00", MB_FIGURE_UPDATING, MB_AGE_HIDDEN, MB_UNSET },
    { NULL, MB_FIGURE_PRICE, MB_AGE_DIM, MB_UNSET },
    { "2026-11-21T17:41:00+08:00", MB_FIGURE_PRICE, MB_AGE_FRESH, 30 },
  };
  g_auto (TestMarket) market = { NULL };
  g_autoptr (MbPriceTable) table = NULL;
  MbPrice *price = test_market_make_price ("spinach@average", 350, MB_PER_500G, test_time (YESTERDAY));
  MbPriceRow *row;

  price->yesterday_fen = 320;
  test_market_init (&market, test_time (TODAY));
  test_market_put (&market, test_market_make_product ("spinach", MB_TRADE_VEGETABLES, 1, TRUE));
  test_market_put (&market, test_market_make_product ("celery", MB_TRADE_VEGETABLES, 2, TRUE));
  test_market_put (&market, price);
  table = make_table (&market, &basket, cases[0].now);
  row = mb_price_table_get_row (table, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 next = mb_price_table_get_next_change (table);

      g_test_message ("%s", cases[i].now);
      /* It says beforehand when to look again. */
      if (i > 0 && i < 6)
        g_assert_cmpint (next, <=, test_time (cases[i].now));
      mb_price_table_update (table, cases[i].now != NULL ? test_time (cases[i].now) : MB_UNSET);
      g_assert_true (mb_price_table_get_row (table, 0) == row);
      g_assert_cmpint (row->figure, ==, cases[i].figure);
      g_assert_cmpint (row->age, ==, cases[i].age);
      g_assert_cmpint (row->movement_fen, ==, cases[i].movement);
      g_assert_cmpint (row->observed_us, ==, test_time (YESTERDAY));
    }
  /* Nobody has priced the celery, and on a Sunday nobody will. */
  row = mb_price_table_get_row (table, 1);
  g_assert_cmpint (row->figure, ==, MB_FIGURE_NOT_QUOTED);
  g_assert_cmpint (row->basis, ==, MB_ROW_BASIS_NONE);
  mb_price_table_update (table, test_time ("2026-11-22T09:00:00+08:00"));
  g_assert_cmpint (row->figure, ==, MB_FIGURE_CLOSED);
}

static void
test_units (void)
{
  g_auto (TestMarket) market = { NULL };
  g_autoptr (MbPriceTable) table = NULL;
  MbPrice *price;

  test_market_init (&market, test_time (TODAY));
  test_market_put (&market, test_market_make_product ("pork", MB_TRADE_PORK, 1, FALSE));
  test_market_put (&market, test_market_make_product ("tofu", MB_TRADE_BEAN_NOODLE, 2, FALSE));
  test_market_put (&market, test_market_make_product ("tea", MB_TRADE_DRIED, 3, FALSE));
  price = test_market_make_price ("pork@average", 2701, MB_PER_KG, test_time (TODAY));
  price->low_fen = 2600;
  price->high_fen = 2800;
  price->yesterday_fen = 2600;
  test_market_put (&market, price);
  test_market_put (&market, test_market_make_price ("tofu@average", 300, MB_PER_PIECE, test_time (TODAY)));
  test_market_put (&market, test_market_make_price ("tea@average", 4000, MB_PER_50G, test_time (TODAY)));
  table = make_table (&market, &everything, NOW);

  g_assert_cmpint (mb_price_table_get_unit (table), ==, MB_PER_500G);
  g_assert_cmpint (find_row (table, "pork")->fen, ==, 1351); /* 1350.5 */
  g_assert_cmpint (find_row (table, "pork")->low_fen, ==, 1300);
  g_assert_cmpint (find_row (table, "pork")->high_fen, ==, 1400);
  g_assert_cmpint (find_row (table, "pork")->movement_fen, ==, 51);
  g_assert_cmpint (find_row (table, "pork")->per, ==, MB_PER_500G);
  g_assert_cmpint (find_row (table, "tofu")->fen, ==, 300);
  g_assert_cmpint (find_row (table, "tofu")->per, ==, MB_PER_PIECE);
  g_assert_cmpint (find_row (table, "tea")->fen, ==, 40000);
  g_assert_cmpuint (mb_price_table_get_decimals (table), ==, 2);

  test_market_put (&market, test_market_make_market ("Asia/Shanghai", MB_PER_KG));
  g_assert_cmpint (mb_price_table_get_unit (table), ==, MB_PER_KG);
  g_assert_cmpint (find_row (table, "pork")->fen, ==, 2701);
  g_assert_cmpint (find_row (table, "tea")->fen, ==, 80000);
}

/* Two decimals as soon as anything that is printed needs them. */
static void
test_decimals (void)
{
  static const struct
  {
    gint64 fen, low, high, yesterday;
    guint decimals;
  } cases[] = {
    { 350, MB_UNSET, MB_UNSET, MB_UNSET, 1 }, { 355, MB_UNSET, MB_UNSET, MB_UNSET, 2 },
    { 350, 300, 400, 320, 1 },                { 350, 301, 400, 320, 2 },
    { 350, 300, 401, 320, 2 },                { 350, 300, 400, 325, 2 },
    { 355, 300, 400, 325, 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (TestMarket) market = { NULL };
      g_autoptr (MbPriceTable) table = NULL;
      MbPrice *price = test_market_make_price ("b@average", cases[i].fen, MB_PER_500G, test_time (TODAY));

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      price->low_fen = cases[i].low;
      price->high_fen = cases[i].high;
      price->yesterday_fen = cases[i].yesterday;
      test_market_init (&market, test_time (TODAY));
      test_market_put (&market, test_market_make_product ("a", MB_TRADE_VEGETABLES, 1, FALSE));
      test_market_put (&market, test_market_make_product ("b", MB_TRADE_VEGETABLES, 2, FALSE));
      put_price (&market, "a@average", 400, TODAY);
      test_market_put (&market, price);
      table = make_table (&market, &everything, NOW);
      g_assert_cmpuint (mb_price_table_get_decimals (table), ==, cases[i].decimals);
      /* A price that gave way needs none. */
      mb_price_table_update (table, test_time (MONDAY "T10:00:00+08:00") + 7 * G_TIME_SPAN_DAY);
      g_assert_cmpuint (mb_price_table_get_decimals (table), ==, 1);
    }
}

static void
on_updated (MbPriceTable *table, guint *n)
{
  (*n)++;
}

static void
test_summary (void)
{
  g_auto (TestMarket) market = { NULL };
  g_autoptr (MbPriceTable) table = NULL;
  guint n = 0;

  test_market_init (&market, test_time (TODAY));
  table = make_table (&market, &everything, NOW);
  g_assert_cmpint (mb_price_table_get_basis (table), ==, MB_ROW_BASIS_NONE);
  g_assert_cmpuint (mb_price_table_get_decimals (table), ==, 1);
  g_assert_cmpint (mb_price_table_get_next_change (table), ==, G_MAXINT64);
  g_signal_connect (table, "updated", G_CALLBACK (on_updated), &n);

  test_market_put (&market, test_market_make_product ("a", MB_TRADE_VEGETABLES, 1, FALSE));
  test_market_put (&market, test_market_make_product ("b", MB_TRADE_AQUATIC, 2, FALSE));
  test_market_put (&market, test_market_make_product ("c", MB_TRADE_AQUATIC, 3, FALSE));
  put_price (&market, "a@average", 350, TODAY);
  put_price (&market, "b@reference", 400, TODAY);
  g_assert_cmpuint (n, ==, 2);
  /* As many of one as of the other: the better. */
  g_assert_cmpint (mb_price_table_get_basis (table), ==, MB_ROW_BASIS_AVERAGE);
  put_price (&market, "c@reference", 450, TODAY);
  g_assert_cmpint (mb_price_table_get_basis (table), ==, MB_ROW_BASIS_REFERENCE);
  g_assert_cmpuint (mb_price_table_get_trades (table), ==, 1 << MB_TRADE_VEGETABLES | 1 << MB_TRADE_AQUATIC);
  g_assert_cmpuint (mb_price_table_get_decimals (table), ==, 1);

  /* Deals are counted whether or not the quote stands in the row; yesterday's are not. */
  test_market_put (&market, test_market_make_quote ("a", MB_UNSET, test_time ("2026-11-23T09:59:00+08:00")));
  test_market_put (&market, test_market_make_quote ("b", 410, test_time ("2026-11-23T09:59:00+08:00")));
  test_market_put (&market, test_market_make_quote ("c", 410, test_time (YESTERDAY)));
  g_assert_cmpint (mb_price_table_get_n_deals (table), ==, 24);
  mb_price_table_update (table, test_time ("2026-11-24T00:00:00+08:00"));
  g_assert_cmpint (mb_price_table_get_n_deals (table), ==, 0);

  /* What no row is made of does not touch the table. */
  n = 0;
  put_price (&market, "a@average@a-012", 1, TODAY);
  put_price (&market, "nothing@average", 1, TODAY);
  g_assert_cmpuint (n, ==, 0);
  put_price (&market, "a@average", 355, "2026-11-24T07:00:00+08:00");
  g_assert_cmpuint (mb_price_table_get_decimals (table), ==, 2);
}

static char *
list_rows (MbPriceTable *table)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (table)); i++)
    {
      MbPriceRow *row = mb_price_table_get_row (table, i);

      g_string_append_printf (text, "%s%s%s%s", i > 0 ? " " : "",
                              mb_record_get_id (MB_RECORD (row->product)),
                              row->grade != NULL ? ":" : "",
                              row->grade != NULL ? mb_texts_get (row->grade, "zh-Hans") : "");
    }

  return g_string_free (text, FALSE);
}

#define assert_rows(table, expected) G_STMT_START { \
    g_autofree char *rows_ = list_rows (table); \
    g_assert_cmpstr (rows_, ==, expected); \
  } G_STMT_END

static void
put_graded (TestMarket *market, const char *id, const char *grade)
{
  MbPrice *price = test_market_make_price (id, 350, MB_PER_500G, test_time (TODAY));

  if (grade != NULL)
    price->grade = mb_texts_new_single ("zh-Hans", grade);
  test_market_put (market, price);
}

static void
test_order (void)
{
  g_auto (TestMarket) market = { NULL };
  g_autoptr (MbPriceTable) all = NULL;
  g_autoptr (MbPriceTable) staples = NULL;
  g_autoptr (MbPriceTable) some = NULL;
  MbPriceScope trades = { FALSE, 1 << MB_TRADE_PORK | 1 << MB_TRADE_AQUATIC };

  test_market_init (&market, test_time (TODAY));
  all = make_table (&market, &everything, NOW);
  staples = make_table (&market, &basket, NOW);
  some = make_table (&market, &trades, NOW);
  test_market_put (&market, test_market_make_product ("carp", MB_TRADE_AQUATIC, 1, TRUE));
  test_market_put (&market, test_market_make_product ("b", MB_TRADE_VEGETABLES, 2.5, TRUE));
  test_market_put (&market, test_market_make_product ("a", MB_TRADE_VEGETABLES, 2.5, FALSE));
  test_market_put (&market, test_market_make_product ("z", MB_TRADE_VEGETABLES, NAN, TRUE));
  test_market_put (&market, test_market_make_product ("ribs", MB_TRADE_PORK, 2, FALSE));
  /* Without a price only the basket's stand. */
  assert_rows (all, "");
  assert_rows (staples, "carp b z");
  put_graded (&market, "carp@average", NULL);
  put_graded (&market, "b@average", NULL);
  put_graded (&market, "a@average", NULL);
  put_graded (&market, "z@average", NULL);
  put_graded (&market, "ribs@average", NULL);
  assert_rows (all, "a b z ribs carp");
  assert_rows (staples, "carp b z");
  assert_rows (some, "ribs carp");

  /* A product moves, leaves the basket, changes its trade, goes. */
  test_market_put (&market, test_market_make_product ("z", MB_TRADE_VEGETABLES, -1, TRUE));
  assert_rows (all, "z a b ribs carp");
  assert_rows (staples, "z carp b");
  test_market_put (&market, test_market_make_product ("z", MB_TRADE_PORK, -1, FALSE));
  assert_rows (all, "a b z ribs carp");
  assert_rows (staples, "carp b");
  assert_rows (some, "z ribs carp");
  test_market_drop (&market, MB_KIND_PRICE, "z@average");
  assert_rows (all, "a b ribs carp");
  test_market_drop (&market, MB_KIND_PRODUCT, "b");
  assert_rows (all, "a ribs carp");
  assert_rows (staples, "carp");
  mb_price_table_set_scope (all, &trades);
  assert_rows (all, "ribs carp");
}

static void
test_no_basket (void)
{
  g_auto (TestMarket) market = { NULL };
  g_autoptr (MbPriceTable) table = NULL;

  test_market_init (&market, test_time (TODAY));
  table = make_table (&market, &basket, NOW);
  test_market_put (&market, test_market_make_product ("carp", MB_TRADE_AQUATIC, 2, FALSE));
  test_market_put (&market, test_market_make_product ("kale", MB_TRADE_VEGETABLES, 1, FALSE));
  test_market_put (&market, test_market_make_product ("ribs", MB_TRADE_PORK, 3, FALSE));
  put_graded (&market, "carp@average", NULL);
  put_graded (&market, "kale@average", NULL);
  /* Nobody has chosen: the market's own order, as far as there are prices. */
  assert_rows (table, "kale carp");

  test_market_put (&market, test_market_make_product ("ribs", MB_TRADE_PORK, 3, TRUE));
  assert_rows (table, "ribs");
  test_market_put (&market, test_market_make_product ("ribs", MB_TRADE_PORK, 3, FALSE));
  assert_rows (table, "kale carp");
}

static void
test_grades (void)
{
  g_auto (TestMarket) market = { NULL };
  g_autoptr (MbPriceTable) table = NULL;

  test_market_init (&market, test_time (TODAY));
  test_market_put (&market, test_market_make_product ("ham", MB_TRADE_PORK, 1, FALSE));
  table = make_table (&market, &everything, NOW);

  /* Another basis of another grade is another row. */
  put_graded (&market, "ham@average", "带皮");
  put_graded (&market, "ham@reference", "去皮");
  assert_rows (table, "ham:去皮 ham:带皮");
  /* What names no grade is a row of its own where there are several, */
  test_market_put (&market, test_market_make_quote ("ham", 350, test_time ("2026-11-23T09:59:00+08:00")));
  assert_rows (table, "ham ham:去皮 ham:带皮");
  g_assert_cmpint (mb_price_table_get_n_deals (table), ==, 12);
  /* and is of the only one where there is one. */
  put_graded (&market, "ham@reference", "带皮");
  assert_rows (table, "ham:带皮");
  g_assert_cmpint (mb_price_table_get_row (table, 0)->basis, ==, MB_ROW_BASIS_DEAL);
  put_graded (&market, "ham@reference", NULL);
  assert_rows (table, "ham:带皮");
}

typedef struct
{
  guint n, position, removed, added;
} Splices;

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, Splices *splices)
{
  *splices = (Splices){ splices->n + 1, position, removed, added };
}

static void
test_splices (void)
{
  g_auto (TestMarket) market = { NULL };
  g_autoptr (MbPriceTable) table = NULL;
  g_autoptr (MbPriceRow) row = NULL;
  Splices splices = { 0 };

  test_market_init (&market, test_time (TODAY));
  table = make_table (&market, &basket, NOW);
  g_signal_connect (table, "items-changed", G_CALLBACK (on_items_changed), &splices);
  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *id = g_strdup_printf ("p-%02u", i);

      test_market_put (&market, test_market_make_product (id, MB_TRADE_VEGETABLES, i, TRUE));
    }
  /* The basket holds 27. */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (table)), ==, 27);
  g_assert_cmpuint (splices.n, ==, 27);

  row = g_object_ref (mb_price_table_get_row (table, 3));
  test_market_drop (&market, MB_KIND_PRODUCT, "p-03");
  g_assert_cmpuint (splices.n, ==, 28);
  g_assert_cmpuint (splices.position, ==, 3);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (table)), ==, 27);
  g_assert_cmpint (row->figure, ==, MB_FIGURE_GONE);

  /* A figure moves nothing. */
  put_price (&market, "p-05@average", 350, TODAY);
  g_assert_cmpuint (splices.n, ==, 28);

  /* What stays at the tail stays. */
  for (guint i = 20; i < 30; i++)
    {
      g_autofree char *id = g_strdup_printf ("p-%02u", i);

      test_market_drop (&market, MB_KIND_PRODUCT, id);
    }
  test_market_put (&market, test_market_make_product ("new", MB_TRADE_VEGETABLES, 7.5, TRUE));
  g_assert_cmpuint (splices.position, ==, 7);
  g_assert_cmpuint (splices.removed, ==, 0);
  g_assert_cmpuint (splices.added, ==, 1);
}

static void
count_row (MbPriceRow *row, gpointer n)
{
  (*(guint *) n)++;
}

static guint
count_rows_of (MbPriceTable *table, MbKind kind, const char *id)
{
  guint n = 0;

  mb_price_table_foreach_row_of (table, kind, id, count_row, &n);

  return n;
}

static void
test_rows_of (void)
{
  g_auto (TestMarket) market = { NULL };
  g_autoptr (MbPriceTable) table = NULL;

  test_market_init (&market, test_time (TODAY));
  test_market_put (&market, test_market_make_product ("ham", MB_TRADE_PORK, 1, FALSE));
  table = make_table (&market, &everything, NOW);
  put_graded (&market, "ham@average", "带皮");
  put_graded (&market, "ham@reference", "去皮");
  put_graded (&market, "ham@guide", "去皮");
  g_assert_cmpuint (count_rows_of (table, MB_KIND_PRODUCT, "ham"), ==, 2);
  g_assert_cmpuint (count_rows_of (table, MB_KIND_PRICE, "ham@average"), ==, 1);
  g_assert_cmpuint (count_rows_of (table, MB_KIND_PRICE, "ham@guide"), ==, 0);
  g_assert_cmpuint (count_rows_of (table, MB_KIND_QUOTE, "ham"), ==, 0);
  g_assert_cmpuint (count_rows_of (table, MB_KIND_PRICE, "tofu@average"), ==, 0);
  g_assert_cmpuint (count_rows_of (table, MB_KIND_MARKET, "market"), ==, 0);
}

static void
assert_same_row (MbPriceRow *a, MbPriceRow *b)
{
  g_assert_true (a->product == b->product);
  g_assert_true (a->record == b->record);
  g_assert_cmpint (a->figure, ==, b->figure);
  g_assert_cmpint (a->basis, ==, b->basis);
  g_assert_cmpint (a->per, ==, b->per);
  g_assert_cmpint (a->age, ==, b->age);
  g_assert_cmpint (a->fen, ==, b->fen);
  g_assert_cmpint (a->low_fen, ==, b->low_fen);
  g_assert_cmpint (a->movement_fen, ==, b->movement_fen);
  g_assert_cmpint (a->samples, ==, b->samples);
  g_assert_cmpint (a->until_us, ==, b->until_us);
  /* Who follows remembers people's changes that the records have forgotten. */
  g_assert_cmpint (a->changed_us, >=, b->changed_us);
  g_assert_cmpint (a->n_deals, ==, b->n_deals);
  g_assert_cmpuint (a->rev, ==, b->rev);
}

static void
assert_same_table (MbPriceTable *a, MbPriceTable *b)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (a));

  g_assert_cmpuint (n, ==, g_list_model_get_n_items (G_LIST_MODEL (b)));
  for (guint i = 0; i < n; i++)
    assert_same_row (mb_price_table_get_row (a, i), mb_price_table_get_row (b, i));
  g_assert_cmpuint (mb_price_table_get_decimals (a), ==, mb_price_table_get_decimals (b));
  g_assert_cmpint (mb_price_table_get_basis (a), ==, mb_price_table_get_basis (b));
  g_assert_cmpint (mb_price_table_get_n_deals (a), ==, mb_price_table_get_n_deals (b));
  g_assert_cmpint (mb_price_table_get_next_change (a), ==, mb_price_table_get_next_change (b));
}

static void
change_something (TestMarket *market, GRand *random, gint64 now)
{
  static const char *const bases[] = { "average", "reference", "guide", "deal" };
  g_autofree char *product = g_strdup_printf ("p-%d", g_rand_int_range (random, 0, 12));
  g_autofree char *price_id = g_strconcat (product, "@", bases[g_rand_int_range (random, 0, 4)], NULL);
  gint64 observed = now - g_rand_int_range (random, 0, 200000) * G_GINT64_CONSTANT (1000000);
  MbPrice *price;

  market->at_us = now;
  market->by = g_rand_boolean (random) ? "manager:li" : "import";
  switch (g_rand_int_range (random, 0, 8))
    {
    case 0:
      test_market_put (market, test_market_make_product (product, (MbTrade) g_rand_int_range (random, 0, 3),
                                                         g_rand_int_range (random, 0, 5),
                                                         g_rand_boolean (random)));
      break;
    case 1:
      if (mb_board_get (market->board, MB_KIND_PRODUCT, product) != NULL && g_rand_int_range (random, 0, 4) == 0)
        test_market_drop (market, MB_KIND_PRODUCT, product);
      break;
    case 2:
      if (mb_board_get (market->board, MB_KIND_PRICE, price_id) != NULL)
        test_market_drop (market, MB_KIND_PRICE, price_id);
      break;
    case 3:
      test_market_put (market, test_market_make_quote (product, g_rand_boolean (random) ? 350 : MB_UNSET, observed));
      break;
    case 4:
      test_market_put (market, test_market_make_market ("Asia/Shanghai", g_rand_boolean (random) ? MB_PER_KG : MB_PER_500G));
      break;
    default:
      price = test_market_make_price (price_id, g_rand_int_range (random, 100, 999), MB_PER_500G, observed);
      if (g_rand_boolean (random))
        price->grade = mb_texts_new_single ("zh-Hans", g_rand_boolean (random) ? "一级" : "二级");
      test_market_put (market, price);
    }
}

/* A table that followed every change of three days says what one made anew says. */
static void
test_follows (void)
{
  const MbPriceScope scopes[] = { { TRUE, 0 }, { FALSE, 0 }, { FALSE, 1 << MB_TRADE_PORK } };
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  g_auto (TestMarket) market = { NULL };
  MbPriceTable *tables[G_N_ELEMENTS (scopes)];
  gint64 now = test_time (TODAY);

  test_market_init (&market, now);
  for (gsize i = 0; i < G_N_ELEMENTS (scopes); i++)
    tables[i] = mb_price_table_new (market.board, &scopes[i], now);
  for (guint step = 0; step < 1500; step++)
    {
      now += g_rand_int_range (random, 0, 400) * G_GINT64_CONSTANT (1000000);
      for (gsize i = 0; i < G_N_ELEMENTS (scopes); i++)
        mb_price_table_update (tables[i], now);
      change_something (&market, random, now);
      for (gsize i = 0; i < G_N_ELEMENTS (scopes); i++)
        {
          g_autoptr (MbPriceTable) anew = mb_price_table_new (market.board, &scopes[i], now);

          assert_same_table (tables[i], anew);
        }
    }
  for (gsize i = 0; i < G_N_ELEMENTS (scopes); i++)
    g_assert_finalize_object (tables[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/prices/choice", test_choice);
  g_test_add_func ("/prices/choice/range-of-quote", test_range_of_quote);
  g_test_add_func ("/prices/figures", test_figures);
  g_test_add_func ("/prices/ages", test_ages);
  g_test_add_func ("/prices/units", test_units);
  g_test_add_func ("/prices/decimals", test_decimals);
  g_test_add_func ("/prices/summary", test_summary);
  g_test_add_func ("/prices/order", test_order);
  g_test_add_func ("/prices/no-basket", test_no_basket);
  g_test_add_func ("/prices/grades", test_grades);
  g_test_add_func ("/prices/splices", test_splices);
  g_test_add_func ("/prices/rows-of", test_rows_of);
  g_test_add_func ("/prices/follows", test_follows);

  return g_test_run ();
}
