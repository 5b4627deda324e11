/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-board.h"
#include "core/model/page/mb-page.h"
#include "widgets/prices/mb-price-page-view.h"

G_BEGIN_DECLS

/**
 * MbShownRows: the rows of the visible page, by the index that its view gave them: which of them are to be
 * written anew, and which glow since they changed.
 */
typedef struct _MbShownRows MbShownRows;

MbShownRows *mb_shown_rows_new (void);
void mb_shown_rows_free (MbShownRows *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbShownRows, mb_shown_rows_free)

void mb_shown_rows_clear (MbShownRows *self);
void mb_shown_rows_add (MbShownRows *self, MbPriceRow *row);
guint mb_shown_rows_get_length (const MbShownRows *self);
MbPriceRow *mb_shown_rows_get (const MbShownRows *self, guint i); /* (transfer none) */
gboolean mb_shown_rows_have (const MbShownRows *self, MbPriceRow *row);
gboolean mb_shown_rows_are_of (const MbShownRows *self, MbPage *page); /* @page: (nullable): no rows */

/** mb_shown_rows_are_stale: whether a row changed since mb_shown_rows_set_written(). */
gboolean mb_shown_rows_are_stale (const MbShownRows *self, guint i);
void mb_shown_rows_set_written (MbShownRows *self, guint i);

/** mb_shown_rows_light: a row glows from now on, for 4 s, on the @view in which it stands. */
void mb_shown_rows_light (MbShownRows *self, guint i, MbPricePageView *view, gint64 now_us);

/** mb_shown_rows_end_glows: Returns: when the next of them is to end */
gint64 mb_shown_rows_end_glows (MbShownRows *self, MbPricePageView *view, gint64 now_us);

/** mb_price_row_is_news: FALSE for what the hub works out by itself, which is no news to a shopper. */
gboolean mb_price_row_is_news (MbPriceRow *row);

/** mb_price_rows_count_news: @changes: (element-type MbChangedRecord); of the whole table */
guint mb_price_rows_count_news (MbPriceTable *table, GPtrArray *changes);

G_END_DECLS
