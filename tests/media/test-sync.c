/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media-film.h"
#include "media-show.h"
#include "media-speaker.h"
#include "mb-test-wait.h"

#include <gst/gst.h>

/* Sound and picture together: a film that is white while it is loud, and black while it is silent. */

#define APART_US 40000
#define CYCLES 4   /* of a second each */
#define LOUD_MS 200
#define FRAME_MS 40
#define QUIET_US 100000 /* what a device has already, and a moment */

typedef struct
{
  MediaShow show;
  gboolean is_white;
  gint64 white_us; /* when it became so last */
  guint whites;
  gint64 first_us, first_at_us; /* the first frame that moved: in the film, and when it came */
  gint64 most_us;               /* that a frame came off its time since then */
} Fixture;

/* As exact as it can be: sound that is not compressed has no beginning of its own. */
static void
make_film (const char *path)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "matroskamux name=mux ! filesink location=\"%s\" "
                                "concat name=see ! x264enc speed-preset=ultrafast tune=zerolatency key-int-max=5 ! mux. "
                                "concat name=hear ! audioconvert ! audio/x-raw,format=S16LE ! mux. ", path);
  for (guint i = 0; i < 2 * CYCLES; i++)
    {
      gboolean on = i % 2 == 1;
      guint ms = on ? LOUD_MS : 1000 - LOUD_MS;

      g_string_append_printf (text, "videotestsrc num-buffers=%u pattern=%s ! video/x-raw,format=I420,width=320,height=180,"
                                    "framerate=25/1 ! queue ! see. ", ms / FRAME_MS, on ? "white" : "black");
      g_string_append_printf (text, "audiotestsrc num-buffers=%u samplesperbuffer=1920 wave=%s volume=0.5 ! "
                                    "audio/x-raw,rate=48000,channels=2 ! queue ! hear. ", ms / FRAME_MS, on ? "square" : "silence");
    }
  media_run (text->str);
  g_string_free (text, TRUE);
  mb_test_wait (!media_speaker_is_open ()); /* the film before comes down by and by */
  media_speaker_forget ();
}

static void
on_frame (MbPlayer *player, gpointer data)
{
  Fixture *fixture = data;
  MbFilmFrame *frame = mb_player_get_frame (player);
  cairo_surface_t *surface = mb_film_frame_get_surface (frame);
  gboolean is_white = cairo_image_surface_get_data (surface)[90 * cairo_image_surface_get_stride (surface) + 640] > 128;
  gint64 us = mb_film_frame_get_us (frame), now_us = g_get_monotonic_time ();

  if (is_white && !fixture->is_white)
    {
      fixture->white_us = now_us;
      fixture->whites++;
    }
  fixture->is_white = is_white;
  if (us < 500000)
    return; /* the first frame waits, and those after it hurry */

  if (fixture->first_at_us == 0)
    {
      fixture->first_at_us = now_us;
      fixture->first_us = us;
    }
  fixture->most_us = MAX (fixture->most_us, ABS ((now_us - fixture->first_at_us) - (us - fixture->first_us)));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  media_show_open (&fixture->show, make_film, GPOINTER_TO_INT (data) / 100.0);
  g_signal_connect (fixture->show.player, "frame", G_CALLBACK (on_frame), fixture);
  mb_test_wait (mb_player_get_state (fixture->show.player) == MB_PLAYER_READY);
  mb_player_play (fixture->show.player);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  media_show_close (&fixture->show);
}

static void
test_together (Fixture *fixture, gconstpointer data)
{
  for (guint i = 1; i <= CYCLES; i++)
    {
      mb_test_wait (fixture->whites >= i && media_speaker_get_count () >= i);
      g_test_message ("sound %+.1f ms after the picture",
                      (double) (media_speaker_get_begun_us () - fixture->white_us) / 1000);
      g_assert_cmpint (ABS (media_speaker_get_begun_us () - fixture->white_us), <=, APART_US);
    }
  g_assert_cmpuint (media_speaker_get_most (), ==, 1);
}

/* Nobody hears it, and no device says what time it is: the frames come in time all the same. */
static void
test_muted (Fixture *fixture, gconstpointer data)
{
  mb_test_wait (media_show_is_over (&fixture->show));
  g_test_message ("%.1f ms off", (double) fixture->most_us / 1000);
  g_assert_cmpint (fixture->most_us, <=, APART_US);
  g_assert_cmpuint (media_speaker_get_most (), ==, 0);
}

/* A window for sound that ends in the middle of a film. */
static void
test_hushed (Fixture *fixture, gconstpointer data)
{
  guint count;

  mb_test_wait (fixture->whites >= 1 && media_speaker_get_count () >= 1);
  mb_player_set_volume (fixture->show.player, 0);
  mb_test_wait (!fixture->is_white);
  count = media_speaker_get_count ();
  mb_test_wait (media_show_is_over (&fixture->show));
  g_assert_cmpuint (fixture->whites, ==, CYCLES);
  g_assert_cmpuint (media_speaker_get_count (), ==, count);
  g_assert_cmpint (fixture->most_us, <=, APART_US);
}

/* A window for sound that begins in the middle of a film. */
static void
test_raised (Fixture *fixture, gconstpointer data)
{
  mb_test_wait (fixture->whites >= 1);
  mb_player_set_volume (fixture->show.player, 0.8);
  mb_test_wait (fixture->whites >= 2 && media_speaker_get_count () >= 1);
  mb_test_wait (!fixture->is_white);
  media_speaker_forget ();
  mb_test_wait (fixture->is_white && media_speaker_get_count () >= 1);
  g_assert_cmpint (ABS (media_speaker_get_begun_us () - fixture->white_us), <=, APART_US);
  g_assert_cmpuint (media_speaker_get_most (), ==, 1);
  mb_test_wait (media_show_is_over (&fixture->show));
}

/* It has sound, and keeps it to itself until somebody wants to hear it. */
static void
test_kept (Fixture *fixture, gconstpointer data)
{
  mb_test_wait (fixture->whites >= 2 && !fixture->is_white);
  g_assert_cmpuint (media_speaker_get_count (), ==, 0);
  g_assert_cmpuint (media_speaker_get_most (), ==, 1);
  mb_player_set_volume (fixture->show.player, 0.8);
  mb_test_wait (fixture->is_white && media_speaker_get_count () == 1);
  g_assert_cmpint (ABS (media_speaker_get_begun_us () - fixture->white_us), <=, APART_US);
}

/* Let go in the middle of a sound, it is quiet at once, however long it takes to come down. */
static void
test_left (Fixture *fixture, gconstpointer data)
{
  mb_test_wait (fixture->is_white && media_speaker_get_count () >= 1);
}

static void
leave (Fixture *fixture, gconstpointer data)
{
  gint64 left_us = g_get_monotonic_time ();

  tear_down (fixture, data);
  mb_test_wait (!media_speaker_is_open ());
  g_assert_cmpint (media_speaker_get_loud_us (), <=, left_us + QUIET_US);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  media_speaker_install ();
#define ADD(name, percent, func) g_test_add ("/sync/" name, Fixture, GINT_TO_POINTER (percent), set_up, func, tear_down)
  ADD ("together", 80, test_together);
  ADD ("muted", 0, test_muted);
  ADD ("hushed", 80, test_hushed);
  ADD ("raised", 0, test_raised);
  ADD ("kept", -80, test_kept);
  g_test_add ("/sync/left", Fixture, GINT_TO_POINTER (80), set_up, test_left, leave);

  return g_test_run ();
}
