/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "widgets/type/mb-palette.h"

G_BEGIN_DECLS

/** MbCard: the surface that a zone beside the prices stands on. All of them leave the same edge, so that
 * what stands one above the other is in line. */
typedef struct
{
  graphene_rect_t bounds; /* in the zone */
  int x, y, width, height; /* what is written stands inside of this */
} MbCard;

/** mb_card_init: @n: mb_type_get_n() */
void mb_card_init (MbCard *card, int zone_width, int zone_height, int n);

/** mb_card_draw: @tone: %MB_TONE_CARD */
void mb_card_draw (const MbCard *card, GtkSnapshot *snapshot, MbTone tone, int n);

/** mb_card_push: what is drawn until gtk_snapshot_pop() ends where the card does, with its corners. */
void mb_card_push (const MbCard *card, GtkSnapshot *snapshot, int n);

/** mb_card_draw_block: a filled block with rounded corners anywhere on it.
 * @edge_px: of a white edge; 0: none */
void mb_card_draw_block (GtkSnapshot *snapshot, const graphene_rect_t *bounds, MbTone tone, int edge_px, int n);

G_END_DECLS
