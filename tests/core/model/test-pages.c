/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-market.h"

#include "core/model/page/mb-pager.h"

#define SECOND G_GINT64_CONSTANT (1000000)
#define DAY "2026-11-23T"

static const MbPriceScope basket = { TRUE, 0 };
static const MbPriceScope trades = { FALSE, 0 };

static void
add_products (TestMarket *market, MbTrade trade, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("%s-%02u", mb_trade_names[trade], i);
      g_autofree char *price_id = g_strconcat (id, "@average", NULL);

      test_market_put (market, test_market_make_product (id, trade, i, TRUE));
      test_market_put (market, test_market_make_price (price_id, 350, MB_PER_500G, market->at_us));
    }
}

static void
change_price (TestMarket *market, MbTrade trade, guint i, const char *by, gint64 at_us)
{
  g_autofree char *id = g_strdup_printf ("%s-%02u@average", mb_trade_names[trade], i);
  MbPrice *old = (MbPrice *) mb_board_get (market->board, MB_KIND_PRICE, id);

  market->at_us = at_us;
  market->by = by;
  test_market_put (market, test_market_make_price (id, old->fen % 900 + 10, MB_PER_500G, at_us));
}

/* "vegetables 1/2: 4 | pork 1/1: 3 +: 2": trade, part, rows of every section; + where it stands under
 * a sub-heading, the column where it is not the first. */
static char *
describe (GPtrArray *pages)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < pages->len; i++)
    {
      g_string_append (text, i > 0 ? " | " : "");
      for (guint j = 0; j < mb_page_get_n_sections (pages->pdata[i]); j++)
        {
          const MbPageSection *section = mb_page_get_section (pages->pdata[i], j);

          g_string_append_printf (text, "%s%s %u/%u %u", j > 0 ? " + " : "",
                                  section->trade >= 0 ? mb_trade_names[section->trade] : "basket",
                                  section->number, section->n_pages, section->rows->len);
          if (section->heading)
            g_string_append_printf (text, " @%u", section->column);
        }
    }

  return g_string_free (text, FALSE);
}

static void
test_divide (void)
{
  static const struct
  {
    guint n_vegetables, n_pork, n_aquatic;
    gboolean staple;
    MbPageShape shape;
    const char *pages;
  } cases[] = {
    { 0, 0, 0, FALSE, { 9, 1, FALSE }, "" },
    { 9, 0, 0, TRUE, { 9, 1, FALSE }, "basket 1/1 9" },
    { 10, 12, 5, TRUE, { 9, 1, FALSE }, "basket 1/3 9 | basket 2/3 9 | basket 3/3 9" },
    { 10, 12, 15, TRUE, { 6, 1, FALSE }, "basket 1/5 6 | basket 2/5 6 | basket 3/5 6 | basket 4/5 6 | basket 5/5 3" },
    { 20, 3, 5, FALSE, { 9, 2, FALSE },
      "vegetables 1/2 18 | vegetables 2/2 2 | pork 1/1 3 @0 + aquatic 1/1 5 @1" },
    { 10, 3, 4, FALSE, { 9, 1, FALSE }, "vegetables 1/2 9 | vegetables 2/2 1 | pork 1/1 3 @0 + aquatic 1/1 4 @0" },
    /* with the sub-headings it would be ten */
    { 10, 4, 4, FALSE, { 9, 1, FALSE }, "vegetables 1/2 9 | vegetables 2/2 1 | pork 1/1 4 | aquatic 1/1 4" },
    /* two share, not three */
    { 1, 1, 1, FALSE, { 9, 1, FALSE }, "vegetables 1/1 1 @0 + pork 1/1 1 @0 | aquatic 1/1 1" },
    /* a column holds its sub-heading and eight rows */
    { 8, 9, 0, FALSE, { 9, 2, FALSE }, "vegetables 1/1 8 | pork 1/1 9" },
    { 8, 8, 0, FALSE, { 9, 2, FALSE }, "vegetables 1/1 8 @0 + pork 1/1 8 @1" },
    { 9, 8, 0, FALSE, { 9, 3, FALSE }, "vegetables 1/1 9 @0 + pork 1/1 8 @2" },
    { 3, 0, 0, FALSE, { 1, 1, FALSE }, "vegetables 1/3 1 | vegetables 2/3 1 | vegetables 3/3 1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (TestMarket) market = { NULL };
      g_autoptr (MbPriceTable) table = NULL;
      g_autoptr (GPtrArray) pages = NULL;
      g_autofree char *text = NULL;

      test_market_init (&market, test_time (DAY "07:00:00+08:00"));
      add_products (&market, MB_TRADE_VEGETABLES, cases[i].n_vegetables);
      add_products (&market, MB_TRADE_PORK, cases[i].n_pork);
      add_products (&market, MB_TRADE_AQUATIC, cases[i].n_aquatic);
      table = mb_price_table_new (market.board, cases[i].staple ? &basket : &trades, market.at_us);
      pages = mb_pages_divide (table, &cases[i].shape);
      text = describe (pages);
      g_assert_cmpstr (text, ==, cases[i].pages);
    }
}

static guint
get_places (MbPriceRow *row, gpointer data)
{
  return g_str_has_suffix (mb_record_get_id (MB_RECORD (row->product)), data) ? 2 : 1;
}

/* Rows in two lines: none is cut in two by a column's or a page's end. */
static void
test_tall_rows (void)
{
  MbPageShape one = { 5, 1, FALSE, get_places, (gpointer) "4" };
  MbPageShape two = { 5, 2, FALSE, get_places, (gpointer) "4" };
  g_auto (TestMarket) market = { NULL };
  g_autoptr (MbPriceTable) table = NULL;
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (GPtrArray) wide = NULL;
  g_autofree char *text = NULL;
  g_autofree char *wide_text = NULL;
  const MbPageSection *section;

  test_market_init (&market, test_time (DAY "07:00:00+08:00"));
  add_products (&market, MB_TRADE_VEGETABLES, 11);
  table = mb_price_table_new (market.board, &basket, market.at_us);
  pages = mb_pages_divide (table, &one);
  text = describe (pages);
  g_assert_cmpstr (text, ==, "basket 1/3 4 | basket 2/3 4 | basket 3/3 3");

  wide = mb_pages_divide (table, &two);
  wide_text = describe (wide);
  g_assert_cmpstr (wide_text, ==, "basket 1/2 8 | basket 2/2 3");
  section = mb_page_get_section (wide->pdata[0], 0);
  g_assert_cmpuint (g_array_index (section->spots, MbPageSpot, 4).column, ==, 1);
  g_assert_cmpuint (g_array_index (section->spots, MbPageSpot, 4).n_places, ==, 2);
  g_assert_cmpuint (g_array_index (section->spots, MbPageSpot, 5).place, ==, 2);
}

static void
test_slot_length (void)
{
  g_assert_cmpint (mb_slot_get_length (9, FALSE), ==, 10800000);
  g_assert_cmpint (mb_slot_get_length (6, FALSE), ==, 8000000);
  g_assert_cmpint (mb_slot_get_length (18, FALSE), ==, 14000000);
  g_assert_cmpint (mb_slot_get_length (6, TRUE), ==, 10800000);
  g_assert_cmpint (mb_slot_get_length (1, TRUE), ==, 8000000);
  g_assert_cmpint (mb_slot_get_length (90, TRUE), ==, 20000000);
  g_assert_cmpint (mb_slot_get_length (G_MAXUINT, TRUE), ==, 20000000);
  /* The basket passes by within 40 s, or 60 s. */
  g_assert_cmpint (3 * mb_slot_get_length (9, FALSE), <=, 40 * SECOND);
  g_assert_cmpint (5 * mb_slot_get_length (6, FALSE), <=, 40 * SECOND);
  g_assert_cmpint (5 * mb_slot_get_length (6, TRUE), <=, 60 * SECOND);
}

/* Days of 23, 24 and 25 hours are cut without a gap, and no slot is short. */
static void
test_slots (void)
{
  static const struct
  {
    const char *zone;
    const char *begin, *end;
  } days[] = {
    { "Asia/Shanghai", "2026-11-23T00:00:00+08:00", "2026-11-24T00:00:00+08:00" },
    { "Europe/Berlin", "2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00" },
    { "Europe/Berlin", "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00" },
    { "America/Havana", "2026-03-08T01:00:00-04:00", "2026-03-09T00:00:00-04:00" },
  };
  static const guint sizes[] = { 6, 7, 8, 9, 10, 11, 18 };

  for (gsize i = 0; i < G_N_ELEMENTS (days) * G_N_ELEMENTS (sizes); i++)
    {
      gsize day = i / G_N_ELEMENTS (sizes);
      gint64 length = mb_slot_get_length (sizes[i % G_N_ELEMENTS (sizes)], FALSE);
      g_autoptr (MbMarket) market = test_market_make_market (days[day].zone, MB_PER_KG);
      g_autoptr (MbMarketTime) time = mb_market_time_new (market);
      gint64 us = test_time (days[day].begin), end = test_time (days[day].end);

      for (gint64 number = 0; us < end; number++)
        {
          MbSlot slot = mb_slot_at (us, length, time);

          g_assert_cmpint (slot.number, ==, number);
          g_assert_cmpint (slot.begin_us, ==, us);
          g_assert_cmpint (slot.end_us - us, >=, length);
          g_assert_cmpint (slot.end_us - us, <, 2 * length);
          g_assert_cmpint (mb_slot_at (slot.end_us - 1, length, time).begin_us, ==, us);
          us = slot.end_us;
        }
      g_assert_cmpint (us, ==, end);
    }
}

/* A page that nobody changed comes when its number does. */
static void
test_turns (void)
{
  g_auto (TestMarket) market = { NULL };
  g_autoptr (MbPriceTable) table = NULL;
  g_autoptr (MbPager) pager = NULL;
  MbPageShape shape = { 9, 1, FALSE };
  gint64 us = test_time (DAY "00:00:00+08:00");

  test_market_init (&market, us - 24 * 3600 * SECOND);
  table = mb_price_table_new (market.board, &basket, us);
  pager = mb_pager_new (table, &shape);
  g_assert_true (mb_pager_turn (pager, us));
  g_assert_null (mb_pager_get_page (pager));
  g_assert_false (mb_pager_turn (pager, us));

  add_products (&market, MB_TRADE_VEGETABLES, 27);
  /* What was empty does not wait for the next slot. */
  g_assert_true (mb_pager_turn (pager, us));
  for (guint slot = 0; slot < 8000; slot++)
    {
      g_assert_true (mb_pager_turn (pager, us) == (slot > 0));
      g_assert_cmpint (mb_pager_get_slot (pager)->number, ==, slot);
      g_assert_cmpuint (mb_pager_get_n_pages (pager), ==, 3);
      g_assert_cmpuint (mb_pager_get_page_number (pager), ==, slot % 3);
      g_assert_true (mb_pager_get_page (pager) == mb_pager_get_nth_page (pager, slot % 3));
      g_assert_false (mb_pager_turn (pager, us + 10799999));
      us = mb_pager_get_slot (pager)->end_us;
    }
  g_assert_cmpint (us, ==, test_time ("2026-11-24T00:00:00+08:00"));
  g_assert_finalize_object (g_steal_pointer (&pager));
}

static guint
turn (MbPager *pager, gint64 *us)
{
  *us = mb_pager_get_slot (pager)->end_us;
  g_assert_true (mb_pager_turn (pager, *us));

  return mb_pager_get_page_number (pager);
}

/* People's changes come next, one slot each, in page order; others' wait for their turn. */
static void
test_people_first (void)
{
  g_auto (TestMarket) market = { NULL };
  g_autoptr (MbPriceTable) table = NULL;
  g_autoptr (MbPager) pager = NULL;
  MbPageShape shape = { 5, 1, FALSE };
  gint64 us = test_time (DAY "08:00:00+08:00"); /* slot 3600: page 0 of 5 */

  test_market_init (&market, test_time (DAY "07:00:00+08:00"));
  add_products (&market, MB_TRADE_VEGETABLES, 25);
  table = mb_price_table_new (market.board, &basket, us);
  pager = mb_pager_new (table, &shape);
  mb_pager_turn (pager, us);
  g_assert_cmpuint (mb_pager_get_page_number (pager), ==, 0);

  change_price (&market, MB_TRADE_VEGETABLES, 20, "manager:li", us + 1);
  change_price (&market, MB_TRADE_VEGETABLES, 12, "manager:li", us + 2);
  change_price (&market, MB_TRADE_VEGETABLES, 13, "local", us + 3);
  change_price (&market, MB_TRADE_VEGETABLES, 17, "hub", us + 4);
  change_price (&market, MB_TRADE_VEGETABLES, 18, "import", us + 5);
  change_price (&market, MB_TRADE_VEGETABLES, 19, "demo", us + 6);
  g_assert_cmpuint (mb_pager_get_page_number (pager), ==, 0);
  g_assert_false (mb_pager_turn (pager, us + 7));

  g_assert_cmpuint (turn (pager, &us), ==, 2);
  /* While the first of them stands, another comes to wait before the last. */
  change_price (&market, MB_TRADE_VEGETABLES, 1, "manager:li", us + 1);
  g_assert_cmpuint (turn (pager, &us), ==, 0);
  g_assert_cmpuint (turn (pager, &us), ==, 4);
  g_assert_cmpuint (turn (pager, &us), ==, 3604 % 5);
  /* On the page that stands: it stays one slot more. */
  change_price (&market, MB_TRADE_VEGETABLES, 23, "manager:li", us + 1);
  g_assert_cmpuint (turn (pager, &us), ==, 4);
  g_assert_cmpuint (turn (pager, &us), ==, 3606 % 5);
  /* A product's own record counts as well; one that came late counts as just made. */
  market.at_us = us - 60 * SECOND;
  market.by = "manager:li";
  test_market_put (&market, test_market_make_product ("vegetables-09", MB_TRADE_VEGETABLES, 9.5, TRUE));
  g_assert_cmpuint (turn (pager, &us), ==, 1);
  g_assert_cmpuint (turn (pager, &us), ==, 3608 % 5);
  /* One made in the new slot, before the view came to turn, counts in that slot. */
  change_price (&market, MB_TRADE_VEGETABLES, 17, "manager:li", us + 8 * SECOND + 1);
  g_assert_cmpuint (turn (pager, &us), ==, 3609 % 5);
  g_assert_cmpuint (turn (pager, &us), ==, 3);
}

/* What is said of the slots to come follows what people do. */
static void
test_forecast (void)
{
  g_auto (TestMarket) market = { NULL };
  g_autoptr (MbPriceTable) table = NULL;
  g_autoptr (MbPager) pager = NULL;
  MbPageShape shape = { 5, 1, FALSE };
  MbPriceRow *rows[5];
  gint64 us = test_time (DAY "08:00:00+08:00"); /* page 0 of 5 */

  test_market_init (&market, test_time (DAY "07:00:00+08:00"));
  add_products (&market, MB_TRADE_VEGETABLES, 25);
  table = mb_price_table_new (market.board, &basket, us);
  pager = mb_pager_new (table, &shape);
  mb_pager_turn (pager, us);
  for (guint i = 0; i < 5; i++)
    rows[i] = mb_price_table_get_row (table, i * 5);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpint (mb_pager_get_shown_by (pager, rows[i]), ==, us + i * 8 * SECOND);

  change_price (&market, MB_TRADE_VEGETABLES, 20, "demo", us + 1);
  g_assert_cmpint (mb_pager_get_shown_by (pager, rows[4]), ==, us + 4 * 8 * SECOND);
  change_price (&market, MB_TRADE_VEGETABLES, 20, "manager:li", us + 2);
  g_assert_cmpint (mb_pager_get_shown_by (pager, rows[4]), ==, us + 8 * SECOND);
  change_price (&market, MB_TRADE_VEGETABLES, 15, "manager:li", us + 3);
  g_assert_cmpint (mb_pager_get_shown_by (pager, rows[3]), ==, us + 8 * SECOND);
  g_assert_cmpint (mb_pager_get_shown_by (pager, rows[4]), ==, us + 16 * SECOND);
  /* Slots 3603 and 3604 are those of pages 3 and 4: page 1 comes by number in slot 3606. */
  g_assert_cmpint (mb_pager_get_shown_by (pager, rows[1]), ==, us + 6 * 8 * SECOND);
  g_assert_cmpuint (turn (pager, &us), ==, 3);
  g_assert_cmpuint (turn (pager, &us), ==, 4);
}

static void
test_midnight (void)
{
  g_auto (TestMarket) market = { NULL };
  g_autoptr (MbPriceTable) table = NULL;
  g_autoptr (MbPager) running = NULL;
  g_autoptr (MbPager) fresh = NULL;
  MbPageShape shape = { 5, 1, FALSE };
  gint64 midnight = test_time ("2026-11-24T00:00:00+08:00");
  gint64 us = midnight - SECOND;

  test_market_init (&market, test_time (DAY "07:00:00+08:00"));
  add_products (&market, MB_TRADE_VEGETABLES, 25);
  table = mb_price_table_new (market.board, &basket, us);
  running = mb_pager_new (table, &shape);
  mb_pager_turn (running, us);
  change_price (&market, MB_TRADE_VEGETABLES, 12, "manager:li", us - 8 * SECOND);
  change_price (&market, MB_TRADE_VEGETABLES, 22, "manager:li", us + 1);
  change_price (&market, MB_TRADE_VEGETABLES, 17, "manager:li", us + 2);

  fresh = mb_pager_new (table, &shape);
  mb_pager_turn (fresh, midnight);
  g_assert_cmpuint (mb_pager_get_page_number (fresh), ==, 3);
  /* The running one first sees to the page that was changed a slot before. */
  g_assert_cmpuint (turn (running, &us), ==, 2);
  g_assert_cmpint (us, ==, midnight);
  g_assert_cmpuint (turn (running, &us), ==, 3);
  g_assert_cmpuint (turn (running, &us), ==, 4);
  g_assert_cmpuint (turn (running, &us), ==, 3);
}

/* The rows of a page stay for its slot, whatever comes or goes. */
static void
test_page_is_kept (void)
{
  g_auto (TestMarket) market = { NULL };
  g_autoptr (MbPriceTable) table = NULL;
  g_autoptr (MbPager) pager = NULL;
  MbPageShape shape = { 5, 1, FALSE };
  MbPriceRow *row;
  MbPage *page;
  gint64 us = test_time (DAY "08:00:00+08:00");

  test_market_init (&market, test_time (DAY "07:00:00+08:00"));
  add_products (&market, MB_TRADE_VEGETABLES, 5);
  table = mb_price_table_new (market.board, &basket, us);
  pager = mb_pager_new (table, &shape);
  mb_pager_turn (pager, us);
  page = mb_pager_get_page (pager);
  row = mb_page_get_section (page, 0)->rows->pdata[2];

  market.at_us = us + 1;
  market.by = "manager:li";
  test_market_put (&market, test_market_make_product ("new", MB_TRADE_VEGETABLES, -1, TRUE));
  test_market_drop (&market, MB_KIND_PRODUCT, "vegetables-02");
  g_assert_false (mb_pager_turn (pager, us + 2));
  g_assert_true (mb_pager_get_page (pager) == page);
  g_assert_true (mb_page_has_row (page, row));
  g_assert_cmpint (row->figure, ==, MB_FIGURE_GONE);
  g_assert_cmpint (mb_pager_get_shown_by (pager, mb_price_table_get_row (table, 0)), ==, us + 8 * SECOND);

  turn (pager, &us);
  page = mb_pager_get_page (pager);
  g_assert_true (mb_page_has_row (page, mb_price_table_get_row (table, 0)));
}

static void
test_shape (void)
{
  g_auto (TestMarket) market = { NULL };
  g_autoptr (MbPriceTable) table = NULL;
  g_autoptr (MbPager) pager = NULL;
  MbPageShape small = { 3, 1, FALSE }, large = { 9, 2, FALSE };
  gint64 us = test_time (DAY "08:00:01+08:00");

  test_market_init (&market, test_time (DAY "07:00:00+08:00"));
  add_products (&market, MB_TRADE_VEGETABLES, 27);
  table = mb_price_table_new (market.board, &trades, us);
  pager = mb_pager_new (table, &small);
  g_assert_cmpint (mb_pager_get_shown_by (pager, mb_price_table_get_row (table, 0)), ==, MB_UNSET);
  mb_pager_turn (pager, us);
  g_assert_cmpuint (mb_pager_get_n_pages (pager), ==, 9);
  mb_pager_set_shape (pager, &small);
  g_assert_false (mb_pager_turn (pager, us));
  mb_pager_set_shape (pager, &large);
  g_assert_true (mb_pager_turn (pager, us));
  g_assert_cmpuint (mb_pager_get_n_pages (pager), ==, 2);
  g_assert_cmpint (mb_pager_get_slot (pager)->end_us - mb_pager_get_slot (pager)->begin_us, ==, 14 * SECOND);
}

/* What the description of the pager says, played from the journal alone: every page waits from the
 * slot in which a person changed it until it comes. */
static guint
expect_page (gboolean *waits, guint n_pages, gint64 slot)
{
  for (guint i = 0; i < n_pages; i++)
    if (waits[i])
      {
        waits[i] = FALSE;
        return i;
      }

  return (guint) (slot % n_pages);
}

#define N_PAGES 6
#define N_ROWS 5 /* 8 s */

typedef struct
{
  TestMarket market;
  MbPriceTable *table;
  MbPageShape shape;
  MbPager *pager;
  GRand *random;
  gint64 last_change[N_PAGES * N_ROWS];
} Day;

static void
day_init (Day *day, guint32 seed)
{
  gint64 us = test_time (DAY "00:00:00+08:00");

  *day = (Day){ .shape = { N_ROWS, 1, FALSE } };
  test_market_init (&day->market, us - 3600 * SECOND);
  add_products (&day->market, MB_TRADE_VEGETABLES, 27);
  add_products (&day->market, MB_TRADE_PORK, 0);
  day->table = mb_price_table_new (day->market.board, &basket, us);
  day->pager = mb_pager_new (day->table, &day->shape);
  day->random = g_rand_new_with_seed (seed);
  mb_pager_turn (day->pager, us);
}

static void
day_clear (Day *day)
{
  g_clear_object (&day->pager);
  g_clear_object (&day->table);
  g_clear_pointer (&day->random, g_rand_free);
  test_market_clear (&day->market);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Day, day_clear)

/* A few changes in the slot that stands; returns the pages that a person touched.
 * @apart_s: a row that a person changed is left alone for so long */
static guint
make_changes (Day *day, gint64 apart_s)
{
  const MbSlot *slot = mb_pager_get_slot (day->pager);
  gint64 us = slot->begin_us;
  guint touched = 0;
  /* Long pauses, and hours in which somebody types one price after the other. */
  int n = slot->number / 200 % 3 == 0 ? g_rand_int_range (day->random, 0, 4) : 0;

  for (int i = 0; i < n; i++)
    {
      guint row = (guint) g_rand_int_range (day->random, 0, 27);
      gboolean person = g_rand_int_range (day->random, 0, 3) > 0;

      us += g_rand_int_range (day->random, 0, (gint32) ((slot->end_us - us) / 2));
      if (us - day->last_change[row] < apart_s * SECOND)
        continue;
      change_price (&day->market, MB_TRADE_VEGETABLES, row, person ? "manager:li" : "hub", us);
      day->last_change[row] = us;
      touched |= person ? 1u << row / N_ROWS : 0;
    }

  return touched;
}

static guint
start_anew (Day *day, gint64 us)
{
  g_autoptr (MbPriceTable) table = mb_price_table_new (day->market.board, &basket, us);
  g_autoptr (MbPager) pager = mb_pager_new (table, &day->shape);

  mb_pager_turn (pager, us);

  return mb_pager_get_page_number (pager);
}

/* A whole day of chance: the pager does what is said of it, keeps each page for its slot, and says
 * beforehand when a row will be shown. */
static void
test_day (void)
{
  g_auto (Day) day = { 0 };
  gboolean waits[N_PAGES] = { FALSE };
  gint64 us = 0;

  day_init (&day, 1);
  for (gint64 number = 1; number < 10800; number++)
    {
      guint touched = make_changes (&day, 0);
      MbPriceRow *row = mb_price_table_get_row (day.table, (guint) g_rand_int_range (day.random, 0, 27));
      gint64 shown_by = mb_pager_get_shown_by (day.pager, row);
      gboolean here = mb_page_has_row (mb_pager_get_page (day.pager), row);

      g_assert_cmpint (shown_by, >=, mb_pager_get_slot (day.pager)->begin_us);
      g_assert_true (here == (shown_by == mb_pager_get_slot (day.pager)->begin_us));
      for (guint i = 0; i < N_PAGES; i++)
        waits[i] = waits[i] || (touched >> i & 1) != 0;
      g_assert_cmpuint (turn (day.pager, &us), ==, expect_page (waits, N_PAGES, number));
      g_assert_cmpint (mb_pager_get_slot (day.pager)->number, ==, number);
      /* When it said "in the next slot", it is; it is never there before it said. */
      g_assert_true (here || mb_page_has_row (mb_pager_get_page (day.pager), row) == (shown_by == us));
    }
}

/* Whoever starts in any slot of the day, at its beginning or in the middle, sees the page that those
 * see who were there since midnight. */
static void
test_restart (void)
{
  g_auto (Day) day = { 0 };
  gint64 us = 0;

  day_init (&day, 2);
  for (gint64 number = 1; number < 10800; number++)
    {
      guint page = turn (day.pager, &us);

      if (number % 7 == 0 || number / 200 % 3 == 0)
        {
          g_assert_cmpuint (start_anew (&day, us), ==, page);
          make_changes (&day, 600);
          g_assert_cmpuint (start_anew (&day, us + 7 * SECOND), ==, page);
        }
    }
}

/* Where rows that wait are changed again and again, a start can differ, but not for long. */
static void
test_restart_heals (void)
{
  g_auto (Day) day = { 0 };
  guint n_same = 0, n_quiet = 0;
  gint64 us = 0;

  day_init (&day, 3);
  for (gint64 number = 1; number < 10800; number++)
    {
      guint page = turn (day.pager, &us);
      gboolean same;

      make_changes (&day, 0);
      same = start_anew (&day, us) == page;
      n_same += same;
      n_quiet = number / 200 % 3 == 0 ? 0 : n_quiet + 1;
      if (n_quiet > N_PAGES)
        g_assert_true (same);
    }
  g_assert_cmpuint (n_same, >, 10000);
}

/* A day slept through, a clock set back: as if it began now. */
static void
test_jumps (void)
{
  g_auto (Day) day = { 0 };
  gint64 us = 0;

  day_init (&day, 4);
  for (guint i = 0; i < 50; i++)
    {
      make_changes (&day, 0);
      turn (day.pager, &us);
    }
  g_assert_true (mb_pager_turn (day.pager, us - 80 * SECOND));
  g_assert_cmpuint (mb_pager_get_page_number (day.pager), ==, start_anew (&day, us - 80 * SECOND));
  us += 40 * 3600 * SECOND;
  g_assert_true (mb_pager_turn (day.pager, us));
  g_assert_cmpuint (mb_pager_get_page_number (day.pager), ==, mb_pager_get_slot (day.pager)->number % N_PAGES);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pages/divide", test_divide);
  g_test_add_func ("/pages/tall-rows", test_tall_rows);
  g_test_add_func ("/slots/length", test_slot_length);
  g_test_add_func ("/slots/days", test_slots);
  g_test_add_func ("/pager/turns", test_turns);
  g_test_add_func ("/pager/people-first", test_people_first);
  g_test_add_func ("/pager/forecast", test_forecast);
  g_test_add_func ("/pager/midnight", test_midnight);
  g_test_add_func ("/pager/page-is-kept", test_page_is_kept);
  g_test_add_func ("/pager/shape", test_shape);
  g_test_add_func ("/pager/day", test_day);
  g_test_add_func ("/pager/restart", test_restart);
  g_test_add_func ("/pager/restart/heals", test_restart_heals);
  g_test_add_func ("/pager/jumps", test_jumps);

  return g_test_run ();
}
