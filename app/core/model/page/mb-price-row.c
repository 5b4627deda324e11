/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/page/mb-price-row.h"

#include "core/model/money/mb-unit.h"
#include "core/model/page/mb-price-row-private.h"

#include <string.h>

/* One line of a price table: which record speaks, and what of it can be said now. */

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MbPriceRow, mb_price_row, G_TYPE_OBJECT)

/* The amounts of a price or a quote, in the unit that is printed. */
typedef struct
{
  gint64 fen, low_fen, high_fen, yesterday_fen;
  gint64 samples, stalls;
  gint64 observed_us;
  MbPer per;
} Amounts;

static Amounts
get_amounts (MbRecord *record, MbPer unit)
{
  Amounts amounts;
  MbPer per;

  if (MB_IS_QUOTE (record))
    {
      MbQuote *quote = MB_QUOTE (record);

      amounts = (Amounts){ quote->average_fen, quote->low_fen, quote->high_fen, quote->yesterday_fen,
                           quote->samples,     quote->stalls,  quote->observed_at.us, quote->per };
    }
  else
    {
      MbPrice *price = MB_PRICE (record);

      amounts = (Amounts){ price->fen,     price->low_fen, price->high_fen,       price->yesterday_fen,
                           price->samples, MB_UNSET,       price->observed_at.us, price->per };
    }

  per = amounts.per;
  if (mb_per_get_grams (per) == 0)
    return amounts;

  amounts.per = unit;
  amounts.fen = mb_per_convert (amounts.fen, per, unit);
  amounts.low_fen = mb_per_convert (amounts.low_fen, per, unit);
  amounts.high_fen = mb_per_convert (amounts.high_fen, per, unit);
  amounts.yesterday_fen = mb_per_convert (amounts.yesterday_fen, per, unit);

  return amounts;
}

static gint64
get_observed (MbRecord *record)
{
  return MB_IS_QUOTE (record) ? MB_QUOTE (record)->observed_at.us
                              : MB_PRICE (record)->observed_at.us;
}

static MbFreshnessState
judge (MbRecord *record, const MbRowContext *context)
{
  return mb_freshness_judge (MB_IS_QUOTE (record) ? &context->quote_rule : &context->price_rule,
                             get_observed (record), context->now_us, context->time);
}

/* A quote without a middle stands back as long as anything else is fresh. */
static gboolean
may_lead (MbRecord *record)
{
  return !MB_IS_QUOTE (record) || MB_QUOTE (record)->average_fen != MB_UNSET;
}

/* The first that is fresh, else the one last observed; until_us of @state is when that may change. */
static const MbCandidate *
choose (const MbCandidate *candidates, guint n, const MbRowContext *context,
        MbFreshnessState *state)
{
  const MbCandidate *chosen = NULL;
  gint64 until_us = G_MAXINT64;
  gboolean found = FALSE;

  for (guint i = 0; i < n; i++)
    {
      MbRecord *record = candidates[i].record;
      MbFreshnessState own = judge (record, context);
      gboolean leads = own.age == MB_AGE_FRESH && may_lead (record);

      until_us = MIN (until_us, own.until_us);
      if (!found && (leads || chosen == NULL || get_observed (record) > get_observed (chosen->record)))
        {
          chosen = &candidates[i];
          *state = own;
        }
      found = found || leads;
    }
  state->until_us = until_us;

  return chosen;
}

/* Everything that is worked out anew each time, from here to the end of the instance. */
#define WORKED_OUT offsetof (MbPriceRow, figure)

G_STATIC_ASSERT (offsetof (MbPriceRow, fen) == WORKED_OUT + 4 * sizeof (gint32));
G_STATIC_ASSERT (sizeof (MbPriceRow) == WORKED_OUT + 4 * sizeof (gint32) + 11 * sizeof (gint64));

static void
clear (MbPriceRow *self, const MbRowContext *context)
{
  self->figure = MB_FIGURE_NOT_QUOTED;
  self->basis = MB_ROW_BASIS_NONE;
  self->per = self->product->sold_by == MB_SOLD_BY_PIECE ? MB_PER_PIECE : context->unit;
  self->age = MB_AGE_FRESH;
  self->fen = self->low_fen = self->high_fen = self->movement_fen = MB_UNSET;
  self->samples = self->stalls = MB_UNSET;
  self->observed_us = MB_UNSET;
  self->until_us = G_MAXINT64;
  self->n_deals = 0;
  self->rev = 0;
}

static void
set_figure (MbPriceRow *self, const Amounts *amounts)
{
  gint64 low = amounts->low_fen, high = amounts->high_fen;
  gboolean is_range = low != MB_UNSET && high != MB_UNSET && low != high;

  self->low_fen = is_range ? low : MB_UNSET;
  self->high_fen = is_range ? high : MB_UNSET;
  self->fen = amounts->fen;
  self->figure = MB_FIGURE_PRICE;
  if (self->fen != MB_UNSET)
    return;

  self->fen = is_range ? MB_UNSET : low != MB_UNSET ? low : high;
  if (is_range)
    self->figure = MB_FIGURE_RANGE;
  else if (high == MB_UNSET)
    self->figure = MB_FIGURE_FROM;
  else if (low == MB_UNSET)
    self->figure = MB_FIGURE_UP_TO;
  if (low == MB_UNSET && high == MB_UNSET)
    self->figure = MB_FIGURE_NOT_QUOTED;
}

static void
set_amounts (MbPriceRow *self, const Amounts *amounts)
{
  self->per = amounts->per;
  self->observed_us = amounts->observed_us;
  if (self->age == MB_AGE_HIDDEN)
    {
      self->figure = MB_FIGURE_UPDATING;
      return;
    }

  self->samples = amounts->samples;
  self->stalls = amounts->stalls;
  set_figure (self, amounts);
  if (self->age == MB_AGE_FRESH && amounts->yesterday_fen != MB_UNSET &&
      (self->figure == MB_FIGURE_PRICE || self->figure == MB_FIGURE_FROM))
    self->movement_fen = self->fen - amounts->yesterday_fen;
}

static void
limit_to_midnight (MbPriceRow *self, MbDate today, MbMarketTime *time)
{
  gint64 midnight = mb_market_time_get_midnight (time, mb_date_add (today, 1));

  self->until_us = MIN (self->until_us, midnight);
}

/* What is true of today only: deals, and that nobody sells where there is nothing to print. */
static void
set_today (MbPriceRow *self, MbQuote *quote, const MbRowContext *context)
{
  MbDate today;

  if (context->now_us == MB_UNSET)
    return;

  today = mb_market_time_get_date (context->time, context->now_us);
  if (quote != NULL && quote->samples != MB_UNSET && quote->day == today)
    {
      self->n_deals = quote->samples;
      limit_to_midnight (self, today, context->time);
    }
  if (self->figure == MB_FIGURE_UPDATING || self->figure == MB_FIGURE_NOT_QUOTED)
    {
      if (mb_market_time_get_opening (context->time, today) == MB_UNSET)
        self->figure = MB_FIGURE_CLOSED;
      limit_to_midnight (self, today, context->time);
    }
}

static void
add_stamp (MbPriceRow *self, MbRecord *record)
{
  self->rev = MAX (self->rev, mb_record_get_rev (record));
  if (mb_record_is_by_person (record))
    self->changed_us = MAX (self->changed_us, mb_record_get_at (record));
}

static void
mb_price_row_finalize (GObject *object)
{
  MbPriceRow *self = MB_PRICE_ROW (object);

  g_clear_object (&self->product);
  g_clear_object (&self->record);
  g_clear_pointer (&self->grade, mb_texts_unref);

  G_OBJECT_CLASS (mb_price_row_parent_class)->finalize (object);
}

static void
mb_price_row_class_init (MbPriceRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = mb_price_row_finalize;

  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 0);
}

static void
mb_price_row_init (MbPriceRow *self)
{
  self->figure = MB_FIGURE_GONE;
  self->changed_us = MB_UNSET;
}

MbPriceRow *
mb_price_row_new (MbProduct *product, MbTexts *grade)
{
  MbPriceRow *self = g_object_new (MB_TYPE_PRICE_ROW, NULL);

  self->product = g_object_ref (product);
  self->grade = grade != NULL ? mb_texts_ref (grade) : NULL;

  return self;
}

gboolean
mb_price_row_update (MbPriceRow *self, const MbCandidate *candidates, guint n, MbQuote *quote,
                     const MbRowContext *context)
{
  const MbCandidate *chosen;
  MbFreshnessState state = { MB_AGE_FRESH, G_MAXINT64 };
  MbPriceRow before = *self;
  MbRecord *record;
  gboolean other_record;

  clear (self, context);
  /* Records forget who changed them once the hub does; a row remembers. */
  self->changed_us = before.changed_us;
  chosen = choose (candidates, n, context, &state);
  add_stamp (self, MB_RECORD (self->product));
  if (chosen != NULL)
    {
      Amounts amounts = get_amounts (chosen->record, context->unit);

      add_stamp (self, chosen->record);
      self->basis = chosen->basis;
      self->age = state.age;
      self->until_us = state.until_us;
      set_amounts (self, &amounts);
    }
  set_today (self, quote, context);

  record = chosen != NULL ? chosen->record : NULL;
  other_record = g_set_object (&self->record, record);
  if (!other_record && memcmp (&before.figure, &self->figure, sizeof before - WORKED_OUT) == 0)
    return FALSE;

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);

  return TRUE;
}

void
mb_price_row_set_gone (MbPriceRow *self)
{
  if (self->figure == MB_FIGURE_GONE)
    return;

  self->figure = MB_FIGURE_GONE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}
