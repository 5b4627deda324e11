/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/words/mb-row-text.h"
#include "widgets/type/mb-type.h"

G_BEGIN_DECLS

/**
 * MbPriceRowView: one row of a price page, drawn by hand: few widgets, no layout pass, and a change
 * of a figure redraws that figure alone.
 */
#define MB_TYPE_PRICE_ROW_VIEW (mb_price_row_view_get_type ())
G_DECLARE_FINAL_TYPE (MbPriceRowView, mb_price_row_view, MB, PRICE_ROW_VIEW, GtkWidget)

GtkWidget *mb_price_row_view_new (void);

/** mb_price_row_view_set_type: language, N and columns; forgets the text. @columns must outlive it. */
void mb_price_row_view_set_type (MbPriceRowView *self, MbType *type, const MbColumns *columns);

/** mb_price_row_view_set_columns: other ones of the same type, before a text. @columns must outlive it. */
void mb_price_row_view_set_columns (MbPriceRowView *self, const MbColumns *columns);

/** mb_price_row_view_set_text: NULL empties the row. Returns: whether anything looks different */
gboolean mb_price_row_view_set_text (MbPriceRowView *self, const MbRowText *text);

/** mb_price_row_view_get_n_parts: how many lines of its name take turns, where none stands below another. */
guint mb_price_row_view_get_n_parts (MbPriceRowView *self);
void mb_price_row_view_set_part (MbPriceRowView *self, guint part); /* from 0 */

/** mb_price_row_view_get_baseline: of its first line, in the row's coordinates. */
int mb_price_row_view_get_baseline (MbPriceRowView *self);

void mb_price_row_view_set_glow (MbPriceRowView *self, gboolean glow);
void mb_price_row_view_set_alpha (MbPriceRowView *self, float alpha);

/** mb_price_row_view_get_figure_bounds: in the row's coordinates, with room around it. */
gboolean mb_price_row_view_get_figure_bounds (MbPriceRowView *self, graphene_rect_t *bounds);

/** mb_price_row_view_get_point: where the figure's decimal point (without one, its end) stands. */
int mb_price_row_view_get_point (MbPriceRowView *self);

/** mb_price_row_view_dup_words: all that the row says, from left to right, with a bar between. */
char *mb_price_row_view_dup_words (MbPriceRowView *self);

G_END_DECLS
