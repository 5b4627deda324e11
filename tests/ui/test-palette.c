/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "widgets/type/mb-face.h"
#include "widgets/type/mb-palette.h"
#include "widgets/words/mb-format.h"

#include <math.h>

/* What the colours promise, by computation: text stands out from its ground for every eye, and nothing is
 * told by hue alone. */

#define LEAST 7.0
#define LEAST_SEEN_OTHERWISE (0.95 * LEAST)
#define SIZE 96
#define LEAST_OTHER 0.1 /* of a face's ink lies where the other face has none */

typedef enum
{
  SIGHT_COMMON,
  SIGHT_PROTAN,
  SIGHT_DEUTAN,
  SIGHT_TRITAN,
  N_SIGHTS
} Sight;

/* Machado, Oliveira, Fernandes: A Physiologically-based Model for Simulation of Color Vision Deficiency, IEEE
 * Transactions on Visualization and Computer Graphics 15 (2009), severity 1.0, over linear sRGB. */
static const double matrices[N_SIGHTS][3][3] = {
  [SIGHT_COMMON] = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
  [SIGHT_PROTAN] = { { 0.152286, 1.052583, -0.204868 },
                     { 0.114503, 0.786281, 0.099216 },
                     { -0.003882, -0.048116, 1.051998 } },
  [SIGHT_DEUTAN] = { { 0.367322, 0.860646, -0.227968 },
                     { 0.280085, 0.672501, 0.047413 },
                     { -0.011820, 0.042940, 0.968881 } },
  [SIGHT_TRITAN] = { { 1.255528, -0.076749, -0.178779 },
                     { -0.078411, 0.930809, 0.147602 },
                     { 0.004733, 0.691367, 0.303900 } },
};

static const struct
{
  MbTone text, ground;
} pairs[] = {
  { MB_TONE_TEXT, MB_TONE_GROUND },   { MB_TONE_TEXT, MB_TONE_LED_GROUND },  { MB_TONE_TEXT, MB_TONE_CARD },
  { MB_TONE_TEXT, MB_TONE_CHANGED },  { MB_TONE_QUIET, MB_TONE_GROUND },     { MB_TONE_QUIET, MB_TONE_LED_GROUND },
  { MB_TONE_QUIET, MB_TONE_CARD },    { MB_TONE_DIM, MB_TONE_GROUND },       { MB_TONE_DIM, MB_TONE_LED_GROUND },
  { MB_TONE_AMBER, MB_TONE_GROUND },  { MB_TONE_AMBER, MB_TONE_LED_GROUND }, { MB_TONE_AMBER, MB_TONE_CARD },
  { MB_TONE_SKY, MB_TONE_GROUND },    { MB_TONE_SKY, MB_TONE_LED_GROUND },   { MB_TONE_SKY, MB_TONE_CARD },
  { MB_TONE_JADE, MB_TONE_GROUND },   { MB_TONE_JADE, MB_TONE_LED_GROUND },  { MB_TONE_JADE, MB_TONE_CARD },
  { MB_TONE_WHITE, MB_TONE_FAILURE }, { MB_TONE_GROUND, MB_TONE_TEXT },      { MB_TONE_GROUND, MB_TONE_WHITE },
  { MB_TONE_GROUND, MB_TONE_SKY },
};

static double
linear (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
get_luminance (MbTone tone, Sight sight)
{
  static const double weights[3] = { 0.2126, 0.7152, 0.0722 };
  GdkRGBA colour = mb_tone (tone);
  double seen[3] = { linear (colour.red), linear (colour.green), linear (colour.blue) }, luminance = 0;

  for (int i = 0; i < 3; i++)
    {
      double channel = 0;

      for (int j = 0; j < 3; j++)
        channel += matrices[sight][i][j] * seen[j];
      luminance += weights[i] * CLAMP (channel, 0, 1);
    }
  return luminance;
}

/* WCAG 2.2, contrast ratio. */
static double
get_contrast (MbTone one, MbTone other, Sight sight)
{
  double a = get_luminance (one, sight), b = get_luminance (other, sight);

  return (MAX (a, b) + 0.05) / (MIN (a, b) + 0.05);
}

static void
test_contrast (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_assert_cmpfloat (get_contrast (pairs[i].text, pairs[i].ground, SIGHT_COMMON), >=, LEAST);
      for (Sight sight = SIGHT_PROTAN; sight < N_SIGHTS; sight++)
        g_assert_cmpfloat (get_contrast (pairs[i].text, pairs[i].ground, sight), >=, LEAST_SEEN_OTHERWISE);
    }
}

/* The computation itself: white stays white, and red is darker to who lacks the eye for it. */
static void
test_computation (void)
{
  g_assert_cmpfloat (get_contrast (MB_TONE_WHITE, MB_TONE_LED_GROUND, SIGHT_COMMON), ==, 21.0);
  for (Sight sight = SIGHT_COMMON; sight < N_SIGHTS; sight++)
    g_assert_cmpfloat_with_epsilon (get_luminance (MB_TONE_WHITE, sight), 1, 0.001);
  g_assert_cmpfloat (get_luminance (MB_TONE_FAILURE, SIGHT_PROTAN), <, 0.7 * get_luminance (MB_TONE_FAILURE, SIGHT_COMMON));
}

static cairo_surface_t *
draw_face (MbFace face)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, SIZE, SIZE);
  cairo_t *cr = cairo_create (surface);

  mb_face_draw (snapshot, face, 0, 0, SIZE, MB_TONE_WHITE, 1);
  node = gtk_snapshot_free_to_node (snapshot);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* How much of the ink of one lies where the other has none. */
static double
get_other_part (cairo_surface_t *one, cairo_surface_t *other)
{
  const guchar *a = cairo_image_surface_get_data (one), *b = cairo_image_surface_get_data (other);
  int stride = cairo_image_surface_get_stride (one), n = 0, apart = 0;

  for (int y = 0; y < SIZE; y++)
    for (int x = 0; x < SIZE; x++)
      {
        n += a[y * stride + x] > 127 ? 1 : 0;
        apart += a[y * stride + x] > 127 && b[y * stride + x] < 128 ? 1 : 0;
      }
  g_assert_cmpint (n, >, 0);
  return (double) apart / n;
}

/* In one and the same colour, no face is taken for another. */
static void
test_faces (void)
{
  cairo_surface_t *faces[MB_FACE_STOP + 1];

  for (MbFace face = MB_FACE_SMILE; face <= MB_FACE_STOP; face++)
    faces[face] = draw_face (face);
  for (MbFace face = MB_FACE_SMILE; face <= MB_FACE_STOP; face++)
    for (MbFace other = MB_FACE_SMILE; other <= MB_FACE_STOP; other++)
      if (face != other)
        g_assert_cmpfloat (get_other_part (faces[face], faces[other]), >, LEAST_OTHER);
  for (MbFace face = MB_FACE_SMILE; face <= MB_FACE_STOP; face++)
    cairo_surface_destroy (faces[face]);
}

/* Up, down and the same are words before they are colours. */
static void
test_movements (void)
{
  static const char *const languages[] = { "zh-Hans", "zh-Hant", "en" };

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      const MbCatalogue *catalogue = mb_catalogue_get (languages[i]);
      g_autofree char *up = mb_format_movement (catalogue, 30, 1), *down = mb_format_movement (catalogue, -30, 1);
      g_autofree char *same = mb_format_movement (catalogue, 0, 1), *rising = mb_format_direction (catalogue, 30);
      g_autofree char *falling = mb_format_direction (catalogue, -30);

      g_assert_cmpstr (up, !=, down);
      g_assert_cmpstr (up, !=, same);
      g_assert_cmpstr (down, !=, same);
      g_assert_cmpstr (rising, !=, falling);
    }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/palette/computation", test_computation);
  g_test_add_func ("/palette/contrast", test_contrast);
  g_test_add_func ("/palette/faces", test_faces);
  g_test_add_func ("/palette/movements", test_movements);
  return g_test_run ();
}
