/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/bands/mb-band-words.h"

#include "core/model/page/mb-test-day.h"
#include "core/model/show/mb-notice.h"
#include "widgets/words/mb-format.h"
#include "widgets/words/mb-plain.h"
#include "widgets/words/mb-sheet-text.h"
#include "widgets/words/mb-test-text.h"

#define NOTICE_MOST 300 /* characters */

/* Whose board it is: the market's, or a stall's, which has nothing to say of today. */
static void
tell_owner (MbHeaderBand *band, MbMarket *market, MbStall *stall, gboolean of_today, const MbCatalogue *catalogue)
{
  g_autofree char *name = stall != NULL ? mb_format_stall (catalogue, stall) : NULL;
  g_autofree char *rating = stall != NULL ? mb_format_rating (catalogue, stall) : NULL;
  const char *of_market =
      market != NULL ? mb_texts_get (market->name, mb_catalogue_get_language (catalogue)) : "";

  if (stall != NULL)
    mb_header_band_set_title (band, name, rating != NULL ? rating : "");
  else
    mb_header_band_set_title (band, of_market, of_today ? mb_format_title (catalogue) : "");
}

static gboolean
has_figure_of (MbPriceTable *prices, gint64 now_us, GTimeZone *zone)
{
  guint n = prices != NULL && now_us != MB_UNSET ? g_list_model_get_n_items (G_LIST_MODEL (prices)) : 0;

  for (guint i = 0; i < n; i++)
    {
      MbPriceRow *row = mb_price_table_get_row (prices, i);

      if (row->figure <= MB_FIGURE_RANGE && row->observed_us != MB_UNSET &&
          mb_date_of (row->observed_us, zone) == mb_date_of (now_us, zone))
        return TRUE;
    }

  return FALSE;
}

void
mb_header_band_tell (MbHeaderBand *band, MbMarket *market, MbStall *stall, MbPriceTable *prices, gint64 now_us,
                     GTimeZone *zone, const MbCatalogue *catalogue)
{
  gboolean of_today = stall == NULL && has_figure_of (prices, now_us, zone);
  g_autofree char *day = NULL;
  g_autofree char *clock = NULL;

  tell_owner (band, market, stall, of_today, catalogue);
  if (now_us != MB_UNSET)
    {
      day = mb_format_day (catalogue, now_us, zone);
      clock = mb_format_clock (now_us, zone);
    }
  mb_header_band_set_time (band, day, clock);
}

static char *
say_tab (const MbCatalogue *catalogue, int trade, const MbPageSection *section)
{
  const char *name = mb_format_trade (catalogue, trade);

  if (section == NULL || section->n_pages < 2)
    return g_strdup (name);

  return g_strdup_printf ("%s %u/%u", name, section->number, section->n_pages);
}

static const MbPageSection *
find_section (MbPage *page, int trade)
{
  for (guint i = 0; page != NULL && i < mb_page_get_n_sections (page); i++)
    if (mb_page_get_section (page, i)->trade == trade)
      return mb_page_get_section (page, i);

  return NULL;
}

void
mb_bar_band_tell_pages (MbBarBand *band, MbPriceTable *table, MbPager *pager,
                        const MbCatalogue *catalogue)
{
  MbPage *page = pager != NULL ? mb_pager_get_page (pager) : NULL;
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  MbBarTab tabs[MB_BAR_MAX_TABS];
  guint n_tabs = 0;

  for (int trade = -1; page != NULL && trade < MB_N_TRADES; trade++)
    {
      const MbPageSection *section = find_section (page, trade);

      if (trade < 0 ? !mb_price_table_get_scope (table)->staple
                    : (mb_price_table_get_trades (table) >> trade & 1) == 0)
        continue;
      g_ptr_array_add (texts, say_tab (catalogue, trade, section));
      tabs[n_tabs] = (MbBarTab){ texts->pdata[n_tabs], section != NULL };
      n_tabs++;
    }
  mb_bar_band_set_tabs (band, tabs, n_tabs);
}

void
mb_bar_band_tell_remarks (MbBarBand *band, MbPriceTable *table, const char *first, const char *clock,
                          gboolean with_unit, const MbCatalogue *catalogue)
{
  MbRowBasis basis = mb_price_table_get_basis (table);
  const char *weight = mb_format_weight_remark (catalogue, mb_price_table_get_unit (table));
  gint64 n_deals = mb_price_table_get_n_deals (table);
  g_autofree char *deals = n_deals > 0 ? mb_format_deals (catalogue, n_deals) : NULL;
  g_autofree char *unit =
      with_unit ? mb_format_unit (catalogue, mb_price_table_get_unit (table), NULL) : NULL;
  const char *remarks[7];
  guint n = 0, n_kept;

  if (first != NULL)
    remarks[n++] = first;
  if (clock != NULL)
    remarks[n++] = clock;
  if (unit != NULL)
    remarks[n++] = unit;
  n_kept = MAX (n, 1);
  if (basis != MB_ROW_BASIS_NONE)
    remarks[n++] = mb_format_basis (catalogue, basis);
  if (deals != NULL)
    remarks[n++] = deals;
  if (weight != NULL && basis != MB_ROW_BASIS_NONE)
    remarks[n++] = weight;
  remarks[n] = NULL;
  mb_bar_band_set_remarks (band, remarks, n_kept);
}

/* Two minutes of a running line: nobody reads a longer one, and the next ones wait. */
static char *
shorten (const char *text)
{
  g_autofree char *all = mb_plain_text (text, NOTICE_MOST + 1);

  if (g_utf8_strlen (all, -1) <= NOTICE_MOST)
    return g_steal_pointer (&all);

  *g_utf8_offset_to_pointer (all, NOTICE_MOST - 1) = '\0';
  return g_strconcat (g_strchomp (all), "…", NULL);
}

/* What a ticker's lines are made of. */
typedef struct
{
  GArray *lines; /* of MbTickerLine */
  MbBoard *board;
  gint64 now_us;
  GTimeZone *zone;
  const MbCatalogue *const *catalogues;
  guint n_catalogues;
} Telling;

/* Takes the text. What says the same in two languages is said once. */
static void
add_line (Telling *self, const char *key, guint language, char *text, gboolean alarm)
{
  MbTickerLine line = { key, language, shorten (text), alarm };
  const MbTickerLine *last =
      self->lines->len > 0 ? &g_array_index (self->lines, MbTickerLine, self->lines->len - 1) : NULL;

  g_free (text);
  if (*line.text == '\0' || (last != NULL && g_str_equal (last->key, key) && g_str_equal (last->text, line.text)))
    g_free ((char *) line.text);
  else
    g_array_append_val (self->lines, line);
}

static void
clear_line (gpointer data)
{
  g_free ((char *) ((MbTickerLine *) data)->text);
}

static void
add_failure (Telling *self, MbTest *test)
{
  MbRecord *product = mb_board_get (self->board, MB_KIND_PRODUCT, test->product);
  MbRecord *stall = test->stall != NULL ? mb_board_get (self->board, MB_KIND_STALL, test->stall) : NULL;
  MbTestTime time = { self->now_us, self->zone };

  for (guint i = 0; i < self->n_catalogues; i++)
    add_line (self, mb_record_get_id (MB_RECORD (test)), i,
              mb_format_failure (self->catalogues[i], test, (MbProduct *) product, (MbStall *) stall, &time), TRUE);
}

static void
add_failures (Telling *self)
{
  GListModel *tests = mb_board_get_list (self->board, MB_KIND_TEST);

  for (guint i = 0; i < g_list_model_get_n_items (tests); i++)
    {
      g_autoptr (MbTest) test = g_list_model_get_item (tests, i);

      if (mb_test_is_open (test) && !mb_test_day_is_answered (self->board, test))
        add_failure (self, test);
    }
}

static void
add_notice (Telling *self, MbNotice *notice)
{
  for (guint i = 0; i < self->n_catalogues; i++)
    add_line (self, mb_record_get_id (MB_RECORD (notice)), i,
              g_strdup (mb_texts_get (notice->text, mb_catalogue_get_language (self->catalogues[i]))),
              notice->level == MB_LEVEL_EMERGENCY);
}

static void
add_complaints (Telling *self)
{
  MbMarket *market = (MbMarket *) mb_board_get (self->board, MB_KIND_MARKET, "market");
  const char *phone = market != NULL ? market->complaint_phone : NULL;

  for (guint i = 0; i < self->n_catalogues; i++)
    add_line (self, "", i, mb_format_complaints (self->catalogues[i], phone), FALSE);
}

void
mb_ticker_band_tell (MbTickerBand *band, MbBoard *board, gboolean failures, GPtrArray *notices, gint64 now_us,
                     GTimeZone *zone, const MbCatalogue *const *catalogues, guint n_catalogues)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (MbTickerLine));
  Telling telling = { lines, board, now_us, zone, catalogues, n_catalogues };

  g_array_set_clear_func (lines, clear_line);
  if (failures)
    add_failures (&telling);
  for (guint i = 0; i < notices->len; i++)
    add_notice (&telling, notices->pdata[i]);
  if (lines->len == 0)
    add_complaints (&telling);
  mb_ticker_band_set_lines (band, (MbTickerLine *) lines->data, lines->len);
}

gboolean
mb_band_words_have_failure (MbBoard *board)
{
  GListModel *tests = board != NULL ? mb_board_get_list (board, MB_KIND_TEST) : NULL;
  gboolean open = FALSE;

  for (guint i = 0; tests != NULL && i < g_list_model_get_n_items (tests) && !open; i++)
    {
      g_autoptr (MbTest) test = g_list_model_get_item (tests, i);

      open = mb_test_is_open (test);
    }

  return open;
}
