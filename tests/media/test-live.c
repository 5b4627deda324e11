/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/mb-live.h"

#include "media-film.h"
#include "media-origin.h"
#include "mb-test-wait.h"

#include <gst/base/gstpushsrc.h>

#include <unistd.h>

/* A livestream and everything that happens to one, with real servers on loopback. */

typedef struct
{
  MediaOrigin *origin;
  MediaCamera *camera;
  MediaBroadcast *broadcast;
  GRand *random;
  MbLive *live;
  guint frames, jumps;
  gboolean current; /* it was, once */
  gint64 down_us, up_us; /* when it went so last */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->random = g_rand_new_with_seed (1);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->live != NULL)
    mb_test_assert_finalized (fixture->live);
  g_clear_pointer (&fixture->origin, media_origin_free);
  g_clear_pointer (&fixture->camera, media_camera_free);
  g_clear_pointer (&fixture->broadcast, media_broadcast_free);
  g_rand_free (fixture->random);
}

static void
on_frame (MbLive *live, gpointer data)
{
  ((Fixture *) data)->frames++;
}

static void
on_jumped (MbLive *live, gpointer data)
{
  ((Fixture *) data)->jumps++;
}

static void
on_state_changed (MbLive *live, gpointer data)
{
  Fixture *fixture = data;

  fixture->current |= mb_live_is_current (live);
  g_test_message ("%.1f s: %d %s", (double) g_get_monotonic_time () / 1e6, mb_live_get_state (live),
                  mb_live_get_problem (live));
  if (mb_live_get_state (live) == MB_LIVE_DOWN)
    fixture->down_us = g_get_monotonic_time ();
  else if (mb_live_get_state (live) == MB_LIVE_UP)
    fixture->up_us = g_get_monotonic_time ();
}

static void
open_live_with (Fixture *fixture, const char *uri, const MbLiveTiming *timing)
{
  fixture->live = mb_live_new (uri, 320, 180, 0, timing, fixture->random);
  g_signal_connect (fixture->live, "frame", G_CALLBACK (on_frame), fixture);
  g_signal_connect (fixture->live, "jumped", G_CALLBACK (on_jumped), fixture);
  g_signal_connect (fixture->live, "state-changed", G_CALLBACK (on_state_changed), fixture);
}

static void
open_live (Fixture *fixture, const char *uri)
{
  open_live_with (fixture, uri, &mb_live_timing);
}

static void
open_hls (Fixture *fixture)
{
  g_autofree char *uri = NULL;

  fixture->origin = media_origin_new ();
  media_origin_encode (fixture->origin, ORIGIN_H264, 320, 180);
  uri = media_origin_dup_uri (fixture->origin, "/live.m3u8");
  open_live (fixture, uri);
}

static gboolean
is (Fixture *fixture, MbLiveState state)
{
  return mb_live_get_state (fixture->live) == state;
}

/* Frames that come, come from now on. */
static gboolean
flows (Fixture *fixture)
{
  return is (fixture, MB_LIVE_UP) && fixture->frames > 25;
}

static void
assert_down_within (Fixture *fixture, gint64 since_us, double seconds)
{
  mb_test_wait (is (fixture, MB_LIVE_DOWN));
  g_assert_cmpfloat ((double) (fixture->down_us - since_us) / 1e6, <=, seconds);
}

static void
assert_up_within (Fixture *fixture, gint64 since_us, double seconds)
{
  mb_test_wait (is (fixture, MB_LIVE_UP));
  g_assert_cmpfloat ((double) (fixture->up_us - since_us) / 1e6, <=, seconds);
  fixture->frames = 0;
  mb_test_wait (flows (fixture));
}

static void
test_hls (Fixture *fixture, gconstpointer data)
{
  open_hls (fixture);
  assert_up_within (fixture, g_get_monotonic_time (), 5);
  mb_test_wait (mb_live_is_current (fixture->live));
}

/* A list that stood still before anybody came is shown to its end, but nobody says that it is live. */
static void
test_stood_still (Fixture *fixture, gconstpointer data)
{
  g_autofree char *uri = NULL;

  fixture->origin = media_origin_new ();
  media_origin_encode (fixture->origin, ORIGIN_H264, 320, 180);
  mb_test_wait (media_origin_get_segments (fixture->origin) == 6);
  media_origin_set_mode (fixture->origin, ORIGIN_STUCK);
  uri = media_origin_dup_uri (fixture->origin, "/live.m3u8");
  open_live (fixture, uri);
  mb_test_wait (is (fixture, MB_LIVE_UP));
  mb_test_wait (is (fixture, MB_LIVE_DOWN));
  g_assert_false (fixture->current);
  media_origin_set_mode (fixture->origin, ORIGIN_WELL);
  mb_test_wait (fixture->current);
}

/* And one that is over is not shown at all. */
static void
test_was_over (Fixture *fixture, gconstpointer data)
{
  g_autofree char *uri = NULL;

  fixture->origin = media_origin_new ();
  media_origin_encode (fixture->origin, ORIGIN_H264, 320, 180);
  mb_test_wait (media_origin_get_segments (fixture->origin) == 6);
  media_origin_set_mode (fixture->origin, ORIGIN_ENDED);
  uri = media_origin_dup_uri (fixture->origin, "/live.m3u8");
  open_live (fixture, uri);
  mb_test_wait (mb_live_get_problem (fixture->live) != NULL);
  g_assert_cmpuint (fixture->jumps, ==, 0);
  media_origin_set_mode (fixture->origin, ORIGIN_WELL);
  mb_test_wait (fixture->current);
}

/* The mode breaks it; mended, it comes back by itself. */
static void
test_broken (Fixture *fixture, gconstpointer data)
{
  gint64 us;

  open_hls (fixture);
  mb_test_wait (flows (fixture));
  media_origin_set_mode (fixture->origin, (OriginMode) GPOINTER_TO_INT (data));
  us = g_get_monotonic_time ();
  /* What was fetched plays to its end, and the five seconds begin with the last that came. */
  assert_down_within (fixture, us, 8);
  media_origin_set_mode (fixture->origin, ORIGIN_WELL);
  assert_up_within (fixture, g_get_monotonic_time (), 10);
}

/* What stands still has a few seconds for whoever asks again: nobody sees those again and again. */
static void
test_stale (Fixture *fixture, gconstpointer data)
{
  gint64 until_us;

  open_hls (fixture);
  mb_test_wait (flows (fixture));
  media_origin_set_mode (fixture->origin, (OriginMode) GPOINTER_TO_INT (data));
  assert_down_within (fixture, g_get_monotonic_time (), 8);
  until_us = g_get_monotonic_time () + 12 * G_TIME_SPAN_SECOND;
  mb_test_wait (g_get_monotonic_time () > until_us || is (fixture, MB_LIVE_UP));
  g_assert_true (is (fixture, MB_LIVE_DOWN));
  media_origin_set_mode (fixture->origin, ORIGIN_WELL);
  assert_up_within (fixture, g_get_monotonic_time (), 10);
}

static void
test_redirect (Fixture *fixture, gconstpointer data)
{
  g_autofree char *uri = NULL;

  fixture->origin = media_origin_new ();
  media_origin_encode (fixture->origin, ORIGIN_H264, 320, 180);
  media_origin_set_mode (fixture->origin, ORIGIN_REDIRECTS);
  uri = media_origin_dup_uri (fixture->origin, "/live.m3u8");
  open_live (fixture, uri);
  assert_up_within (fixture, g_get_monotonic_time (), 5);
}

static void
test_vanish (Fixture *fixture, gconstpointer data)
{
  open_hls (fixture);
  mb_test_wait (flows (fixture));
  media_origin_vanish (fixture->origin);
  assert_down_within (fixture, g_get_monotonic_time (), 8);
  media_origin_return (fixture->origin);
  assert_up_within (fixture, g_get_monotonic_time (), 10);
}

/* A camera that begins anew: another size, then another codec. */
static void
test_change (Fixture *fixture, gconstpointer data)
{
  open_hls (fixture);
  mb_test_wait (flows (fixture));
  media_origin_encode (fixture->origin, ORIGIN_H264, 160, 160);
  mb_test_wait (mb_film_frame_get_width (mb_live_get_frame (fixture->live)) == 180);
  mb_test_wait (is (fixture, MB_LIVE_UP));
  media_origin_encode (fixture->origin, ORIGIN_H265, 320, 180);
  mb_test_wait (mb_film_frame_get_width (mb_live_get_frame (fixture->live)) == 320);
  fixture->frames = 0;
  mb_test_wait (flows (fixture));
}

static void
test_plain (Fixture *fixture, gconstpointer data)
{
  g_autofree char *uri = NULL;

  fixture->origin = media_origin_new ();
  media_origin_encode (fixture->origin, ORIGIN_H264, 320, 180);
  uri = media_origin_dup_uri (fixture->origin, "/live.ts");
  open_live (fixture, uri);
  assert_up_within (fixture, g_get_monotonic_time (), 6);
  media_origin_encode (fixture->origin, NULL, 0, 0);
  assert_down_within (fixture, g_get_monotonic_time (), 5.8); /* two seconds of which it plays what it has kept */
  media_origin_encode (fixture->origin, ORIGIN_H264, 320, 180);
  assert_up_within (fixture, g_get_monotonic_time (), 10);
}

/* Without sound it is there as soon as others; and stays, whatever its demuxer thinks of six seconds without any. */
static void
test_flv (Fixture *fixture, gconstpointer data)
{
  g_autofree char *uri = NULL;
  double until = GPOINTER_TO_INT (data) ? 4.5 : 3.5;

  fixture->origin = media_origin_new ();
  uri = media_origin_dup_uri (fixture->origin, GPOINTER_TO_INT (data) ? "/loud.flv" : "/live.flv");
  open_live (fixture, uri);
  assert_up_within (fixture, g_get_monotonic_time (), until);
  mb_test_wait (fixture->frames > 25 * 9);
  g_assert_cmpint (fixture->down_us, ==, 0);
  g_assert_cmpuint (fixture->jumps, ==, 1);
}

/* A camera that sends one JPEG after another is there soon, is known to be away when it says nothing, and shows what is now
 * when it has been held up. */
static void
test_parts (Fixture *fixture, gconstpointer data)
{
  g_autofree char *uri = NULL;

  fixture->origin = media_origin_new ();
  uri = media_origin_dup_uri (fixture->origin, data);
  open_live (fixture, uri);
  assert_up_within (fixture, g_get_monotonic_time (), 3.5);
  mb_test_wait (fixture->frames > 12 * 4);
  g_assert_cmpint (fixture->down_us, ==, 0);
  media_origin_hold (fixture->origin, TRUE);
  assert_down_within (fixture, g_get_monotonic_time (), 5.8); /* what has come is shown before */
  media_origin_hold (fixture->origin, FALSE);
  assert_up_within (fixture, g_get_monotonic_time (), 10);
}

static void
test_rtsp (Fixture *fixture, gconstpointer data)
{
  fixture->camera = media_camera_new ();
  open_live (fixture, media_camera_get_uri (fixture->camera));
  assert_up_within (fixture, g_get_monotonic_time (), 5);
  media_camera_switch_off (fixture->camera);
  assert_down_within (fixture, g_get_monotonic_time (), 6);
  media_camera_switch_on (fixture->camera);
  assert_up_within (fixture, g_get_monotonic_time (), 10);
}

/* Nobody is told that it is over, and nothing comes. A while without anything is no such thing. */
static void
test_frozen (Fixture *fixture, gconstpointer data)
{
  gint64 us;

  fixture->camera = media_camera_new ();
  open_live (fixture, media_camera_get_uri (fixture->camera));
  mb_test_wait (flows (fixture));
  media_camera_freeze (fixture->camera);
  us = g_get_monotonic_time ();
  mb_test_wait (g_get_monotonic_time () > us + 4 * G_TIME_SPAN_SECOND);
  media_camera_switch_on (fixture->camera);
  fixture->frames = 0;
  mb_test_wait (flows (fixture));
  g_assert_cmpint (fixture->down_us, ==, 0);

  media_camera_freeze (fixture->camera);
  us = g_get_monotonic_time ();
  assert_down_within (fixture, us, 5.8);
  g_assert_cmpint (fixture->down_us - us, >=, 4800 * G_TIME_SPAN_MILLISECOND);
  assert_up_within (fixture, us, 10);
}

static GstElement *
start_srt (guint port)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *description = g_strdup_printf (
      "videotestsrc is-live=true pattern=ball ! video/x-raw,format=I420,width=320,height=180,framerate=25/1 ! " ORIGIN_H264
      " ! mpegtsmux alignment=7 ! srtsink uri=srt://127.0.0.1:%u?mode=listener wait-for-connection=false", port);
  GstElement *pipeline = gst_parse_launch (description, &error);

  g_assert_no_error (error);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  return pipeline;
}

static void
stop_srt (GstElement *pipeline)
{
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
}

static guint16
find_port (void)
{
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0), bound = NULL;

  g_assert_true (g_socket_bind (socket, address, FALSE, NULL));
  bound = g_socket_get_local_address (socket, NULL);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

static void
test_srt (Fixture *fixture, gconstpointer data)
{
  guint16 port = find_port ();
  g_autofree char *uri = g_strdup_printf ("srt://127.0.0.1:%u", port);
  GstElement *sender;

  gst_init (NULL, NULL);
  sender = start_srt (port);
  open_live (fixture, uri);
  assert_up_within (fixture, g_get_monotonic_time (), 6);
  stop_srt (sender);
  assert_down_within (fixture, g_get_monotonic_time (), 5.8);
  sender = start_srt (port);
  assert_up_within (fixture, g_get_monotonic_time (), 10);
  stop_srt (sender);
}

static void
test_rtmp (Fixture *fixture, gconstpointer data)
{
  g_autofree char *ffmpeg = g_find_program_in_path ("ffmpeg");

  if (ffmpeg == NULL)
    {
      g_test_skip ("ffmpeg is not here");
      return;
    }

  fixture->broadcast = media_broadcast_new (find_port ());
  open_live (fixture, media_broadcast_get_uri (fixture->broadcast));
  /* It is a careless server, and only the second source that is tried can do with that; the second time it comes first. */
  assert_up_within (fixture, g_get_monotonic_time (), 15);
  media_broadcast_switch_off (fixture->broadcast);
  assert_down_within (fixture, g_get_monotonic_time (), 6);
  media_broadcast_switch_on (fixture->broadcast);
  assert_up_within (fixture, g_get_monotonic_time (), 10);
}

/* The older source of RTMP, and whether anybody closes its connection while it reads. Both in any thread. */
static GstFlowReturn (*rtmp_create) (GstPushSrc *source, GstBuffer **buffer);
static gboolean (*rtmp_unlock) (GstBaseSrc *source);
static gint n_reading, n_torn; /* (atomic) */

static GstFlowReturn
on_rtmp_read (GstPushSrc *source, GstBuffer **buffer)
{
  GstFlowReturn result;

  g_atomic_int_inc (&n_reading);
  result = rtmp_create (source, buffer);
  g_atomic_int_add (&n_reading, -1);
  return result;
}

static gboolean
on_rtmp_close (GstBaseSrc *source)
{
  if (g_atomic_int_get (&n_reading) > 0)
    g_atomic_int_inc (&n_torn);
  return rtmp_unlock (source);
}

static gboolean
watch_rtmp (void)
{
  g_autoptr (GstElement) source = gst_element_factory_make ("rtmpsrc", NULL);

  if (source == NULL)
    return FALSE;

  rtmp_create = GST_PUSH_SRC_GET_CLASS (source)->create;
  rtmp_unlock = GST_BASE_SRC_GET_CLASS (source)->unlock;
  GST_PUSH_SRC_GET_CLASS (source)->create = on_rtmp_read;
  GST_BASE_SRC_GET_CLASS (source)->unlock = on_rtmp_close;
  return TRUE;
}

/* Who leaves does so while the next picture is waited for, so nearly always while it is read. */
static void
test_rtmp_left (Fixture *fixture, gconstpointer data)
{
  g_autofree char *ffmpeg = g_find_program_in_path ("ffmpeg");

  gst_init (NULL, NULL);
  if (ffmpeg == NULL || !watch_rtmp ())
    {
      g_test_skip ("ffmpeg or the older source of RTMP is not here");
      return;
    }

  fixture->broadcast = media_broadcast_new (find_port ());
  for (guint shown = 0; shown < 3;)
    {
      MbPlayerOptions options = { .uri = media_broadcast_get_uri (fixture->broadcast), .live = TRUE, .attempt = 1,
                                  .box_width = 320, .box_height = 180 };
      g_autoptr (MbPlayer) player = mb_player_new (&options);

      mb_test_wait (mb_player_get_progress (player) > 0 || mb_player_get_state (player) == MB_PLAYER_FAILED);
      shown += mb_player_get_progress (player) > 0;
    }
  mb_test_wait (g_atomic_int_get (&n_reading) == 0);
  g_assert_cmpint (n_torn, ==, 0);
}

static gboolean
is_white (Fixture *fixture)
{
  cairo_surface_t *surface = mb_film_frame_get_surface (mb_live_get_frame (fixture->live));

  return cairo_image_surface_get_data (surface)[120 * cairo_image_surface_get_stride (surface) + 640] > 128;
}

/* From what the camera sees to what is seen of it; seconds. */
static double
get_latency (Fixture *fixture)
{
  gboolean white = !is_white (fixture);
  gint64 us = g_get_monotonic_time ();

  media_origin_set_white (fixture->origin, white);
  mb_test_wait (is_white (fixture) == white);
  return (double) (g_get_monotonic_time () - us) / 1e6;
}

/* A network that stands for a while, and brings everything afterwards. */
static void
stand (Fixture *fixture, guint seconds)
{
  gint64 until_us = g_get_monotonic_time () + seconds * G_TIME_SPAN_SECOND;

  media_origin_hold (fixture->origin, TRUE);
  mb_test_wait (g_get_monotonic_time () > until_us);
  media_origin_hold (fixture->origin, FALSE);
  fixture->frames = 0;
  mb_test_wait (fixture->jumps > 1 || (fixture->frames > 50 && !mb_live_has_two (fixture->live)));
}

/* What is seen is not late for ever. Every time it stands it is later by what it waits for its buffer, which has run dry; so
 * a single time is not enough to be behind by so much. */
static void
test_behind (Fixture *fixture, gconstpointer data)
{
  MbLiveTiming timing = mb_live_timing;
  g_autofree char *uri = NULL;
  double before, after;
  guint times = 0;

  timing.behind_ms = 3500;
  fixture->origin = media_origin_new ();
  media_origin_encode (fixture->origin, ORIGIN_H264, 320, 180);
  uri = media_origin_dup_uri (fixture->origin, "/live.ts");
  open_live_with (fixture, uri, &timing);
  mb_test_wait (flows (fixture));
  get_latency (fixture);
  before = get_latency (fixture);
  g_assert_cmpuint (fixture->jumps, ==, 1); /* out of nothing */

  for (; fixture->jumps == 1; times++)
    {
      g_assert_cmpuint (times, <, 4);
      stand (fixture, 4);
    }
  after = get_latency (fixture);
  g_test_message ("%.1f s behind, and %.1f s after it stood %u times and jumped", before, after, times);
  g_assert_cmpfloat (after, <, before + 1);
  g_assert_cmpint (fixture->down_us, ==, 0); /* there was always a picture */
}

static double
get_rss (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  words = g_strsplit (text, " ", -1);
  return g_ascii_strtod (words[1], NULL) * (double) sysconf (_SC_PAGESIZE) / 1e6;
}

/* What a hostile server sends does not stay, and does not keep a good one from being seen. */
static void
test_hostile (Fixture *fixture, gconstpointer data)
{
  double before, most = 0;
  gint64 until_us;
  g_autofree char *uri = NULL;

  fixture->origin = media_origin_new ();
  media_origin_encode (fixture->origin, ORIGIN_H264, 320, 180);
  media_origin_set_mode (fixture->origin, (OriginMode) GPOINTER_TO_INT (data));
  uri = media_origin_dup_uri (fixture->origin, "/live.m3u8");
  before = get_rss ();
  until_us = g_get_monotonic_time () + 5 * G_TIME_SPAN_SECOND;
  open_live (fixture, uri);
  while (g_get_monotonic_time () < until_us)
    {
      g_main_context_iteration (NULL, TRUE); /* the live's own tick wakes it */
      most = MAX (most, get_rss ());
    }
  g_test_message ("%.0f MB were sent, %.0f MB stayed", (double) media_origin_get_sent (fixture->origin) / 1e6,
                  most - before);
  g_assert_true (is (fixture, MB_LIVE_DOWN));
  g_assert_cmpfloat (most - before, <, 400);
  media_origin_set_mode (fixture->origin, ORIGIN_WELL);
  assert_up_within (fixture, g_get_monotonic_time (), 10);
}

/* The list that does not end comes when the stream is up: nobody but the demuxer sees it. */
static void
test_turned_hostile (Fixture *fixture, gconstpointer data)
{
  double before, most = 0;

  open_hls (fixture);
  mb_test_wait (flows (fixture));
  before = get_rss ();
  media_origin_set_mode (fixture->origin, ORIGIN_GIGANTIC);
  while (!is (fixture, MB_LIVE_DOWN))
    {
      g_main_context_iteration (NULL, TRUE);
      most = MAX (most, get_rss ());
    }
  g_test_message ("%.0f MB were sent, %.0f MB stayed", (double) media_origin_get_sent (fixture->origin) / 1e6,
                  most - before);
  g_assert_cmpfloat (most - before, <, 600);
  media_origin_set_mode (fixture->origin, ORIGIN_WELL);
  assert_up_within (fixture, g_get_monotonic_time (), 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, mode, func) g_test_add ("/live/" name, Fixture, GINT_TO_POINTER (mode), set_up, func, tear_down)
  ADD ("hls", 0, test_hls);
  ADD ("stood-still", 0, test_stood_still);
  ADD ("was-over", 0, test_was_over);
  ADD ("redirect", 0, test_redirect);
  ADD ("stuck", ORIGIN_STUCK, test_broken);
  ADD ("stale", ORIGIN_STUCK, test_stale);
  ADD ("ended", ORIGIN_ENDED, test_stale);
  ADD ("silent", ORIGIN_SILENT, test_broken);
  ADD ("not-found", ORIGIN_NOT_FOUND, test_broken);
  ADD ("vanish", 0, test_vanish);
  ADD ("change", 0, test_change);
  ADD ("plain", 0, test_plain);
  ADD ("flv", FALSE, test_flv);
  ADD ("flv-loud", TRUE, test_flv);
  g_test_add ("/live/parts", Fixture, "/live.mjpeg", set_up, test_parts, tear_down);
  g_test_add ("/live/parts-rough", Fixture, "/rough.mjpeg", set_up, test_parts, tear_down);
  ADD ("rtsp", 0, test_rtsp);
  ADD ("frozen", 0, test_frozen);
  ADD ("srt", 0, test_srt);
  ADD ("rtmp", 0, test_rtmp);
  ADD ("rtmp-left", 0, test_rtmp_left);
  ADD ("behind", 0, test_behind);
  ADD ("circle", ORIGIN_CIRCLE, test_hostile);
  ADD ("gigantic", ORIGIN_GIGANTIC, test_hostile);
  ADD ("turned-hostile", 0, test_turned_hostile);
  ADD ("huge", ORIGIN_HUGE, test_hostile);

  return g_test_run ();
}
