/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/type/mb-card.h"

#include <math.h>

/* In N. */
#define SIDE 0.35   /* from the zone's edge */
#define BETWEEN 0.1 /* above and below: two cards stand twice as far apart */
#define PAD 0.55    /* so that what is written stands 0.9 from the zone's edge, as everything on the glass */
#define PAD_ABOVE 0.3
#define RADIUS 0.15

void
mb_card_init (MbCard *card, int zone_width, int zone_height, int n)
{
  int side = (int) round (SIDE * n), between = (int) round (BETWEEN * n);
  int pad = (int) round (PAD * n), above = (int) round (PAD_ABOVE * n);
  int width = MAX (zone_width - 2 * side, 0), height = MAX (zone_height - 2 * between, 0);

  g_return_if_fail (card != NULL && n > 0);

  card->bounds = GRAPHENE_RECT_INIT (side, between, width, height);
  card->x = side + pad;
  card->y = between + above;
  card->width = MAX (width - 2 * pad, 0);
  card->height = MAX (height - 2 * above, 0);
}

void
mb_card_draw (const MbCard *card, GtkSnapshot *snapshot, MbTone tone, int n)
{
  g_return_if_fail (card != NULL);

  mb_card_draw_block (snapshot, &card->bounds, tone, 0, n);
}

static GskRoundedRect
round_off (const graphene_rect_t *bounds, int n)
{
  GskRoundedRect block;

  gsk_rounded_rect_init_from_rect (&block, bounds, (float) (RADIUS * n));
  return block;
}

void
mb_card_push (const MbCard *card, GtkSnapshot *snapshot, int n)
{
  GskRoundedRect block;

  g_return_if_fail (card != NULL);

  block = round_off (&card->bounds, n);
  gtk_snapshot_push_rounded_clip (snapshot, &block);
}

void
mb_card_draw_block (GtkSnapshot *snapshot, const graphene_rect_t *bounds, MbTone tone, int edge_px,
                    int n)
{
  GdkRGBA fill = mb_tone (tone), white = mb_tone (MB_TONE_WHITE);
  GskRoundedRect block;
  float edge = edge_px;

  g_return_if_fail (bounds != NULL);

  block = round_off (bounds, n);
  gtk_snapshot_push_rounded_clip (snapshot, &block);
  gtk_snapshot_append_color (snapshot, &fill, bounds);
  gtk_snapshot_pop (snapshot);
  if (edge_px > 0)
    gtk_snapshot_append_border (snapshot, &block, (float[4]){ edge, edge, edge, edge },
                                (GdkRGBA[4]){ white, white, white, white });
}
