/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/mb-player.h"

#include "core/base/mb-error.h"
#include "media-film.h"
#include "mb-test-files.h"
#include "mb-test-wait.h"


/* One player, films made on the spot. */

typedef struct
{
  char *folder;
  MbPlayer *player;
  guint frames;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = mb_test_folder_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->player != NULL)
    mb_test_assert_finalized (fixture->player);
  mb_test_folder_free (fixture->folder);
}

static void
on_frame (MbPlayer *player, gpointer data)
{
  ((Fixture *) data)->frames++;
}

static char *
make_film (Fixture *fixture, const char *name, const MediaFilm *film)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  media_film_make (path, film);
  return g_steal_pointer (&path);
}

static void
open_film (Fixture *fixture, const char *path, gint64 offset_us, double volume)
{
  g_autofree char *uri = media_uri (path);
  MbPlayerOptions options = { .uri = uri, .box_width = 320, .box_height = 180, .offset_us = offset_us, .volume = volume };

  fixture->player = mb_player_new (&options);
  g_signal_connect (fixture->player, "frame", G_CALLBACK (on_frame), fixture);
}

static gboolean
is_in (Fixture *fixture, MbPlayerState state)
{
  return mb_player_get_state (fixture->player) == state;
}

static guint32
get_pixel (MbFrame *frame, int x, int y)
{
  cairo_surface_t *surface = mb_frame_get_surface (frame);
  const guint8 *data = cairo_image_surface_get_data (surface);

  return *(const guint32 *) (data + y * cairo_image_surface_get_stride (surface) + x * 4) & 0xffffff;
}

static void
assert_near (guint32 colour, guint32 expected)
{
  for (int shift = 0; shift < 24; shift += 8)
    g_assert_cmpint (ABS ((int) (colour >> shift & 0xff) - (int) (expected >> shift & 0xff)), <=, 6);
}

static void
test_play (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_film (fixture, "green.mp4", &(MediaFilm){ 640, 360, 25, "0xff00c040", FALSE });

  open_film (fixture, path, 0, 0);
  mb_test_wait (is_in (fixture, MB_PLAYER_READY));
  g_assert_cmpint (mb_frame_get_width (mb_player_get_frame (fixture->player)), ==, 320);
  g_assert_cmpint (mb_frame_get_height (mb_player_get_frame (fixture->player)), ==, 180);
  assert_near (get_pixel (mb_player_get_frame (fixture->player), 160, 90), 0x00c040);
  g_assert_cmpuint (fixture->frames, ==, 1); /* it waits */

  mb_player_play (fixture->player);
  g_assert_true (is_in (fixture, MB_PLAYER_PLAYING));
  mb_test_wait (is_in (fixture, MB_PLAYER_ENDED));
  g_assert_cmpint (mb_frame_get_us (mb_player_get_frame (fixture->player)), ==, 960000);
  g_assert_cmpuint (mb_player_get_progress (fixture->player), >=, 20);
}

static void
test_offset (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_film (fixture, "film.mp4", &(MediaFilm){ 320, 180, 100, NULL, FALSE });

  open_film (fixture, path, 2100000, 0);
  mb_test_wait (is_in (fixture, MB_PLAYER_READY));
  g_assert_cmpint (mb_frame_get_us (mb_player_get_frame (fixture->player)), >=, 2060000);
  g_assert_cmpint (mb_frame_get_us (mb_player_get_frame (fixture->player)), <=, 2140000);
  g_assert_cmpuint (fixture->frames, ==, 1); /* not its beginning first */
}

static void
test_shapes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_film (fixture, "tall.mp4", &(MediaFilm){ 180, 320, 5, NULL, FALSE });

  open_film (fixture, path, 0, 0);
  mb_test_wait (is_in (fixture, MB_PLAYER_READY));
  g_assert_cmpint (mb_frame_get_width (mb_player_get_frame (fixture->player)), ==, 101);
  g_assert_cmpint (mb_frame_get_height (mb_player_get_frame (fixture->player)), ==, 180);
}

static void
test_fit (void)
{
  static const int cases[][6] = {
    /* the box, the shape, the picture */
    { 960, 540, 1920, 1080, 960, 540 }, { 960, 540, 1080, 1920, 303, 540 }, { 1080, 608, 1920, 1080, 1080, 608 },
    { 540, 960, 1920, 1080, 540, 303 }, { 960, 540, 320, 240, 720, 540 },   { 10, 10, 10000, 1, 10, 1 },
    { 960, 540, 1920, 1050, 960, 540 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int width = cases[i][2], height = cases[i][3];

      mb_video_fit (cases[i][0], cases[i][1], &width, &height);
      g_assert_cmpint (width, ==, cases[i][4]);
      g_assert_cmpint (height, ==, cases[i][5]);
    }
}

/* This machine need not have a device for sound. */
static void
test_sound (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_film (fixture, "loud.mp4", &(MediaFilm){ 320, 180, 25, NULL, TRUE });

  open_film (fixture, path, 0, 0.5);
  mb_test_wait (is_in (fixture, MB_PLAYER_READY));
  mb_player_play (fixture->player);
  mb_player_set_volume (fixture->player, 0);
  mb_test_wait (is_in (fixture, MB_PLAYER_ENDED));
}

static void
test_leave (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_film (fixture, "film.mp4", &(MediaFilm){ 320, 180, 100, NULL, TRUE });

  for (guint i = 0; i < 20; i++)
    {
      open_film (fixture, path, 0, 0);
      if (i % 2 == 0)
        mb_player_play (fixture->player);
      mb_test_wait (i % 4 < 2 || fixture->frames > 0);
      fixture->frames = 0;
      mb_test_assert_finalized (g_steal_pointer (&fixture->player));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/player/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("play", test_play);
  ADD ("offset", test_offset);
  ADD ("shapes", test_shapes);
  ADD ("sound", test_sound);
  ADD ("leave", test_leave);
  g_test_add_func ("/player/fit", test_fit);

  return g_test_run ();
}
