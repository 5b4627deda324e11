/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/page/mb-price-table.h"

G_BEGIN_DECLS

/** MbPageSpot: where a row stands: in which column, from which of its places on, over how many. */
typedef struct
{
  guint column, place, n_places;
} MbPageSpot;

/**
 * MbPageSection: rows of one trade on one page. A page holds one; two where two short trades share
 * it, each under its sub-heading, which takes the place of a row. With several columns each section
 * begins a column of its own.
 */
typedef struct
{
  int trade;         /* MbTrade; -1: the basket */
  guint number;      /* of the trade's pages this is the nth, from 1 */
  guint n_pages;     /* of so many: "民生菜 1/3" */
  gboolean heading;  /* it stands under a sub-heading */
  guint column;      /* in which it begins */
  guint place;       /* where its sub-heading stands in that column */
  GPtrArray *rows;   /* (owned) MbPriceRow */
  GArray *spots;     /* (owned) MbPageSpot of each row */
} MbPageSection;

/** MbPage: what stands on the glass in one slot; immutable, its rows are not. */
typedef struct _MbPage MbPage;

/**
 * MbPageShape: how much fits on the glass, which the view has measured.
 * @get_places: (nullable): how many places a row takes, whose name needs more than a line; one each
 */
typedef struct
{
  guint rows;     /* places of one column, sub-headings included */
  guint columns;
  gboolean elder;
  guint (*get_places) (MbPriceRow *row, gpointer data);
  gpointer data;
  guint languages; /* a page stands for one slot in each; 0: one */
} MbPageShape;

/** mb_pages_divide: the pages of a table, in order.
 *
 * Returns: (transfer full) (element-type MbPage) */
GPtrArray *mb_pages_divide (MbPriceTable *table, const MbPageShape *shape);

MbPage *mb_page_ref (MbPage *self);
void mb_page_unref (MbPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbPage, mb_page_unref)

guint mb_page_get_n_sections (const MbPage *self); /* at least one */
const MbPageSection *mb_page_get_section (const MbPage *self, guint i);
gboolean mb_page_has_row (const MbPage *self, MbPriceRow *row);

G_END_DECLS
