/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/video/mb-live-mark.h"

#include "widgets/type/mb-card.h"

#include <math.h>

/* In N. */
#define AWAY 0.5
#define HEIGHT 1.3
#define DOT 0.4
#define PAD 0.4

/* Of the picture, at most; a mark that covers what it is about says less than that does. */
#define WIDTH_SHARE 0.4
#define HEIGHT_SHARE 0.25

void
mb_live_mark_draw (GtkSnapshot *snapshot, MbInk *ink, int n, int width, int height)
{
  int away = (int) round (AWAY * n), tall = (int) round (HEIGHT * n), pad = (int) round (PAD * n);
  int dot = (int) round (DOT * n), wide = dot + mb_ink_get_width (ink) + (int) (2.5 * pad), baseline;
  GdkRGBA jade = mb_tone (MB_TONE_JADE);
  GskRoundedRect round_dot;
  PangoLayout *layout = mb_ink_get_layout (ink);
  PangoRectangle logical;

  if (away + wide > width * WIDTH_SHARE || away + tall > height * HEIGHT_SHARE)
    return;

  pango_layout_get_pixel_extents (layout, NULL, &logical);
  mb_card_draw_block (snapshot, &GRAPHENE_RECT_INIT (away, away, wide, tall), MB_TONE_CARD, 0, n);
  gsk_rounded_rect_init_from_rect (&round_dot, &GRAPHENE_RECT_INIT (away + pad, away + (tall - dot) / 2, dot, dot),
                                   dot / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &round_dot);
  gtk_snapshot_append_color (snapshot, &jade, &round_dot.bounds);
  gtk_snapshot_pop (snapshot);
  baseline = away + (tall - logical.height) / 2 + pango_layout_get_baseline (layout) / PANGO_SCALE;
  mb_ink_draw (ink, snapshot, away + dot + (int) (1.5 * pad), baseline, 1);
}
