/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/type/mb-metrics.h"
#include "widgets/type/mb-palette.h"

#include <math.h>

static const double distances[] = { 2, 3, 5, 6, 8 };

/* Panels of 16:9, 1920 pixels wide, and N by distance: what a reader needs, or the floor. */
static const struct
{
  double width_mm;
  gboolean led;
  int n[5];
} panels[] = {
  { 708, FALSE, { 36, 54, 90, 108, 145 } },  /* 32" */
  { 952, FALSE, { 27, 40, 67, 81, 108 } },   /* 43" */
  { 1218, FALSE, { 24, 32, 53, 63, 84 } },   /* 55" */
  { 1439, FALSE, { 24, 27, 44, 53, 71 } },   /* 65" */
  { 1660, FALSE, { 24, 24, 39, 46, 62 } },   /* 75" */
  { 1904, FALSE, { 24, 24, 34, 40, 54 } },   /* 86" */
  { 4800, TRUE, { 32, 32, 32, 32, 32 } },    /* LED, 2.5 mm */
  { 7680, TRUE, { 32, 32, 32, 32, 32 } },    /* LED, 4 mm */
};

static void
test_sizes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (panels); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (distances); j++)
      {
        MbPanel panel = { 1920, 1080, panels[i].width_mm, panels[i].width_mm * 9 / 16, distances[j], panels[i].led };

        g_assert_cmpint (mb_panel_get_n (&panel), ==, panels[i].n[j]);
      }
}

static int
get_n (int width_px, int height_px, double width_mm, double height_mm, double distance_m, gboolean elder)
{
  MbPanel panel = { width_px, height_px, width_mm, height_mm, distance_m, FALSE, elder };

  return mb_panel_get_n (&panel);
}

static void
test_other_panels (void)
{
  g_assert_cmpint (get_n (3840, 2160, 1218, 685, 5, FALSE), ==, 106);
  g_assert_cmpint (get_n (1280, 720, 1218, 685, 5, FALSE), ==, 35);
  g_assert_cmpint (get_n (1080, 1920, 685, 1218, 5, FALSE), ==, 53);
  g_assert_cmpint (get_n (1080, 1920, 1218, 685, 5, FALSE), ==, 53); /* a panel described lying */
  g_assert_cmpint (get_n (1280, 800, 217.5, 136, 1, FALSE), ==, 39);
  g_assert_cmpint (get_n (1024, 600, 153.4, 90, 0.8, FALSE), ==, 36);
  g_assert_cmpint (get_n (1920, 1080, 1218, 685, 5, TRUE), ==, 72);
  g_assert_cmpint (get_n (1920, 1080, 0, 0, 0, FALSE), ==, 53); /* nobody knows the panel */
}

static void
test_steps (void)
{
  g_assert_cmpint (mb_step_get_px (MB_STEP_QUIET, 53), ==, 40);
  g_assert_cmpint (mb_step_get_px (MB_STEP_QUIET, 32), ==, 24);
  g_assert_cmpint (mb_step_get_px (MB_STEP_NAME, 53), ==, 53);
  g_assert_cmpint (mb_step_get_px (MB_STEP_PRICE, 53), ==, 67);
  g_assert_cmpint (mb_step_get_px (MB_STEP_CLOCK, 53), ==, 80);
  g_assert_cmpint (mb_step_get_px (MB_STEP_HEADLINE, 53), ==, 106);
}

static void
test_bands (void)
{
  MbPanel panel = { 1920, 1080, 1218, 685, 5 };
  MbFrame frame;

  mb_frame_init (&frame, &panel, MB_BAND_HEADER | MB_BAND_BAR | MB_BAND_TICKER);
  g_assert_cmpint (frame.header.height, ==, 95);
  g_assert_cmpint (frame.bar.height, ==, 58);
  g_assert_cmpint (frame.ticker.height, ==, 85);
  g_assert_cmpint (frame.ticker.y + frame.ticker.height, ==, 1080);
  g_assert_cmpint (frame.bar.y, ==, frame.header.height);
  g_assert_cmpint (mb_rows_in (frame.zones.height, frame.n), ==, 9);

  mb_frame_init (&frame, &panel, 0);
  g_assert_cmpint (frame.header.height + frame.bar.height + frame.ticker.height, ==, 0);
  g_assert_cmpint (mb_rows_in (frame.zones.height, frame.n), ==, 12);
}

static void
test_rows (void)
{
  static const struct
  {
    double width_mm, distance_m;
    gboolean elder;
    int rows;
  } cases[] = { { 1218, 5, FALSE, 9 }, { 1218, 5, TRUE, 6 }, { 952, 5, FALSE, 6 }, { 952, 6, FALSE, 5 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MbPanel panel = { 1920, 1080, cases[i].width_mm, 0, cases[i].distance_m, FALSE, cases[i].elder };
      MbFrame frame;

      mb_frame_init (&frame, &panel, MB_BAND_HEADER | MB_BAND_BAR | MB_BAND_TICKER);
      g_assert_cmpint (mb_rows_in (frame.zones.height, frame.n), ==, cases[i].rows);
    }
  g_assert_cmpint (mb_rows_in (0, 53), ==, 1);
}

static void
test_columns (void)
{
  const MbWords words = { .figure = 140, .unit = 94, .range = 190, .change = 105, .aside = 150 };
  MbColumns columns;
  int n = 53;

  mb_columns_init (&columns, 1190, 48, 1190 - 26, n, 9, &words); /* beside a film: 22.4 N */
  g_assert_cmpint (columns.range_right, >, 0);
  g_assert_cmpint (columns.change_x, >, columns.range_right);
  g_assert_cmpint (columns.name_width, >=, (int) (7.3 * n));
  g_assert_cmpint (columns.unit_x, >, columns.figure_right);
  g_assert_cmpint (columns.unit_x + words.unit + words.range, <=, columns.range_right);
  g_assert_cmpint (columns.change_x + words.change, <=, 1190 - 26);

  mb_columns_init (&columns, 22 * n - 1, 18, 20 * n, n, 9, &words);
  g_assert_cmpint (columns.range_right, ==, 0);
  g_assert_cmpint (columns.change_x, >, 0);
  g_assert_cmpint (columns.aside_right - words.aside, >=, columns.unit_x + words.unit);

  mb_columns_init (&columns, 16 * n - 1, 18, 15 * n, n, 9, &words);
  g_assert_cmpint (columns.change_x, ==, 0);
  g_assert_false (columns.figure_below);
  g_assert_cmpint (columns.aside_right, ==, 0);

  mb_columns_init (&columns, 13 * n - 1, 18, 12 * n, n, 9, &words);
  g_assert_true (columns.figure_below);
  g_assert_cmpint (columns.name_width, ==, 12 * n - 18);

  mb_columns_init (&columns, 36 * n, 48, 35 * n, n, 9, &(MbWords){ .figure = 140, .unit = 94 }); /* nothing else */
  g_assert_cmpint (columns.range_right, ==, 0);
  g_assert_cmpint (columns.change_x, ==, 0);
  g_assert_cmpint (columns.unit_x + words.unit, <=, 35 * n);
  g_assert_cmpint (columns.unit_x + 3 * n, >=, 35 * n);
}

/* What is wider than figures are has its whole width under its name, where nothing else is that could give way. */
static void
test_wide_figures (void)
{
  const MbWords words = { .figure = 370, .unit = 94, .range = 190 };
  MbColumns columns;
  int n = 53;

  mb_columns_init (&columns, 13 * n - 1, 18, 12 * n, n, 9, &words);
  g_assert_true (columns.figure_below);
  g_assert_cmpint (columns.figure_right - words.figure, >=, 18);
  g_assert_cmpint (columns.unit_x + words.unit, <=, 12 * n);

  mb_columns_init_terse (&columns, 18, 7 * n, n, 9, MB_STEP_PRICE, &(MbWords){ .figure = 290 });
  g_assert_true (columns.figure_below);
  g_assert_cmpint (columns.figure_right - 290, >=, 18);
}

static double
get_luminance (MbTone tone)
{
  GdkRGBA colour = mb_tone (tone);
  const float parts[] = { colour.red, colour.green, colour.blue };
  const double weights[] = { 0.2126, 0.7152, 0.0722 };
  double luminance = 0;

  for (int i = 0; i < 3; i++)
    luminance += weights[i] * (parts[i] <= 0.03928 ? parts[i] / 12.92 : pow ((parts[i] + 0.055) / 1.055, 2.4));

  return luminance;
}

static double
get_contrast (MbTone text, MbTone ground)
{
  double a = get_luminance (text), b = get_luminance (ground);

  return (MAX (a, b) + 0.05) / (MIN (a, b) + 0.05);
}

/* Every pair in which text is drawn: WCAG 2.1, 1.4.6. */
static void
test_contrast (void)
{
  static const struct
  {
    MbTone text, ground;
  } pairs[] = {
    { MB_TONE_TEXT, MB_TONE_GROUND },      { MB_TONE_QUIET, MB_TONE_GROUND },     { MB_TONE_DIM, MB_TONE_GROUND },
    { MB_TONE_AMBER, MB_TONE_GROUND },     { MB_TONE_SKY, MB_TONE_GROUND },       { MB_TONE_GROUND, MB_TONE_TEXT },
    { MB_TONE_TEXT, MB_TONE_LED_GROUND },  { MB_TONE_QUIET, MB_TONE_LED_GROUND }, { MB_TONE_DIM, MB_TONE_LED_GROUND },
    { MB_TONE_AMBER, MB_TONE_LED_GROUND }, { MB_TONE_SKY, MB_TONE_LED_GROUND },   { MB_TONE_TEXT, MB_TONE_CARD },
    { MB_TONE_QUIET, MB_TONE_CARD },       { MB_TONE_JADE, MB_TONE_CARD },        { MB_TONE_AMBER, MB_TONE_CARD },
    { MB_TONE_TEXT, MB_TONE_CHANGED },     { MB_TONE_WHITE, MB_TONE_FAILURE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_assert_cmpfloat (get_contrast (pairs[i].text, pairs[i].ground), >=, 7);
}

/* What stands for hours moves by 4 px every three minutes, and comes back. */
static void
test_shift (void)
{
  MbPanel panel = { .width_px = 1920, .height_px = 1080 };
  gint64 step_us = 3 * 60 * G_TIME_SPAN_SECOND;
  int x, y, last_x, last_y;

  mb_panel_get_shift (&panel, 1000 * step_us, &last_x, &last_y);
  for (gint64 i = 1001; i < 1009; i++)
    {
      mb_panel_get_shift (&panel, i * step_us, &x, &y);
      g_assert_cmpint (ABS (x - last_x) + ABS (y - last_y), ==, MB_SHIFT_PX);
      mb_panel_get_shift (&panel, (i + 1) * step_us - 1, &last_x, &last_y);
      g_assert_true (last_x == x && last_y == y);
    }
  mb_panel_get_shift (&panel, 1000 * step_us, &last_x, &last_y);
  g_assert_true (last_x == x && last_y == y);
  panel.led = TRUE;
  mb_panel_get_shift (&panel, 1001 * step_us, &x, &y);
  g_assert_true (x == 0 && y == 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metrics/sizes", test_sizes);
  g_test_add_func ("/metrics/other-panels", test_other_panels);
  g_test_add_func ("/metrics/steps", test_steps);
  g_test_add_func ("/metrics/bands", test_bands);
  g_test_add_func ("/metrics/rows", test_rows);
  g_test_add_func ("/metrics/columns", test_columns);
  g_test_add_func ("/metrics/wide-figures", test_wide_figures);
  g_test_add_func ("/metrics/contrast", test_contrast);
  g_test_add_func ("/metrics/shift", test_shift);
  return g_test_run ();
}
