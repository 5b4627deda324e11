/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/type/mb-face.h"

#include <math.h>

#define STROKE 0.08 /* of the size */

/* All in a square from -1 to 1. */

static void
draw_octagon (cairo_t *cr)
{
  for (int i = 0; i < 8; i++)
    cairo_line_to (cr, cos ((2 * i + 1) * G_PI / 8), sin ((2 * i + 1) * G_PI / 8));
  cairo_close_path (cr);
  cairo_stroke (cr);
}

static void
draw_eyes (cairo_t *cr)
{
  for (int side = -1; side <= 1; side += 2)
    {
      cairo_arc (cr, side * 0.32, -0.22, 0.1, 0, 2 * G_PI);
      cairo_fill (cr);
    }
}

static void
draw_stop (cairo_t *cr)
{
  draw_octagon (cr);
  draw_eyes (cr);
  cairo_arc (cr, 0, 0.62, 0.42, 1.25 * G_PI, 1.75 * G_PI);
  cairo_stroke (cr);
}

static void
draw_smile (cairo_t *cr)
{
  cairo_arc (cr, 0, 0, 1, 0, 2 * G_PI);
  cairo_stroke (cr);
  draw_eyes (cr);
  cairo_arc (cr, 0, 0.02, 0.5, 0.2 * G_PI, 0.8 * G_PI);
  cairo_stroke (cr);
}

static void
draw_clock (cairo_t *cr)
{
  cairo_rectangle (cr, -0.94, -0.94, 1.88, 1.88);
  cairo_stroke (cr);
  cairo_arc (cr, 0, 0, 0.6, 0, 2 * G_PI);
  cairo_stroke (cr);
  cairo_move_to (cr, 0, -0.34);
  cairo_line_to (cr, 0, 0);
  cairo_line_to (cr, 0.26, 0.14);
  cairo_stroke (cr);
}

void
mb_face_draw (GtkSnapshot *snapshot, MbFace face, int x, int y, int size, MbTone tone, float alpha)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (x, y, size, size));
  GdkRGBA colour = mb_tone (tone);

  colour.alpha = alpha;
  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_translate (cr, x + size / 2.0, y + size / 2.0);
  cairo_scale (cr, size * (1 - STROKE) / 2, size * (1 - STROKE) / 2);
  cairo_set_line_width (cr, 2 * STROKE);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (face == MB_FACE_STOP)
    draw_stop (cr);
  else if (face == MB_FACE_CLOCK)
    draw_clock (cr);
  else
    draw_smile (cr);
  cairo_destroy (cr);
}
