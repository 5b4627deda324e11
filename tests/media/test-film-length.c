/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/show/mb-film-length.h"

#include "core/base/mb-time.h"
#include "media-film.h"
#include "mb-test-files.h"

/* How long a film's file says that it lasts: files as GStreamer and ffmpeg write them, and what is left of them when
 * they are cut and spoilt. */

typedef struct
{
  const char *mux;
  gboolean known;
} Container;

static const Container containers[] = {
  { "x264enc speed-preset=ultrafast ! mp4mux", TRUE },
  { "x264enc speed-preset=ultrafast ! mp4mux faststart=true", TRUE },
  { "x264enc speed-preset=ultrafast ! qtmux", TRUE },
  { "x264enc speed-preset=ultrafast ! matroskamux", TRUE },
  { "vp8enc deadline=1 ! webmmux", TRUE },
  { "vp8enc deadline=1 ! webmmux streamable=true", TRUE },
  { "x264enc ! mpegtsmux", TRUE },
  { "x264enc ! mpegtsmux m2ts-mode=true", TRUE },
  { "x264enc ! mpegpsmux", TRUE },
  { "x264enc ! flvmux", TRUE },
  { "x264enc speed-preset=ultrafast ! h264parse ! flvmux streamable=true", TRUE },
  { "jpegenc ! avimux", TRUE },
  { "x264enc speed-preset=ultrafast ! mp4mux fragment-duration=500", TRUE },
  { "x264enc speed-preset=ultrafast ! mp4mux fragment-duration=500 streamable=true", TRUE },
  { "theoraenc ! oggmux", TRUE },
  { "theoraenc keyframe-freq=5 keyframe-force=5 ! oggmux", TRUE },
  { "vp8enc deadline=1 ! oggmux", FALSE },
};

static GBytes *
make (const Container *container)
{
  char *folder = mb_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "film", NULL);
  g_autofree char *description = g_strdup_printf (
      "videotestsrc num-buffers=60 ! video/x-raw,format=I420,width=64,height=36,framerate=25/1 ! %s ! filesink location=\"%s\"",
      container->mux, path);
  GBytes *bytes;

  media_run (description);
  bytes = mb_test_load (path);
  mb_test_folder_free (folder);
  return bytes;
}

static gint64
find (const guint8 *bytes, gsize n)
{
  g_autofree guint8 *copy = g_memdup2 (bytes, n); /* so that a byte too many is seen */

  return mb_film_length_find (copy, n);
}

static void
test_containers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (containers); i++)
    {
      g_autoptr (GBytes) bytes = make (&containers[i]);
      gsize n;
      const guint8 *data = g_bytes_get_data (bytes, &n);
      gint64 length_ms = find (data, n);

      g_test_message ("%s: %" G_GINT64_FORMAT, containers[i].mux, length_ms);
      if (containers[i].known)
        g_assert_cmpint (ABS (length_ms - 2400), <=, 40);
      else
        g_assert_cmpint (length_ms, ==, MB_UNSET);
    }
}

static gboolean
is_sane (gint64 length_ms)
{
  return length_ms == MB_UNSET || (length_ms >= 1 && length_ms <= 24 * 60 * 60 * 1000);
}

static void
test_spoilt (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);

  for (gsize i = 0; i < G_N_ELEMENTS (containers); i++)
    {
      g_autoptr (GBytes) bytes = make (&containers[i]);
      gsize n;
      const guint8 *data = g_bytes_get_data (bytes, &n);

      for (gsize cut = 0; cut < MIN (n, 1500); cut++)
        g_assert_true (is_sane (find (data, cut)));
      for (guint round = 0; round < 3000; round++)
        {
          g_autofree guint8 *copy = g_memdup2 (data, n);

          for (guint change = 0; change < 4; change++)
            copy[round % 2 == 0 ? g_rand_int_range (random, 0, (gint32) MIN (n, 400))
                                : (gint32) n - 1 - g_rand_int_range (random, 0, (gint32) MIN (n, 1200))] =
                (guint8) g_rand_int (random);
          g_assert_true (is_sane (mb_film_length_find (copy, n)));
        }
    }
  g_assert_cmpint (mb_film_length_find (NULL, 0), ==, MB_UNSET);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/film-length/containers", test_containers);
  g_test_add_func ("/film-length/spoilt", test_spoilt);

  return g_test_run ();
}
