/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-board.h"
#include "core/model/show/mb-layout.h"

G_BEGIN_DECLS

/**
 * mb_layouts_find: the layout of an id: the board's record, else the one that comes with the program, else `entrance`.
 * @board: (nullable)
 * @id: (nullable)
 *
 * Returns: (transfer none)
 */
MbLayout *mb_layouts_find (MbBoard *board, const char *id);

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
