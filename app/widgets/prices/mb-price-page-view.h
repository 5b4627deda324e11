/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/words/mb-row-text.h"
#include "widgets/type/mb-type.h"

G_BEGIN_DECLS

/**
 * MbPricePageView: one page of price rows on a grid of equal places. Its row widgets are made once
 * per size; a page that is filled anew reuses them.
 */
#define MB_TYPE_PRICE_PAGE_VIEW (mb_price_page_view_get_type ())
G_DECLARE_FINAL_TYPE (MbPricePageView, mb_price_page_view, MB, PRICE_PAGE_VIEW, GtkWidget)

/** MbPriceGrid: what a page is ruled by; one for all pages of a zone. */
typedef struct
{
  guint n_columns, n_rows; /* places side by side, and below each other */
  int margin;              /* at the zone's outer edges */
  int gutter;              /* between columns of rows */
  int bleed;               /* how far a row reaches beyond its words, on each side */
  int content;             /* width of one column's words */
  int height;
  MbColumns columns;       /* in a row's own coordinates */
  gboolean lines;          /* rows stand beside each other before they stand below each other */
  MbColumns whole;         /* lines: of a row that has a line to itself, up to the unit at its end */
  MbColumns alone;         /* lines: of one that says its own unit, or none, and has that room too */
  int end;                 /* lines: the room of that unit */
} MbPriceGrid;

/** MbListForm: how much a list says. */
typedef enum
{
  MB_LIST_FULL,
  MB_LIST_TERSE, /* many columns: names, figures, which way they went */
  MB_LIST_LINES  /* lines that fill the glass: names and figures */
} MbListForm;

/** mb_price_grid_init: @end: the room at the right of a line that a unit has which is said once */
void mb_price_grid_init (MbPriceGrid *grid, int width, int height, int n, guint n_columns, MbListForm form, int end,
                         const MbWords *words);

/** mb_price_grid_get_columns: where the parts of a row stand. @span: as of mb_price_page_view_put_row() */
const MbColumns *mb_price_grid_get_columns (const MbPriceGrid *grid, guint span, const MbRowText *text);

GtkWidget *mb_price_page_view_new (void);

/** mb_price_page_view_set_grid: empties the page. @grid must outlive it. */
void mb_price_page_view_set_grid (MbPricePageView *self, MbType *type, const MbPriceGrid *grid);
void mb_price_page_view_clear (MbPricePageView *self);

/** mb_price_page_view_set_unit: said once at the end of every line on which a row says none of its own. */
void mb_price_page_view_set_unit (MbPricePageView *self, const char *unit);

/** mb_price_page_view_put_row: the next row of the page.
 * @span: how many places it takes, below each other, on lines beside each other
 * Returns: its index, or -1 when there is no place left */
int mb_price_page_view_put_row (MbPricePageView *self, guint column, guint place, guint span, const MbRowText *text);
void mb_price_page_view_put_heading (MbPricePageView *self, guint column, guint place, const char *text);

gboolean mb_price_page_view_set_row (MbPricePageView *self, guint i, const MbRowText *text);
void mb_price_page_view_set_glow (MbPricePageView *self, guint i, gboolean glow);

#define MB_PAGE_STEPS 6 /* a page's time in which one, two or three lines of a name take turns, divided evenly */

/** mb_price_page_view_set_step: how much of its time the page has stood: which line of each long name is due.
 * @step: below %MB_PAGE_STEPS
 * Returns: whether any name has more lines than one */
gboolean mb_price_page_view_set_step (MbPricePageView *self, guint step);
void mb_price_page_view_set_alpha (MbPricePageView *self, float alpha);
GtkWidget *mb_price_page_view_get_row (MbPricePageView *self, guint i); /* (transfer none) MbPriceRowView */

G_END_DECLS
