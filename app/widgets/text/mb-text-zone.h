/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/mb-zone-view.h"

G_BEGIN_DECLS

/** MbIdleZone: a zone that says one thing: the text that the layout gives it. */
#define MB_TYPE_IDLE_ZONE (mb_idle_zone_get_type ())
G_DECLARE_FINAL_TYPE (MbIdleZone, mb_idle_zone, MB, IDLE_ZONE, MbZoneView)

GtkWidget *mb_idle_zone_new (const MbZoneSite *site);

/** mb_idle_zone_dup_words: line by line, with a bar between; NULL before it was drawn. */
char *mb_idle_zone_dup_words (MbIdleZone *self);

G_END_DECLS
