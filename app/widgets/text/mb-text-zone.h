/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/mb-zone-view.h"

G_BEGIN_DECLS

/** MbTextZone: the text that its layout gives it: a few words large, more as a text, and what does not fit on
 * pages. */
#define MB_TYPE_TEXT_ZONE (mb_text_zone_get_type ())
G_DECLARE_FINAL_TYPE (MbTextZone, mb_text_zone, MB, TEXT_ZONE, MbZoneView)

GtkWidget *mb_text_zone_new (const MbZoneSite *site);
guint mb_text_zone_get_n_pages (MbTextZone *self); /* 0 before it has a size */

/** mb_text_zone_dup_words: of the page that stands, line by line, with a bar between; NULL before it has a size. */
char *mb_text_zone_dup_words (MbTextZone *self);

G_END_DECLS
