/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/mb-setting.h"
#include "widgets/type/mb-type.h"

G_BEGIN_DECLS

/**
 * MbCover: a page over a whole board, for people who have come to look after the screen: in the board's
 * language, turned as its glass is. What stands on it is written once, and anew when it is said
 * otherwise, or when market, screen or size are other ones.
 */
#define MB_TYPE_COVER (mb_cover_get_type ())
G_DECLARE_DERIVABLE_TYPE (MbCover, mb_cover, MB, COVER, GtkWidget)

struct _MbCoverClass
{
  GtkWidgetClass parent_class;

  /* How large a name on it is, in pixels. */
  int (*get_n) (MbCover *self, const MbPanel *panel);
  /* Prepares what draw() draws. */
  void (*write) (MbCover *self, const MbSetting *setting, MbType *type, int width, int height);
  void (*forget) (MbCover *self);
  void (*draw) (MbCover *self, GtkSnapshot *snapshot, int width, int height);
};

/** mb_cover_set_board: @board: (nullable); @screen_id: (nullable) */
void mb_cover_set_board (MbCover *self, MbBoard *board, const char *screen_id);
MbBoard *mb_cover_get_board (MbCover *self); /* (transfer none) (nullable) */
const char *mb_cover_get_screen_id (MbCover *self);
/** mb_cover_set_panel_mm: as mb_board_view_set_panel_mm(). */
void mb_cover_set_panel_mm (MbCover *self, int width_mm, int height_mm);

/** mb_cover_rewrite: for subclasses: something else is to be said. */
void mb_cover_rewrite (MbCover *self);

G_END_DECLS
