/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/type/mb-sketch.h"

#include "widgets/type/mb-palette.h"

#define STROKE 0.02 /* of the size */
#define LEAST_PX 3.0

/* Of a ticket. */
#define CODE 0.42
#define CODE_TOP 0.44
#define CORNER 0.1
#define BESIDE 0.15 /* the code, and */
#define OVER 0.045  /* over it */
#define MODULES 21

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
  cairo_move_to (cr, 0.19, 0.01);
  cairo_line_to (cr, 0.81, 0.01);
  cairo_line_to (cr, 0.81, 0.95);
  for (int i = 0; i < 9; i++)
    cairo_line_to (cr, 0.81 - 0.062 * (i + 1), i % 2 == 0 ? 0.98 : 0.95);
  cairo_line_to (cr, 0.19, 0.98);
  cairo_close_path (cr);
  set_tone (cr, MB_TONE_TEXT);
  cairo_fill (cr);
}

/* What is printed over the code: a heading, two lines of goods with their amounts, a sum. */
static void
draw_print (cairo_t *cr)
{
  static const double bars[][4] = {
    { 0.34, 0.06, 0.32, 0.035 }, { 0.26, 0.145, 0.2, 0.022 }, { 0.62, 0.145, 0.12, 0.022 },
    { 0.26, 0.19, 0.15, 0.022 }, { 0.62, 0.19, 0.12, 0.022 }, { 0.52, 0.255, 0.22, 0.04 },
  };

  set_tone (cr, MB_TONE_GROUND);
  for (gsize i = 0; i < G_N_ELEMENTS (bars); i++)
    cairo_rectangle (cr, bars[i][0], bars[i][1], bars[i][2], bars[i][3]);
  cairo_fill (cr);
}

static void
draw_finder (cairo_t *cr, int x, int y)
{
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_rectangle (cr, x, y, 7, 7);
  cairo_rectangle (cr, x + 1, y + 1, 5, 5);
  cairo_rectangle (cr, x + 2, y + 2, 3, 3);
  cairo_fill (cr);
}

/* It looks like a code, and is none. */
static void
draw_code (cairo_t *cr)
{
  guint pattern = 1;

  cairo_save (cr);
  cairo_translate (cr, 0.5 - CODE / 2, CODE_TOP);
  cairo_scale (cr, CODE / MODULES, CODE / MODULES);
  for (int y = 0; y < MODULES; y++)
    for (int x = 0; x < MODULES; x++)
      {
        gboolean in_finder = (x < 8 && y < 8) || (x > MODULES - 9 && y < 8) || (x < 8 && y > MODULES - 9);

        pattern = pattern * 1103515245 + 12345;
        if (!in_finder && (pattern >> 16 & 1) != 0)
          cairo_rectangle (cr, x, y, 1, 1);
      }
  cairo_fill (cr);
  draw_finder (cr, 0, 0);
  draw_finder (cr, MODULES - 7, 0);
  draw_finder (cr, 0, MODULES - 7);
  cairo_restore (cr);
}

/* The four corners of what a reader looks at, around the paper. */
static void
draw_view (cairo_t *cr)
{
  for (int i = 0; i < 4; i++)
    {
      double side = i % 2 == 0 ? -1 : 1, end = i < 2 ? -1 : 1;
      double x = 0.5 + side * (CODE / 2 + BESIDE), y = CODE_TOP + CODE / 2 + end * (CODE / 2 + OVER);

      cairo_move_to (cr, x - side * CORNER, y);
      cairo_line_to (cr, x, y);
      cairo_line_to (cr, x, y - end * CORNER);
    }
  set_tone (cr, MB_TONE_SKY);
  cairo_stroke (cr);
}

static void
draw_ticket (cairo_t *cr)
{
  draw_paper (cr);
  draw_print (cr);
  draw_code (cr);
  draw_view (cr);
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
