/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/type/mb-type.h"

G_BEGIN_DECLS

/**
 * MbBarBand: what the pages turn through and where they stand, so that a person knows whether to
 * wait; and on the right what all figures are.
 */
#define MB_TYPE_BAR_BAND (mb_bar_band_get_type ())
G_DECLARE_FINAL_TYPE (MbBarBand, mb_bar_band, MB, BAR_BAND, GtkWidget)

#define MB_BAR_MAX_TABS 9 /* the trades and the basket */

/** MbBarTab: one word of the bar. */
typedef struct
{
  const char *text;
  gboolean present; /* marked: it is on the glass now */
} MbBarTab;

void mb_bar_band_set_type (MbBarBand *self, MbType *type, int margin); /* forgets the words */

/** mb_bar_band_set_end: the room at the right that belongs to the honesty corner; 0: none. */
void mb_bar_band_set_end (MbBarBand *self, int width);
void mb_bar_band_set_tabs (MbBarBand *self, const MbBarTab *tabs, guint n_tabs);

/** mb_bar_band_set_remarks: the most important first; what has no room is left out from the end.
 * @n_kept: so many are said whatever room the tabs would need */
void mb_bar_band_set_remarks (MbBarBand *self, const char *const *remarks, guint n_kept);

G_END_DECLS
