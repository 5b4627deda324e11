/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-board.h"
#include "core/model/show/mb-layout.h"
#include "widgets/type/mb-metrics.h"

G_BEGIN_DECLS

/**
 * mb_layouts_find: the layout of an id: the board's record, else the one that comes with the program, else `entrance`.
 * @board: (nullable)
 * @id: (nullable)
 *
 * Returns: (transfer none)
 */
MbLayout *mb_layouts_find (MbBoard *board, const char *id);

/** mb_layouts_has: whether one of its zones is such. */
gboolean mb_layouts_has (MbLayout *layout, MbShow show);

/** mb_layouts_get_n_lines: the rows of a layout that is nothing but lines of prices and notices, as on a
 * strip; 0: it is more than that. */
guint mb_layouts_get_n_lines (MbLayout *layout);

/**
 * mb_layouts_frame: where the bands stand in a layout. The bar stands right above the first list of
 * prices where that is as wide as the glass; a ticker that is a zone stands in its cells.
 * @alarm: there is an open failure that no zone shows: without a ticker there is a band for it over the
 *   lowest eighth, and the zones have what is left
 */
void mb_layouts_frame (MbLayout *layout, const MbPanel *panel, gboolean alarm, MbFrame *frame);

/** MbCells: a rectangle in a layout's grid. */
typedef struct
{
  int x, y, width, height;
} MbCells;

/**
 * mb_layouts_spread: where the zones stand that this program can draw: each takes the room of its
 * neighbours that it cannot.
 * @can_show: by MbShow
 * @cells: (out caller-allocates): one per zone of @layout; of those not drawn, width 0
 */
void mb_layouts_spread (MbLayout *layout, const gboolean *can_show, MbCells *cells);

G_END_DECLS
