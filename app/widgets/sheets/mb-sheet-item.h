/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/type/mb-type.h"
#include "widgets/words/mb-sheet-text.h"

G_BEGIN_DECLS

/** MbSheetItem: a row of a sheet as it is drawn: its head, what stands at the end of that line, and its
 * pieces below. */
typedef struct _MbSheetItem MbSheetItem;

/** MbSheetPlace: where in a row's pieces something begins: a piece that has more lines than there is room for is broken. */
typedef struct
{
  guint piece, line;
} MbSheetPlace;

/** mb_sheet_item_new: @section: (nullable): a heading over it
 * @from: with which it begins: what is before stands on a page before
 * @height: pixels: of the pieces no more than have room in it, but a line at least */
MbSheetItem *mb_sheet_item_new (MbType *type, const MbSheetRow *row, const char *section, int width,
                                MbSheetPlace from, int height);
void mb_sheet_item_free (MbSheetItem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbSheetItem, mb_sheet_item_free)

int mb_sheet_item_get_height (const MbSheetItem *self);

/** mb_sheet_item_get_next: where it is to be continued. Returns: whether it is; else it is all there */
gboolean mb_sheet_item_get_next (const MbSheetItem *self, MbSheetPlace *next);

/** mb_sheet_item_measure: the height of one that nobody draws yet; a sheet may be long.
 * @height: pixels: where one has not all of the row in that, it is taller */
int mb_sheet_item_measure (MbType *type, const MbSheetRow *row, const char *section, int width, int height);

/** mb_sheet_item_draw: @x, @y: the upper left corner; @alpha: 1, but while a page turns */
void mb_sheet_item_draw (MbSheetItem *self, GtkSnapshot *snapshot, int x, int y, float alpha);

G_END_DECLS
