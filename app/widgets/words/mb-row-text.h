/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/page/mb-price-row.h"
#include "widgets/type/mb-palette.h"
#include "widgets/words/mb-catalogue.h"

G_BEGIN_DECLS

/**
 * MbRowText: the words of one price row, ready to be drawn; empty is NULL.
 */
typedef struct
{
  MbRecord *record;     /* (owned): what the figure is from */
  char *name;
  char *detail;         /* the grade, or the basis where it is not the board's */
  gboolean keep_detail; /* the row would say too little without it */
  char *before;         /* before the figure, quiet: "from" */
  char *figure;
  char *instead;        /* in the figure's place, quiet: "closed", or a range without a middle */
  char *unit;
  gboolean shares_unit; /* its figure's unit is said for many rows at once */
  char *range;
  char *change;
  char *aside;          /* in the place of range and change: a tag, or when it was observed */
  MbTone figure_tone;
  MbTone change_tone;
} MbRowText;

/** MbWording: what all rows of a table have in common. */
typedef struct
{
  const MbCatalogue *catalogue;
  GTimeZone *zone;  /* the market's */
  gint64 now_us;    /* MB_UNSET when nobody knows it */
  guint decimals;
  MbRowBasis basis; /* which the bar names; another is said by the row itself */
  gboolean terse;   /* no range, and of a movement only which way it went */
  gboolean brief;   /* of a figure's age only the day, or today the hour */
  int said_unit;    /* MbPer: said once for all, another by the row itself; -1: by every row */
} MbWording;

/** mb_row_text_init: the words of a row.
 * @keep_grade: another row is of the same product */
void mb_row_text_init (MbRowText *self, MbPriceRow *row, const MbWording *wording, gboolean keep_grade);

/** mb_row_text_put_aside_first: where a row has no room for a tag or a time behind the figure, it
 * stands with the name. */
void mb_row_text_put_aside_first (MbRowText *self);
void mb_row_text_clear (MbRowText *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MbRowText, mb_row_text_clear)

G_END_DECLS
