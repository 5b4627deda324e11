/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/words/mb-promotion-text.h"

#include "core/model/money/mb-money.h"
#include "core/model/money/mb-unit.h"
#include "core/model/place/mb-market.h"
#include "core/model/place/mb-product.h"
#include "core/model/place/mb-stall.h"
#include "widgets/words/mb-format.h"

#include <glib/gi18n.h>

#define APART "　"

static void
append (GString *line, const char *apart, const char *text)
{
  g_autofree char *clean = text != NULL ? mb_format_name (text) : NULL;

  if (clean == NULL || *clean == '\0')
    return;

  if (line->len > 0)
    g_string_append (line, apart);
  g_string_append (line, clean);
}

static char *
say_about (MbPromotion *promotion, MbBoard *board, const char *language)
{
  MbRecord *stall = promotion->stall != NULL ? mb_board_get (board, MB_KIND_STALL, promotion->stall) : NULL;
  MbRecord *product =
      promotion->product != NULL ? mb_board_get (board, MB_KIND_PRODUCT, promotion->product) : NULL;
  GString *line = g_string_new (NULL);

  if (stall != NULL)
    {
      append (line, APART, MB_STALL (stall)->number);
      append (line, APART, mb_texts_get (MB_STALL (stall)->merchant, language));
    }
  else
    append (line, APART, mb_texts_get (promotion->place, language));
  if (product != NULL)
    append (line, APART, mb_texts_get (MB_PRODUCT (product)->name, language));
  return g_string_free (line, line->len == 0);
}

/* One that ends at midnight ends with the day before it. */
static char *
say_end (const MbCatalogue *catalogue, const MbPromotionTime *time)
{
  MbDate date, today;
  g_autofree char *clock = NULL;
  g_autofree char *day = NULL;
  gboolean with_day;

  if (time->end_us == G_MAXINT64)
    return NULL;

  date = mb_date_of (time->end_us, time->zone);
  with_day = mb_date_of (time->end_us - 1, time->zone) != date;
  if (with_day)
    date = mb_date_add (date, -1);
  today = time->now_us != MB_UNSET ? mb_date_of (time->now_us, time->zone) : 0;
  if (date == today && with_day)
    return g_strdup (mb_catalogue_text (catalogue, N_ ("today only")));

  clock = mb_format_clock (time->end_us, time->zone);
  if (date == today)
    return mb_format_fill (mb_catalogue_text (catalogue, N_ ("until {time} today")), "time", clock, NULL);

  day = mb_format_short_day (catalogue, date);
  return mb_format_fill (mb_catalogue_text (catalogue, N_ ("until {date}")), "date", day, NULL);
}

/* So many were left when somebody counted: nobody walks to a stall for a number of another day. */
static char *
say_left (const MbCatalogue *catalogue, MbPromotion *promotion, const MbPromotionTime *time)
{
  const MbCoupon *coupon = promotion->coupon;
  gint64 counted_us = mb_record_get_at (MB_RECORD (promotion));
  g_autofree char *n = NULL;

  if (coupon == NULL || coupon->left == MB_UNSET || time->now_us == MB_UNSET ||
      mb_date_of (counted_us, time->zone) != mb_date_of (time->now_us, time->zone))
    return NULL;

  n = g_strdup_printf ("%" G_GINT64_FORMAT, coupon->left);
  return mb_format_fill (mb_catalogue_text (catalogue, N_ ("{n} left")), "n", n, NULL);
}

/* Only what the hub has worked out from what was paid. */
static char *
say_was (const MbCatalogue *catalogue, MbPromotion *promotion, MbBoard *board)
{
  MbMarket *market = (MbMarket *) mb_board_get (board, MB_KIND_MARKET, "market");
  MbRecord *product =
      promotion->product != NULL ? mb_board_get (board, MB_KIND_PRODUCT, promotion->product) : NULL;
  MbPer shown;
  gint64 fen;
  g_autofree char *figure = NULL;
  g_autofree char *unit = NULL;

  if (promotion->was_fen == MB_UNSET || promotion->was_per < 0)
    return NULL;

  shown = promotion->was_per;
  if (mb_per_get_grams (shown) > 0)
    shown = market != NULL && market->price_unit >= 0 ? market->price_unit : MB_PER_500G;
  fen = mb_per_convert (promotion->was_fen, promotion->was_per, shown);
  if (fen == MB_UNSET)
    return NULL;

  figure = mb_money_format (fen, mb_money_is_whole_jiao (fen) ? 1 : 2);
  unit = mb_format_unit (catalogue, shown, product != NULL ? MB_PRODUCT (product)->piece_word : NULL);
  return mb_format_fill (mb_catalogue_text (catalogue, N_ ("was {price} {unit}")), "price", figure, "unit", unit, NULL);
}

static void
add_term (GPtrArray *terms, char *term)
{
  if (term != NULL && *term != '\0')
    g_ptr_array_add (terms, term);
  else
    g_free (term);
}

static char *
dup_text (const MbTexts *texts, const char *language)
{
  const char *text = mb_texts_get (texts, language);

  return *text != '\0' ? mb_format_name (text) : NULL;
}

void
mb_promotion_text_init (MbPromotionText *self, MbPromotion *promotion, MbBoard *board,
                        const MbCatalogue *catalogue, const MbPromotionTime *time)
{
  const char *language = mb_catalogue_get_language (catalogue);
  g_autoptr (GPtrArray) terms = g_ptr_array_new ();

  g_return_if_fail (self != NULL && MB_IS_PROMOTION (promotion) && MB_IS_BOARD (board));

  add_term (terms, dup_text (promotion->conditions, language));
  add_term (terms, say_end (catalogue, time));
  add_term (terms, say_left (catalogue, promotion, time));
  add_term (terms, say_was (catalogue, promotion, board));
  g_ptr_array_add (terms, NULL);

  *self = (MbPromotionText){
    .about = say_about (promotion, board, language),
    .offer = dup_text (promotion->title, language),
    .detail = dup_text (promotion->text, language),
    .terms = (char **) g_ptr_array_free (g_steal_pointer (&terms), FALSE),
    .call = g_strdup (promotion->coupon != NULL
                          ? mb_catalogue_context_text (catalogue, "a coupon", NC_ ("a coupon", "Scan up close"))
                          : mb_catalogue_text (catalogue, N_ ("Scan up close"))),
  };
  if (self->about == NULL)
    self->about = g_strdup (mb_format_offers_title (catalogue));
}

void
mb_promotion_text_clear (MbPromotionText *self)
{
  g_clear_pointer (&self->about, g_free);
  g_clear_pointer (&self->offer, g_free);
  g_clear_pointer (&self->detail, g_free);
  g_clear_pointer (&self->terms, g_strfreev);
  g_clear_pointer (&self->call, g_free);
}

const char *
mb_format_offers_title (const MbCatalogue *catalogue)
{
  return mb_catalogue_text (catalogue, N_ ("Today's offers"));
}

char *
mb_format_no_offers (const MbCatalogue *catalogue, gint64 next_us, gint64 now_us, GTimeZone *zone)
{
  g_autofree char *clock = NULL;
  g_autofree char *day = NULL;

  if (next_us == G_MAXINT64)
    return g_strdup (mb_catalogue_text (catalogue, N_ ("Offers are announced here")));

  clock = mb_format_clock (next_us, zone);
  if (now_us != MB_UNSET && mb_date_of (now_us, zone) == mb_date_of (next_us, zone))
    return mb_format_fill (mb_catalogue_text (catalogue, N_ ("Today's offers from {time}")), "time", clock, NULL);

  day = mb_format_short_day (catalogue, mb_date_of (next_us, zone));
  return mb_format_fill (mb_catalogue_text (catalogue, N_ ("Next offers on {date}, {time}")), "date", day, "time",
                         clock, NULL);
}
