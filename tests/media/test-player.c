/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/mb-player.h"

#include "core/base/mb-error.h"
#include "media/mb-proof.h"
#include "media-film.h"
#include "mb-test-files.h"
#include "mb-test-wait.h"

/* One player, films made on the spot. */

typedef struct
{
  char *folder;
  MbPlayer *player;
  guint frames;
  gint64 us; /* of the newest, in its film */
  guint again; /* frames that were handed over once more */
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
  Fixture *fixture = data;
  gint64 us = mb_film_frame_get_us (mb_player_get_frame (player));

  fixture->again += fixture->frames > 0 && us == fixture->us;
  fixture->us = us;
  fixture->frames++;
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
get_pixel (MbFilmFrame *frame, int x, int y)
{
  cairo_surface_t *surface = mb_film_frame_get_surface (frame);
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
  g_assert_cmpint (mb_film_frame_get_width (mb_player_get_frame (fixture->player)), ==, 320);
  g_assert_cmpint (mb_film_frame_get_height (mb_player_get_frame (fixture->player)), ==, 180);
  assert_near (get_pixel (mb_player_get_frame (fixture->player), 160, 90), 0x00c040);
  g_assert_cmpuint (fixture->frames, ==, 1); /* it waits */

  mb_player_play (fixture->player);
  g_assert_true (is_in (fixture, MB_PLAYER_PLAYING));
  mb_test_wait (is_in (fixture, MB_PLAYER_ENDED));
  g_assert_cmpuint (fixture->again, ==, 0);
  g_assert_cmpint (mb_film_frame_get_us (mb_player_get_frame (fixture->player)), ==, 960000);
  g_assert_cmpuint (mb_player_get_progress (fixture->player), >=, 20);
}

static void
test_offset (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_film (fixture, "film.mp4", &(MediaFilm){ 320, 180, 100, NULL, FALSE });

  open_film (fixture, path, 2100000, 0);
  mb_test_wait (is_in (fixture, MB_PLAYER_READY));
  g_assert_cmpint (mb_film_frame_get_us (mb_player_get_frame (fixture->player)), >=, 2060000);
  g_assert_cmpint (mb_film_frame_get_us (mb_player_get_frame (fixture->player)), <=, 2140000);
  g_assert_cmpuint (fixture->frames, ==, 1); /* not its beginning first */
}

/* By a record that says more than there is: its last picture stands, and it is not broken. */
static void
test_past_its_end (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_film (fixture, "film.mp4", &(MediaFilm){ 320, 180, 50, NULL, FALSE });

  open_film (fixture, path, 60 * G_TIME_SPAN_SECOND, 0);
  mb_player_play (fixture->player);
  mb_test_wait (is_in (fixture, MB_PLAYER_ENDED));
  g_assert_cmpint (mb_film_frame_get_us (mb_player_get_frame (fixture->player)), ==, 1960000);
}

static void
test_shapes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_film (fixture, "tall.mp4", &(MediaFilm){ 180, 320, 5, NULL, FALSE });

  open_film (fixture, path, 0, 0);
  mb_test_wait (is_in (fixture, MB_PLAYER_READY));
  g_assert_cmpint (mb_film_frame_get_width (mb_player_get_frame (fixture->player)), ==, 101);
  g_assert_cmpint (mb_film_frame_get_height (mb_player_get_frame (fixture->player)), ==, 180);
}

#define MATRIX 44 /* in a box `tkhd`, from its name on */

/* As a telephone films that is held upright, or upside down: it says so in the film. The picture is dark above and light
 * below. */
static void
open_turned (Fixture *fixture, const char *matrix)
{
  g_autofree char *path = g_build_filename (fixture->folder, "turned.mp4", NULL), *bytes = NULL;
  g_autofree char *description = g_strdup_printf (
      "videotestsrc num-buffers=5 pattern=gradient ! video/x-raw,format=I420,width=320,height=180,framerate=25/1 ! x264enc ! "
      "mp4mux ! filesink location=\"%s\"", path);
  g_autoptr (GError) error = NULL;
  gsize length, at = 0;

  media_run (description);
  g_file_get_contents (path, &bytes, &length, &error);
  g_assert_no_error (error);
  while (memcmp (bytes + at, "tkhd", 4) != 0)
    g_assert_cmpuint (++at, <, length - MATRIX);
  for (gsize i = 0; i < 5; i++) /* a, b, u, c, d: 1, 0 or -1 in 16.16 */
    memcpy (bytes + at + MATRIX + 4 * i, matrix[i] == '+' ? "\0\1\0\0" : matrix[i] == '-' ? "\xff\xff\0\0" : "\0\0\0\0", 4);
  g_file_set_contents (path, bytes, (gssize) length, &error);
  g_assert_no_error (error);
  open_film (fixture, path, 0, 0);
  mb_test_wait (is_in (fixture, MB_PLAYER_READY));
}

static void
test_turned (Fixture *fixture, gconstpointer data)
{
  MbFilmFrame *frame;

  open_turned (fixture, "-000-");
  frame = mb_player_get_frame (fixture->player);
  g_assert_cmpint (mb_film_frame_get_width (frame), ==, 320);
  g_assert_cmpuint (get_pixel (frame, 160, 10) & 0xff, >, get_pixel (frame, 160, 170) & 0xff);
  mb_test_assert_finalized (g_steal_pointer (&fixture->player));

  open_turned (fixture, "0+0-0");
  frame = mb_player_get_frame (fixture->player);
  g_assert_cmpint (mb_film_frame_get_width (frame), ==, 101);
  g_assert_cmpint (mb_film_frame_get_height (frame), ==, 180);
  g_assert_cmpuint (get_pixel (frame, 95, 90) & 0xff, <, get_pixel (frame, 5, 90) & 0xff); /* clockwise */
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

/* Leaves @begin bytes of a good film as they are, then writes garbage up to @end, and cuts the rest off. */
static char *
break_film (Fixture *fixture, const char *good, gsize begin, gsize end)
{
  g_autofree char *path = g_build_filename (fixture->folder, "broken.mp4", NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (good, &bytes, &length, &error);
  g_assert_no_error (error);
  for (gsize i = begin; i < MIN (end, length); i++)
    bytes[i] = (char) g_rand_int (random);
  g_file_set_contents (path, bytes, (gssize) MIN (end, length), &error);
  g_assert_no_error (error);
  return g_steal_pointer (&path);
}

static void
assert_breaks_as (Fixture *fixture, const char *path, MbError code)
{
  gint64 began_us = g_get_monotonic_time ();

  open_film (fixture, path, 0, 0);
  mb_player_play (fixture->player);
  mb_test_wait (is_in (fixture, MB_PLAYER_FAILED));
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, 4 * G_TIME_SPAN_SECOND);
  g_test_message ("%s: %s", path, mb_player_get_error (fixture->player)->message);
  g_assert_error (mb_player_get_error (fixture->player), MB_ERROR, (int) code);
  mb_test_assert_finalized (g_steal_pointer (&fixture->player));
}

/* And it is the film's fault, whatever else is wrong. */
static void
assert_breaks (Fixture *fixture, const char *path)
{
  assert_breaks_as (fixture, path, MB_ERROR_CORRUPT);
}

/* A film that was cut anywhere, or is garbage from anywhere on, ends with an error, and soon. */
static void
test_broken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *good = make_film (fixture, "good.mp4", &(MediaFilm){ 320, 180, 250, NULL, FALSE });
  static const gsize parts[][2] = {
    { 0, 0 }, { 8, 8 }, { 1000, 1000 }, { 0, 100000 }, { 32, 100000 }, { 20000, 20000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *path = break_film (fixture, good, parts[i][0], parts[i][1]);

      assert_breaks (fixture, path);
    }
}

/* The index stands at the beginning, and what it names is garbage, or not there. */
static void
test_broken_later (Fixture *fixture, gconstpointer data)
{
  g_autofree char *film = make_film (fixture, "good.mp4", &(MediaFilm){ 320, 180, 250, NULL, FALSE });
  g_autofree char *good = g_build_filename (fixture->folder, "fast.mp4", NULL);
  g_autofree char *description = g_strdup_printf (
      "filesrc location=\"%s\" ! qtdemux ! h264parse ! mp4mux faststart=true ! filesink location=\"%s\"", film, good);
  g_autofree char *garbage = NULL, *half = NULL;

  media_run (description);
  garbage = break_film (fixture, good, 12000, G_MAXSIZE);
  assert_breaks (fixture, garbage);
  half = break_film (fixture, good, 12000, 12000);
  assert_breaks (fixture, half);
}

typedef struct
{
  const char *mux;
  gsize head; /* bytes: what says what it is, and nothing of what it shows */
} Container;

/* Whatever it is kept in, and however it was encoded: a good head, then garbage. Demuxers that fail early are not always
 * heard: each is tried some times. */
static void
test_containers (Fixture *fixture, gconstpointer data)
{
  static const Container containers[] = {
    { "x264enc speed-preset=ultrafast ! mp4mux", 48 },
    { "x264enc speed-preset=ultrafast ! mp4mux faststart=true", 12000 },
    { "x264enc speed-preset=ultrafast ! mp4mux fragment-duration=500", 2500 },
    { "x264enc speed-preset=ultrafast ! matroskamux", 1200 },
    { "x264enc speed-preset=ultrafast ! flvmux", 1500 },
    { "x265enc speed-preset=ultrafast ! h265parse ! mp4mux faststart=true", 12000 },
    { "vp8enc deadline=1 ! webmmux", 700 },
    { "vp9enc deadline=1 cpu-used=8 ! webmmux", 700 },
    { "theoraenc ! oggmux", 5000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (containers); i++)
    {
      g_autofree char *good = g_build_filename (fixture->folder, "good", NULL), *broken = NULL;
      g_autofree char *description = g_strdup_printf (
          "videotestsrc num-buffers=250 pattern=ball ! video/x-raw,format=I420,width=320,height=180,framerate=25/1 ! %s ! "
          "filesink location=\"%s\"",
          containers[i].mux, good);

      media_run (description);
      broken = break_film (fixture, good, containers[i].head, G_MAXSIZE);
      g_test_message ("%s", containers[i].mux);
      for (guint round = 0; round < 3; round++)
        assert_breaks (fixture, broken);
    }
}

/* A film with one key picture, from far behind it: all the pictures between are decoded for the one that was asked for. */
static void
test_far_key (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "film", NULL), *uri = NULL, *description = NULL;
  g_autoptr (GstElement) pipeline = NULL;
  MbProof *proof = mb_proof_new ();

  description = g_strdup_printf ("videotestsrc num-buffers=1000 ! video/x-raw,format=I420,width=160,height=90,framerate=25/1 "
                                 "! x264enc speed-preset=ultrafast key-int-max=100000 ! mp4mux ! filesink location=\"%s\"",
                                 path);
  media_run (description);
  pipeline = gst_pipeline_new (NULL);
  mb_proof_watch (proof, pipeline, NULL);
  uri = media_uri (path);
  g_free (description);
  description = g_strdup_printf ("uridecodebin uri=\"%s\" ! fakesink sync=true", uri);
  gst_bin_add (GST_BIN (pipeline), gst_parse_bin_from_description (description, FALSE, NULL));
  gst_element_set_state (pipeline, GST_STATE_PAUSED);
  g_assert_cmpint (gst_element_get_state (pipeline, NULL, NULL, 20 * GST_SECOND), ==, GST_STATE_CHANGE_SUCCESS);
  g_assert_true (gst_element_seek_simple (pipeline, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE,
                                          35 * GST_SECOND));
  g_assert_cmpint (gst_element_get_state (pipeline, NULL, NULL, 20 * GST_SECOND), ==, GST_STATE_CHANGE_SUCCESS);
  g_assert_cmpstr (mb_proof_find (proof), ==, NULL);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  mb_proof_unref (proof);
}

/* Pictures that stand for longer than anybody waits for one, and sound that goes on without: neither is broken. */
static void
test_odd (Fixture *fixture, gconstpointer data)
{
  static const char *const films[] = {
    "videotestsrc num-buffers=2 ! video/x-raw,format=I420,width=320,height=180,framerate=1/3 ! x264enc speed-preset=ultrafast ! "
    "mp4mux ! filesink location=\"%s\"",
    "videotestsrc num-buffers=50 ! video/x-raw,format=I420,width=320,height=180,framerate=25/1 ! x264enc speed-preset=ultrafast "
    "! mp4mux name=mux ! filesink location=\"%s\" audiotestsrc num-buffers=200 samplesperbuffer=1920 ! "
    "audio/x-raw,rate=48000 ! avenc_aac ! mux.",
    "videotestsrc num-buffers=50 ! video/x-raw,format=I420,width=320,height=180,framerate=25/1 ! x264enc speed-preset=ultrafast "
    "! matroskamux name=mux ! filesink location=\"%s\" audiotestsrc num-buffers=200 samplesperbuffer=1920 ! "
    "audio/x-raw,rate=48000 ! avenc_aac ! mux.",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (films); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, "film", NULL);
      g_auto (GStrv) parts = g_strsplit (films[i], "%s", 2);
      g_autofree char *description = g_strjoinv (path, parts);

      media_run (description);
      open_film (fixture, path, 0, 0);
      mb_player_play (fixture->player);
      mb_test_wait (is_in (fixture, MB_PLAYER_ENDED) || is_in (fixture, MB_PLAYER_FAILED));
      g_assert_no_error (mb_player_get_error (fixture->player));
      mb_test_assert_finalized (g_steal_pointer (&fixture->player));
    }
}

static void
test_no_film (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_build_filename (fixture->folder, "text.mp4", NULL);
  g_autofree char *sound = g_build_filename (fixture->folder, "sound.mp4", NULL);
  g_autofree char *gone = g_build_filename (fixture->folder, "gone.mp4", NULL);
  g_autofree char *film = make_film (fixture, "film.txt", &(MediaFilm){ 320, 180, 5, NULL, FALSE });
  g_autofree char *description = g_strdup_printf (
      "audiotestsrc num-buffers=50 ! avenc_aac ! mp4mux ! filesink location=\"%s\"", sound);

  g_assert_true (g_file_set_contents (text, "Not a film at all\n", -1, NULL));
  assert_breaks (fixture, text);
  media_run (description);
  assert_breaks (fixture, sound);
  assert_breaks_as (fixture, gone, MB_ERROR_NOT_FOUND);
  open_film (fixture, film, 0, 0); /* whatever it is called */
  mb_test_wait (is_in (fixture, MB_PLAYER_READY));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/player/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("play", test_play);
  ADD ("offset", test_offset);
  ADD ("past-its-end", test_past_its_end);
  ADD ("shapes", test_shapes);
  ADD ("turned", test_turned);
  ADD ("sound", test_sound);
  ADD ("leave", test_leave);
  ADD ("broken", test_broken);
  ADD ("broken-later", test_broken_later);
  ADD ("containers", test_containers);
  ADD ("far-key", test_far_key);
  ADD ("odd", test_odd);
  ADD ("no-film", test_no_film);
  g_test_add_func ("/player/fit", test_fit);

  return g_test_run ();
}
