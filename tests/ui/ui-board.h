/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/model/mb-board.h"
#include "widgets/mb-board-view.h"

/** ui_board_load: a board of the records of a file, one {"kind","id","value","derived"} a line, all
 * stamped with @at_us. */
MbBoard *ui_board_load (const char *path, gint64 at_us);

/** ui_board_put: one more record, in a delta of its own. */
void ui_board_put (MbBoard *board, const char *line, const char *by, guint64 rev, gint64 at_us);

/** ui_board_read: a record of such a line.
 * Returns: (transfer full) (nullable): NULL where it is refused */
MbRecord *ui_board_read (const char *line, GError **error);

/** ui_board_put_records: all of them in one delta. @records: (element-type MbRecord), on no board yet */
void ui_board_put_records (MbBoard *board, GPtrArray *records, const char *by, guint64 rev, gint64 at_us);

/** ui_board_put_prices: every average price on it becomes @fen, in one delta. */
void ui_board_put_prices (MbBoard *board, const char *by, guint64 rev, gint64 at_us, gint64 fen);

/** UiStage: a window that gives a view exactly its size, however large the display is. */
typedef struct
{
  GtkWindow *window;
  GtkWidget *view;
  int width, height;
} UiStage;

void ui_stage_init (UiStage *self, GtkWidget *view, int width, int height); /* shows it, waits until it is drawn */
void ui_stage_settle (UiStage *self); /* waits until every picture stands that can */
void ui_stage_clear (UiStage *self);
GdkTexture *ui_stage_draw (UiStage *self); /* (transfer full) what stands on the glass */
GskRenderNode *ui_stage_get_node (UiStage *self); /* (transfer full) the same, as it was drawn */
void ui_stage_save (UiStage *self, const char *name); /* to be looked at, where MB_PICTURES names a folder */
