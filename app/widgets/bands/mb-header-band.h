/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/type/mb-type.h"

G_BEGIN_DECLS

/**
 * MbHeaderBand: whose board this is, and what time it is: the market's name, what the board shows,
 * the day, the clock.
 */
#define MB_TYPE_HEADER_BAND (mb_header_band_get_type ())
G_DECLARE_FINAL_TYPE (MbHeaderBand, mb_header_band, MB, HEADER_BAND, GtkWidget)

void mb_header_band_set_type (MbHeaderBand *self, MbType *type, int margin); /* forgets the words */
void mb_header_band_set_title (MbHeaderBand *self, const char *market, const char *title);
/** mb_header_band_set_time: NULL where nobody knows the time. */
void mb_header_band_set_time (MbHeaderBand *self, const char *day, const char *clock);

G_END_DECLS
