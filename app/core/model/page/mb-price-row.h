/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/goods/mb-price.h"
#include "core/model/goods/mb-quote.h"
#include "core/model/place/mb-product.h"
#include "core/model/time/mb-age.h"

G_BEGIN_DECLS

/**
 * MbFigure: what stands where the price stands.
 */
typedef enum
{
  MB_FIGURE_PRICE,      /* fen */
  MB_FIGURE_FROM,       /* fen is the lowest, and nothing else is known: "2.6 起" */
  MB_FIGURE_UP_TO,      /* fen is the highest, and nothing else is known */
  MB_FIGURE_RANGE,      /* low_fen and high_fen, no middle */
  MB_FIGURE_UPDATING,   /* too old: "更新中" */
  MB_FIGURE_NOT_QUOTED, /* nobody has given a price: "未报价" */
  MB_FIGURE_CLOSED,     /* one of the last two on a day on which the market stays closed: "休市" */
  MB_FIGURE_GONE        /* dropped since its page was chosen: its place stays empty until the turn */
} MbFigure;

/** MbRowBasis: what kind of price stands in the row, best first. */
typedef enum
{
  MB_ROW_BASIS_NONE = -1,
  MB_ROW_BASIS_DEAL, /* a quote, or another system's report of the day */
  MB_ROW_BASIS_AVERAGE,
  MB_ROW_BASIS_REFERENCE,
  MB_ROW_BASIS_GUIDE,
  MB_ROW_BASIS_STALL, /* what one stall asks: only in its own table */
  MB_N_ROW_BASES
} MbRowBasis;

/**
 * MbPriceRow: one line of a price table, worked out: everything is in the unit that is printed.
 *
 * It stays the same object as long as its product and grade stand in the table. Fields are for
 * reading; only #MbPriceTable writes them.
 *
 * MbPriceRow::changed: (row) after its fields have changed.
 */
#define MB_TYPE_PRICE_ROW (mb_price_row_get_type ())
G_DECLARE_FINAL_TYPE (MbPriceRow, mb_price_row, MB, PRICE_ROW, GObject)

struct _MbPriceRow
{
  GObject parent_instance;

  MbProduct *product; /* (owned) */
  MbTexts *grade;     /* (owned, nullable) */
  MbRecord *record;   /* (owned, nullable) the MbPrice or MbQuote that the figure is from */

  MbFigure figure;
  MbRowBasis basis;
  MbPer per;                /* with product->piece_word for what is counted */
  MbAge age;
  gint64 fen;               /* see MbFigure; MB_UNSET */
  gint64 low_fen, high_fen; /* the range where it is known and has two ends; MB_UNSET */
  gint64 movement_fen;      /* against yesterday's last price; MB_UNSET unless fresh and known */
  gint64 samples;           /* how many went into it; MB_UNSET */
  gint64 stalls;            /* of how many stalls (quotes); MB_UNSET */
  gint64 observed_us;       /* MB_UNSET without a record */
  gint64 until_us;          /* when time alone may make another row of it; G_MAXINT64 */
  gint64 changed_us;        /* when a person last changed the product's or the price's record; MB_UNSET */
  gint64 n_deals;           /* today's weighings of the product, on the first of its rows; else 0 */
  guint64 rev;              /* of the newest change of either record */
};

G_END_DECLS
