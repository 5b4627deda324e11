/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/mb-zone-view.h"

G_BEGIN_DECLS

/**
 * MbSheetZone: a sheet of who and what: the stalls, or what a market must make known. In as many columns
 * as it is wide, in pages that turn with the slots of the market day.
 */
#define MB_TYPE_SHEET_ZONE (mb_sheet_zone_get_type ())
G_DECLARE_FINAL_TYPE (MbSheetZone, mb_sheet_zone, MB, SHEET_ZONE, MbZoneView)

GtkWidget *mb_stalls_zone_new (const MbZoneSite *site);
GtkWidget *mb_duties_zone_new (const MbZoneSite *site);

guint mb_sheet_zone_get_n_rows (MbSheetZone *self);
guint mb_sheet_zone_get_n_pages (MbSheetZone *self);
int mb_sheet_zone_get_overhang (MbSheetZone *self); /* pixels by which the page is taller than the zone: none, or less */

G_END_DECLS
