/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/type/mb-sketch.h"

#include "widgets/type/mb-palette.h"

#define STROKE 0.02 /* of the size */
#define LEAST_PX 3.0

static void
set_tone (cairo_t *cr, MbTone tone)
{
  GdkRGBA colour = mb_tone (tone);

  gdk_cairo_set_source_rgba (cr, &colour);
}

/* Both in a square from 0 to 1. */
static void
draw_scale (cairo_t *cr)
{
  set_tone (cr, MB_TONE_QUIET);
  cairo_move_to (cr, 0.08, 0.42);
  cairo_line_to (cr, 0.92, 0.42);
  cairo_move_to (cr, 0.5, 0.42);
  cairo_line_to (cr, 0.5, 0.56);
  cairo_stroke (cr);
  cairo_move_to (cr, 0.24, 0.56);
  cairo_line_to (cr, 0.76, 0.56);
  cairo_line_to (cr, 0.9, 0.96);
  cairo_line_to (cr, 0.1, 0.96);
  cairo_close_path (cr);
  cairo_stroke (cr);
  cairo_rectangle (cr, 0.34, 0.68, 0.32, 0.14);
  cairo_stroke (cr);
  set_tone (cr, MB_TONE_JADE);
  cairo_move_to (cr, 0.5, 0.06);
  cairo_line_to (cr, 0.5, 0.28);
  cairo_move_to (cr, 0.4, 0.19);
  cairo_line_to (cr, 0.5, 0.29);
  cairo_line_to (cr, 0.6, 0.19);
  cairo_stroke (cr);
}

static void
draw_paper (cairo_t *cr)
{
  cairo_move_to (cr, 0.2, 0.02);
  cairo_line_to (cr, 0.8, 0.02);
  cairo_line_to (cr, 0.8, 0.94);
  for (int i = 0; i < 6; i++)
    cairo_line_to (cr, 0.75 - 0.1 * i, i % 2 == 0 ? 0.98 : 0.94);
  cairo_line_to (cr, 0.2, 0.94);
  cairo_close_path (cr);
  set_tone (cr, MB_TONE_TEXT);
  cairo_fill (cr);
}

static void
draw_ticket (cairo_t *cr)
{
  static const double finders[][2] = { { 0.36, 0.46 }, { 0.56, 0.46 }, { 0.36, 0.66 } };

  draw_paper (cr);
  set_tone (cr, MB_TONE_GROUND);
  for (int i = 0; i < 3; i++)
    {
      cairo_move_to (cr, 0.3, 0.13 + 0.09 * i);
      cairo_line_to (cr, i == 2 ? 0.52 : 0.7, 0.13 + 0.09 * i);
    }
  cairo_stroke (cr);
  for (gsize i = 0; i < G_N_ELEMENTS (finders); i++)
    {
      cairo_rectangle (cr, finders[i][0], finders[i][1], 0.08, 0.08);
      cairo_fill_preserve (cr);
      cairo_stroke (cr);
    }
  cairo_rectangle (cr, 0.56, 0.66, 0.05, 0.05);
  cairo_rectangle (cr, 0.61, 0.71, 0.05, 0.05);
  cairo_fill (cr);
  set_tone (cr, MB_TONE_SKY);
  cairo_rectangle (cr, 0.12, 0.39, 0.76, 0.42);
  cairo_set_dash (cr, (double[]){ 0.12, 0.08 }, 2, 0.06);
  cairo_stroke (cr);
}

void
mb_sketch_draw (MbSketch sketch, GtkSnapshot *snapshot, int x, int y, int size)
{
  cairo_t *cr;

  if (sketch == MB_SKETCH_NONE || size <= 0)
    return;

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (x, y, size, size));
  cairo_translate (cr, x, y);
  cairo_scale (cr, size, size);
  cairo_set_line_width (cr, MAX (STROKE, LEAST_PX / size));
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (sketch == MB_SKETCH_SCALE)
    draw_scale (cr);
  else
    draw_ticket (cr);
  cairo_destroy (cr);
}
