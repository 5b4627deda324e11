/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/mb-zone-view.h"

G_BEGIN_DECLS

/**
 * MbOriginZone: what a reader of tickets says to who passes by: where on a ticket its code is, drawn, and
 * what to do with it, step by step.
 */
#define MB_TYPE_ORIGIN_ZONE (mb_origin_zone_get_type ())
G_DECLARE_FINAL_TYPE (MbOriginZone, mb_origin_zone, MB, ORIGIN_ZONE, MbZoneView)

GtkWidget *mb_origin_zone_new (const MbZoneSite *site);

/** mb_origin_zone_dup_words: line by line, with a bar between; NULL before it was drawn. */
char *mb_origin_zone_dup_words (MbOriginZone *self);

G_END_DECLS
