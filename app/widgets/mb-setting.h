/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/model/mb-board.h"
#include "core/model/place/mb-screen.h"
#include "core/model/show/mb-layout.h"
#include "widgets/type/mb-metrics.h"
#include "widgets/words/mb-catalogue.h"

G_BEGIN_DECLS

/**
 * MbSettingNames: by what names a view is told what it is; each may be %NULL.
 */
typedef struct
{
  char *screen_id;
  char *layout_id; /* over the screen's */
  char *language;  /* over the screen's */
  int panel_mm[2]; /* what the display says; the screen's record wins */
} MbSettingNames;

void mb_setting_names_clear (MbSettingNames *self);

/** MbSetting: what follows from them and the board: how this glass shows it. */
typedef struct
{
  MbLayout *layout; /* (not owned) */
  MbScreen *screen; /* (not owned) (nullable) */
  const MbCatalogue *catalogue; /* the first of the panel's */
  MbPanel panel;
  guint32 trades; /* over those of the layout; 0: the layout's */
} MbSetting;

/** mb_setting_turn: how the glass hangs: on its side or upside down, clockwise, as the screen's record says.
 * @board: (nullable)
 * @width, @height: (inout): of the glass; then of what is drawn on it
 *
 * Returns: (transfer full) (nullable): not at all */
GskTransform *mb_setting_turn (MbBoard *board, const MbSettingNames *names, int *width, int *height);

/** mb_setting_resolve: @board: (nullable) */
MbSetting mb_setting_resolve (MbBoard *board, const MbSettingNames *names, int width_px, int height_px);

G_END_DECLS
