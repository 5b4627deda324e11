/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/type/mb-type.h"
#include "widgets/words/mb-sheet-text.h"

G_BEGIN_DECLS

/** MbSheetItem: a row of a sheet as it is drawn: its head, what stands at the end of that line, and its
 * pieces below. */
typedef struct _MbSheetItem MbSheetItem;

/** mb_sheet_item_new: @section: (nullable): a heading over it */
MbSheetItem *mb_sheet_item_new (MbType *type, const MbSheetRow *row, const char *section, int width);
void mb_sheet_item_free (MbSheetItem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbSheetItem, mb_sheet_item_free)

int mb_sheet_item_get_height (const MbSheetItem *self);

/** mb_sheet_item_measure: the height of one that nobody draws yet; a sheet may be long. */
int mb_sheet_item_measure (MbType *type, const MbSheetRow *row, const char *section, int width);

/** mb_sheet_item_draw: @x, @y: the upper left corner; @alpha: 1, but while a page turns */
void mb_sheet_item_draw (MbSheetItem *self, GtkSnapshot *snapshot, int x, int y, float alpha);

G_END_DECLS
