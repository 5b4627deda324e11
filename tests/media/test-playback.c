/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/mb-playback.h"

#include "core/base/mb-error.h"
#include "media-film.h"
#include "media-origin.h"
#include "mb-test-files.h"
#include "mb-test-wait.h"

/* What a zone plays, by the colours that its frames have, and by what it says it has played. */

#define RED 0xc02010
#define BLUE 0x1030c0
#define GREEN 0x00a040

static const MbLiveTiming impatient = {
  .doubt_ms = 600, .stalled_ms = 1200, .dry_ms = 600, .silent_ms = 4000, .slow_ms = 12000, .behind_ms = 8000, .first_ms = 100, .last_ms = 400,
};

typedef struct
{
  char *folder;
  MbClock *clock;
  gint64 zero_us;
  MbPlayback *playback;
  GString *played; /* "red whole, live failed" */
  GString *broken;
  guint32 colour; /* of the last frame; 0: there is none */
  guint frames, turns, most_pipelines;
  gint64 frame_us, gap_us; /* the longest between two frames */
} Fixture;

static guint32
get_colour (MbFilmFrame *frame)
{
  cairo_surface_t *surface = mb_film_frame_get_surface (frame);
  const guint8 *data = cairo_image_surface_get_data (surface);
  guint32 pixel = *(const guint32 *) (data + mb_film_frame_get_height (frame) / 2 * cairo_image_surface_get_stride (surface) +
                                      mb_film_frame_get_width (frame) / 2 * 4);
  static const guint32 colours[] = { RED, BLUE, GREEN };

  for (gsize i = 0; i < G_N_ELEMENTS (colours); i++)
    {
      int apart = 0;

      for (int shift = 0; shift < 24; shift += 8)
        apart += ABS ((int) (pixel >> shift & 0xff) - (int) (colours[i] >> shift & 0xff));
      if (apart < 30)
        return colours[i];
    }
  return 1; /* the pattern of a livestream */
}

static void
on_frame (MbPlayback *playback, gpointer data)
{
  Fixture *fixture = data;
  MbFilmFrame *frame = mb_playback_get_frame (playback);
  gint64 now_us = g_get_monotonic_time ();

  fixture->colour = frame != NULL ? get_colour (frame) : 0;
  fixture->frames++;
  if (fixture->frame_us != 0)
    fixture->gap_us = MAX (fixture->gap_us, now_us - fixture->frame_us);
  fixture->frame_us = now_us;
  fixture->most_pipelines = MAX (fixture->most_pipelines, mb_playback_get_pipelines (playback));
}

static void
on_turned (MbPlayback *playback, gpointer data)
{
  ((Fixture *) data)->turns++;
}

static void
on_played (MbPlayback *playback, MbPlayed *played, gpointer data)
{
  Fixture *fixture = data;

  g_assert_cmpint (played->ms, >=, 0);
  g_assert_cmpint (played->started_us, >=, fixture->zero_us);
  g_string_append_printf (fixture->played, "%s%s %s", fixture->played->len > 0 ? ", " : "", played->media, mb_play_end_names[played->ended]);
}

static void
on_broken (MbPlayback *playback, const char *media, GError *error, gpointer data)
{
  g_string_append_printf (((Fixture *) data)->broken, "%s ", media);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  gboolean still = GPOINTER_TO_INT (data);

  fixture->zero_us = 1794095880000000;
  fixture->folder = mb_test_folder_new ();
  fixture->clock = mb_clock_new_at (fixture->zero_us, still ? 0 : 1);
  fixture->played = g_string_new (NULL);
  fixture->broken = g_string_new (NULL);
  fixture->playback = mb_playback_new (fixture->clock, still, &impatient, 1);
  mb_playback_set_box (fixture->playback, 320, 180);
  g_signal_connect (fixture->playback, "frame", G_CALLBACK (on_frame), fixture);
  g_signal_connect (fixture->playback, "turned", G_CALLBACK (on_turned), fixture);
  g_signal_connect (fixture->playback, "played", G_CALLBACK (on_played), fixture);
  g_signal_connect (fixture->playback, "broken", G_CALLBACK (on_broken), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  mb_test_assert_finalized (fixture->playback);
  g_assert_cmpuint (fixture->most_pipelines, <=, 2);
  g_string_free (fixture->played, TRUE);
  g_string_free (fixture->broken, TRUE);
  g_object_unref (fixture->clock);
  mb_test_folder_free (fixture->folder);
}

/* A film of one colour: its name. */
static char *
make_film (Fixture *fixture, const char *name, guint32 colour, guint frames)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *text = g_strdup_printf ("0xff%06x", colour);

  media_film_make (path, &(MediaFilm){ 320, 180, frames, text, FALSE });
  return media_uri (path);
}

static MbPlayItem
make_item (Fixture *fixture, const char *name, const char *uri, double begin_s, double length_s)
{
  MbPlayItem item = { .media = name, .kind = MB_PLAY_FILM, .uri = uri };

  item.begin_us = fixture->zero_us + (gint64) (begin_s * 1e6);
  item.length_us = (gint64) (length_s * 1e6);
  item.until_us = item.begin_us + item.length_us;
  return item;
}

static gboolean
is_past (Fixture *fixture, gint64 us)
{
  return mb_clock_now (fixture->clock) >= us;
}

/* One film after another: the next one's first frame follows the last of the one before at once. */
static void
test_gapless (Fixture *fixture, gconstpointer data)
{
  g_autofree char *red = make_film (fixture, "red", RED, 50), *blue = make_film (fixture, "blue", BLUE, 50);
  double now_s;
  MbPlayItem items[5];

  mb_clock_set (fixture->clock, fixture->zero_us, 1);
  now_s = 0;
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    items[i] = make_item (fixture, i % 2 == 0 ? "red" : "blue", i % 2 == 0 ? red : blue, now_s + 2 * i, 2);
  mb_playback_show (fixture->playback, &items[0]);
  mb_test_wait (fixture->colour == RED);
  fixture->gap_us = 0;
  for (guint i = 1; i < G_N_ELEMENTS (items); i++)
    {
      mb_playback_prepare (fixture->playback, &items[i]);
      mb_test_wait (is_past (fixture, items[i].begin_us));
      mb_playback_show (fixture->playback, &items[i]);
      g_assert_cmphex (fixture->colour, ==, i % 2 == 0 ? RED : BLUE); /* at once */
    }
  mb_test_wait (is_past (fixture, items[4].until_us));
  mb_playback_show (fixture->playback, NULL);
  g_assert_cmpstr (fixture->played->str, ==, "red whole, blue whole, red whole, blue whole, red whole");
  g_test_message ("the longest gap: %d ms", (int) (fixture->gap_us / 1000));
  g_assert_cmpuint (mb_playback_get_counts (fixture->playback).shown, >=, 5 * 45);
}

/* Who comes in the middle of a film sees it in the middle, and has not seen it whole. */
static void
test_in_the_middle (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "film", NULL);
  g_autofree char *uri = media_uri (path);
  MbPlayItem item;

  media_film_make (path, &(MediaFilm){ 320, 180, 250, NULL, FALSE });
  item = make_item (fixture, "film", uri, -5, 10);
  mb_playback_show (fixture->playback, &item);
  mb_test_wait (mb_playback_get_frame (fixture->playback) != NULL);
  g_assert_cmpint (mb_film_frame_get_us (mb_playback_get_frame (fixture->playback)), >=, 4900000);
  mb_playback_show (fixture->playback, NULL);
  g_assert_cmpstr (fixture->played->str, ==, "film cut");
}

static void
test_broken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *red = make_film (fixture, "red", RED, 50), *path = g_build_filename (fixture->folder, "bad", NULL);
  g_autofree char *bad = media_uri (path);
  MbPlayItem broken = make_item (fixture, "bad", bad, 0, 5), good = make_item (fixture, "red", red, 0, 5);

  g_assert_true (g_file_set_contents (path, "nothing of use", -1, NULL));
  mb_playback_show (fixture->playback, &broken);
  mb_test_wait (fixture->broken->len > 0);
  g_assert_cmpstr (fixture->broken->str, ==, "bad ");
  mb_playback_show (fixture->playback, &good);
  mb_playback_prepare (fixture->playback, &broken); /* known before its turn comes */
  mb_test_wait (fixture->colour == RED);
  mb_test_wait (g_str_equal (fixture->broken->str, "bad bad "));
}

/* A camera that goes and comes back: the film stands in for it, and nothing is ever black. */
static void
test_live (Fixture *fixture, gconstpointer data)
{
  g_autofree char *green = make_film (fixture, "green", GREEN, 25), *blue = make_film (fixture, "blue", BLUE, 50);
  MbPlayItem film = make_item (fixture, "blue", blue, 0, 60), stand_in = make_item (fixture, "green", green, 0, 1);
  MediaCamera *camera = media_camera_new ();
  MbPlayItem live = { .media = "live", .kind = MB_PLAY_LIVE, .uri = media_camera_get_uri (camera), .until_us = G_MAXINT64 };

  mb_playback_set_fallback (fixture->playback, &stand_in);
  mb_playback_show (fixture->playback, &film);
  mb_test_wait (fixture->colour == BLUE);
  mb_playback_show (fixture->playback, &live);
  g_assert_cmphex (fixture->colour, ==, BLUE); /* its last frame, until there is another */
  mb_test_wait (mb_playback_is_live (fixture->playback));
  fixture->gap_us = 0;
  for (guint i = 0; i < 3; i++)
    {
      mb_test_wait (mb_playback_is_live (fixture->playback) && fixture->frames > 20);
      media_camera_switch_off (camera);
      mb_test_wait (mb_playback_get_source (fixture->playback) == MB_SOURCE_FALLBACK);
      g_assert_false (mb_playback_is_live (fixture->playback));
      g_assert_cmphex (fixture->colour, ==, GREEN);
      fixture->frames = 0;
      mb_test_wait (fixture->frames > 40); /* it begins anew when it is over */
      media_camera_switch_on (camera);
      mb_test_wait (mb_playback_get_source (fixture->playback) == MB_SOURCE_LIVE);
      fixture->frames = 0;
    }
  g_assert_cmpuint (fixture->turns, ==, 4);
  g_assert_cmpint (fixture->gap_us, <, 3 * G_TIME_SPAN_SECOND);
  mb_playback_show (fixture->playback, &film);
  g_assert_true (g_str_has_prefix (fixture->played->str, "blue cut, live failed, green whole, live failed, green whole"));
  media_camera_free (camera);
}

/* A playlist that stood still before it was asked for is seen to its end, and never called live. */
static void
test_stood_still (Fixture *fixture, gconstpointer data)
{
  MediaOrigin *origin = media_origin_new ();
  g_autofree char *uri = media_origin_dup_uri (origin, "/live.m3u8");
  MbPlayItem live = { .media = "live", .kind = MB_PLAY_LIVE, .uri = uri, .until_us = G_MAXINT64 };

  media_origin_encode (origin, ORIGIN_H264, 320, 180);
  mb_test_wait (media_origin_get_segments (origin) == 6);
  media_origin_set_mode (origin, ORIGIN_STUCK);
  mb_playback_show (fixture->playback, &live);
  mb_test_wait (mb_playback_get_source (fixture->playback) == MB_SOURCE_LIVE);
  mb_test_wait (mb_playback_is_live (fixture->playback) || mb_playback_get_source (fixture->playback) == MB_SOURCE_NONE);
  g_assert_false (mb_playback_is_live (fixture->playback));
  media_origin_set_mode (origin, ORIGIN_WELL);
  mb_test_wait (mb_playback_is_live (fixture->playback));
  mb_playback_show (fixture->playback, NULL);
  media_origin_free (origin);
}

/* Without anything to stand in for it, the zone is told that there is nothing. */
static void
test_nothing_instead (Fixture *fixture, gconstpointer data)
{
  MbPlayItem live = { .media = "live", .kind = MB_PLAY_LIVE, .uri = "rtsp://127.0.0.1:9/1", .until_us = G_MAXINT64 };
  g_autofree char *blue = make_film (fixture, "blue", BLUE, 50);
  MbPlayItem film = make_item (fixture, "blue", blue, 0, 60);

  mb_playback_show (fixture->playback, &film);
  mb_test_wait (fixture->colour == BLUE);
  mb_playback_show (fixture->playback, &live);
  mb_test_wait (mb_playback_get_source (fixture->playback) == MB_SOURCE_NONE);
  g_assert_null (mb_playback_get_frame (fixture->playback));
  mb_test_wait (mb_playback_get_problem (fixture->playback) != NULL);
}

/* A past moment: the frame that stood there, and no proof of a play. */
static void
test_still (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "film", NULL);
  g_autofree char *uri = media_uri (path);
  MbPlayItem item;

  media_film_make (path, &(MediaFilm){ 320, 180, 250, NULL, FALSE });
  item = make_item (fixture, "film", uri, -4, 10);
  mb_playback_show (fixture->playback, &item);
  g_assert_false (mb_playback_is_settled (fixture->playback));
  mb_test_wait (mb_playback_is_settled (fixture->playback));
  g_assert_cmpint (mb_film_frame_get_us (mb_playback_get_frame (fixture->playback)), ==, 4000000);
  mb_playback_show (fixture->playback, NULL);
  g_assert_cmpstr (fixture->played->str, ==, "");
  g_assert_cmpuint (fixture->frames, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, still, func) g_test_add ("/playback/" name, Fixture, GINT_TO_POINTER (still), set_up, func, tear_down)
  ADD ("gapless", FALSE, test_gapless);
  ADD ("in-the-middle", FALSE, test_in_the_middle);
  ADD ("broken", FALSE, test_broken);
  ADD ("live", FALSE, test_live);
  ADD ("stood-still", FALSE, test_stood_still);
  ADD ("nothing-instead", FALSE, test_nothing_instead);
  ADD ("still", TRUE, test_still);

  return g_test_run ();
}
