/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/type/mb-metrics.h"

#include <math.h>

#define REFERENCE_PX 1920.0
#define DEFAULT_WIDTH_MM 1218.0 /* 55 inches, 16:9 */
#define DEFAULT_DISTANCE_M 5.0
#define FLOOR_PX 24
#define LED_FLOOR_PX 32
#define SHIFT_US (3 * 60 * G_TIME_SPAN_SECOND)
#define LINE 0.8 /* of a line's height is N, where lines fill the glass */

/* Sizes in N. */
#define HEADER 1.8
#define BAR 1.1
#define TICKER 1.6
#define GAP 0.25 /* above and below the zones */
#define MARGIN 0.9
#define PITCH 1.65
#define NAME 7.3
#define FIGURE 3.6
#define UNIT 2.1
#define RANGE 4.9
#define CHANGE 2.3
#define NEAR 0.25 /* between a figure and its unit */
#define NAME_NEAR 0.35
#define APART 0.5 /* between columns */
#define RANGE_FROM 22
#define CHANGE_FROM 16
#define FIGURE_BESIDE_FROM 13
#define FIGURE_MOST 4.2 /* a figure beyond 999.99 takes its room from its own row's name beside it */
#define NAME_LEAST 4.5
#define TERSE_NAME_LEAST 2.5

static double
get_long_px (const MbPanel *panel)
{
  return MAX (panel->width_px, panel->height_px);
}

static double
get_long_mm (const MbPanel *panel)
{
  double mm = MAX (panel->width_mm, panel->height_mm);

  return mm > 0 ? mm : DEFAULT_WIDTH_MM;
}

static double
get_distance_m (const MbPanel *panel)
{
  return panel->distance_m > 0 ? panel->distance_m : DEFAULT_DISTANCE_M;
}

int
mb_panel_get_px (const MbPanel *panel, double mm)
{
  g_return_val_if_fail (panel != NULL, 0);

  return (int) round (mm * get_long_px (panel) / get_long_mm (panel));
}

double
mb_panel_get_code_mm (const MbPanel *panel)
{
  g_return_val_if_fail (panel != NULL, 0);

  return 100 * CLAMP (0.3 * get_distance_m (panel), 0.45, 1.5);
}

int
mb_panel_get_shift_room (const MbPanel *panel)
{
  g_return_val_if_fail (panel != NULL, 0);

  return panel->led || panel->n_lines > 0 ? 0 : MB_SHIFT_PX;
}

void
mb_panel_get_shift (const MbPanel *panel, gint64 now_us, int *x, int *y)
{
  static const int ways[][2] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 } };
  gsize i;

  g_return_if_fail (panel != NULL && x != NULL && y != NULL);

  i = now_us > 0 && mb_panel_get_shift_room (panel) > 0 ? (gsize) (now_us / SHIFT_US) % G_N_ELEMENTS (ways) : 0;
  *x = ways[i][0] * MB_SHIFT_PX;
  *y = ways[i][1] * MB_SHIFT_PX;
}

int
mb_panel_get_n (const MbPanel *panel)
{
  double long_px, long_mm, distance_mm, reference;
  int n;

  g_return_val_if_fail (panel != NULL, FLOOR_PX);

  long_px = get_long_px (panel);
  long_mm = get_long_mm (panel);
  distance_mm = 1000 * get_distance_m (panel);

  /* Whole pixels of a full-HD panel first: so a 4K panel has the same rows and columns. */
  reference = round (distance_mm / (panel->elder ? 110 : 150) * REFERENCE_PX / long_mm);
  n = (int) round (reference * long_px / REFERENCE_PX);
  if (panel->n_lines > 0)
    n = (int) floor (LINE * panel->height_px / panel->n_lines);
  return MAX (n, panel->led ? LED_FLOOR_PX : FLOOR_PX);
}

int
mb_step_get_px (MbStep step, int n)
{
  static const double sizes[MB_N_STEPS] = { 0.75, 1, 1.25, 1.5, 2, 3, 4 };

  g_return_val_if_fail (step >= 0 && step < MB_N_STEPS, n);

  return (int) ceil (sizes[step] * n);
}

static int
em (double size, int n)
{
  return (int) round (size * n);
}

void
mb_frame_init (MbFrame *frame, const MbPanel *panel, MbBands bands)
{
  int n = mb_panel_get_n (panel);
  int header = (bands & MB_BAND_HEADER) ? em (HEADER, n) : 0;
  int bar = (bands & MB_BAND_BAR) ? em (BAR, n) : 0;
  int ticker = (bands & MB_BAND_TICKER) ? em (TICKER, n) : 0;
  int gap = em (GAP, n);
  int top = header + bar + gap;

  *frame = (MbFrame){
    .n = n,
    .margin = em (MARGIN, n),
    .header = { 0, header },
    .bar = { header, bar },
    .zones = { top, MAX (panel->height_px - top - gap - ticker, 0) },
    .ticker = { panel->height_px - ticker, ticker },
    .shift_room = mb_panel_get_shift_room (panel),
  };
}

int
mb_rows_in (int height_px, int n)
{
  g_return_val_if_fail (n > 0, 1);

  return MAX ((int) floor (height_px / (PITCH * n)), 1);
}

/* What the words need, but never less than the columns are drawn with. */
static int
column (double size, int n, int words)
{
  return MAX (em (size, n), words);
}

/* The widest figure has all its width there, since no name is beside it; what is gives way to its unit. */
static void
stack_columns (MbColumns *self, int left, int right, int n, const MbWords *words)
{
  int end;

  self->max_lines--;
  self->figure_below = TRUE;
  self->name_width = right - left;
  self->figure_x = left;
  self->figure_right = left + words->figure;
  self->unit_x = self->figure_right + em (NEAR, n);
  end = self->unit_x + words->unit + em (NEAR, n);
  if (self->range_right - words->range < end)
    self->range_right = 0;
  if (self->change_x < end)
    self->change_x = 0;
}

gboolean
mb_columns_have_aside (int share_px, int n)
{
  return share_px >= CHANGE_FROM * n;
}

/* Room that a whole board has no word for belongs to the names. */
static int
get_change_column (MbColumns *self, int share_px, int right, int n, const MbWords *words, int range)
{
  int needed = MAX (words->change, range == 0 ? words->aside : 0);

  if (!mb_columns_have_aside (share_px, n))
    return 0;

  self->aside_right = right;
  if (words->change > 0)
    self->change_x = right - MAX (words->change, em (CHANGE - NEAR, n));
  return needed > 0 ? column (CHANGE, n, needed + em (NEAR, n)) : 0;
}

void
mb_columns_init (MbColumns *columns, int share_px, int left, int right, int n, guint n_rows, const MbWords *words)
{
  int figure, unit, range, change, spare, x;

  g_return_if_fail (columns != NULL && words != NULL && n > 0);

  *columns = (MbColumns){ .name_x = left, .figure_step = MB_STEP_PRICE, .max_lines = n_rows };
  figure = MIN (words->figure, em (FIGURE_MOST, n));
  unit = column (UNIT, n, words->unit + em (NEAR, n));
  range = share_px >= RANGE_FROM * n && words->range > 0 ? column (RANGE, n, words->range) : 0;
  change = get_change_column (columns, share_px, right, n, words, range);

  x = right - change;
  spare = right - left - em (NAME, n) - column (FIGURE, n, figure + em (NEAR, n)) - unit - range -
          change;
  if (range > 0)
    {
      x -= MAX (spare, 0) * 3 / 10;
      columns->range_right = x - em (APART, n);
      x -= range + MAX (spare, 0) * 3 / 10;
    }
  columns->unit_x = x - unit;
  columns->figure_right = columns->unit_x - em (NEAR, n);
  columns->figure_x = columns->figure_right - figure;
  columns->name_width = columns->figure_x - em (NAME_NEAR, n) - left;
  if (n_rows > 1 && (share_px < FIGURE_BESIDE_FROM * n || columns->name_width < NAME_LEAST * n))
    stack_columns (columns, left, right, n, words);
}

void
mb_columns_init_terse (MbColumns *columns, int left, int right, int n, guint n_rows, MbStep figure_step,
                       const MbWords *words)
{
  int behind = MAX (MAX (words->change, words->aside), words->unit);

  g_return_if_fail (columns != NULL && words != NULL && n > 0);

  *columns = (MbColumns){ .name_x = left, .figure_step = figure_step, .max_lines = n_rows };
  columns->aside_right = right;
  columns->change_x = columns->unit_x = right - behind;
  columns->figure_right = behind > 0 ? right - behind - em (NEAR, n) : right;
  columns->figure_x = columns->figure_right - MIN (words->figure, em (FIGURE_MOST, n));
  columns->name_width = columns->figure_x - em (NAME_NEAR, n) - left;
  if (n_rows > 1 && columns->name_width < TERSE_NAME_LEAST * n)
    {
      stack_columns (columns, left, right, n, words);
      columns->change_x = columns->unit_x; /* of the two there is one */
    }
}
