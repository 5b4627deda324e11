/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "media-film.h"
#include "media-origin.h"
#include "media-speaker.h"
#include "mb-test-files.h"
#include "mb-test-wait.h"
#include "ui-ink.h"
#include "ui-media.h"
#include "widgets/mb-description.h"

#include "core/base/mb-error.h"
#include "widgets/type/mb-mark.h"
#include "widgets/video/mb-live-mark.h"
#include "widgets/video/mb-video-choice.h"
#include "widgets/video/mb-video-picture.h"
#include "widgets/video/mb-video-zone.h"
#include "widgets/words/mb-video-text.h"

#include <string.h>

/* Films, pictures and livestreams on the glass, beside prices. */

#define MORNING G_GINT64_CONSTANT (1794095880000000) /* 2026-11-08T07:58+08:00 */
#define RED "0xffc02010"
#define BLUE "0xff1030c0"
#define TALL "video/x-raw,format=I420,width=360,height=640,framerate=25/1"
#define LAYOUT                                                                                                         \
  "{\"kind\":\"layout\",\"id\":\"hall\",\"value\":{\"columns\":2,\"rows\":100,\"distance_m\":5,"                       \
  "\"bands\":[\"header\",\"bar\",\"ticker\"],\"zones\":[{\"show\":\"prices\",\"at\":[0,0,1,100],\"staple\":true},"     \
  "{\"show\":\"video\",\"at\":[1,0,1,60],\"playlist\":\"hall-film\"},"                                                 \
  "{\"show\":\"tests\",\"at\":[1,60,1,40]}]}}"
#define OFFER                                                                                                          \
  "{\"kind\":\"promotion\",\"id\":\"member-day\",\"value\":{\"title\":{\"zh-Hans\":\"满30减5\"},"                       \
  "\"conditions\":{\"zh-Hans\":\"每人限领1张\"},\"when\":{\"daily\":[[\"07:00\",\"18:00\"]]}}}"
#define SCREEN                                                                                                         \
  "{\"kind\":\"screen\",\"id\":\"hall\",\"value\":{\"name\":\"Hall\",\"layout\":\"hall\",\"languages\":[\"zh-Hans\"],"           \
  "\"panel_mm\":[1210,680],\"sound\":[[\"07:00\",\"09:00\"]]}}"

typedef struct
{
  UiMedia media;
  MbClock *clock;
  MbBoard *board;
  MbBoardView *view;
  UiStage stage;
  guint64 rev;
  const char *screen; /* (nullable): whose record is followed */
  gboolean hushed;    /* what is put from now on must not be heard */
  GString *played;
} Fixture;

static void
put (Fixture *self, const char *line)
{
  ui_board_put (self->board, line, "manager:li", ++self->rev, MORNING);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "ui", "fixtures", "market.ndjson", NULL);

  ui_media_init (&self->media);
  self->clock = mb_clock_new_at (MORNING, GPOINTER_TO_INT (data));
  self->board = ui_board_load (path, MORNING);
  self->rev = 1000;
  self->played = g_string_new (NULL);
  put (self, OFFER);
  put (self, LAYOUT);
}

static void
on_played (MbBoardView *view, const char *zone, MbPlayed *played, Fixture *self)
{
  g_assert_cmpstr (zone, ==, strstr (zone, "-2") != NULL ? "video-2" : "video");
  g_string_append_printf (self->played, "%s %s, ", played->media, mb_play_end_names[played->ended]);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (self->view), (gpointer *) &self->view);
  ui_stage_clear (&self->stage);
  mb_test_wait (self->view == NULL);
  mb_test_assert_finalized (self->board);
  mb_test_assert_finalized (self->clock);
  ui_media_clear (&self->media);
  g_string_free (self->played, TRUE);
}

/* @seconds: of its record; 0: it does not say */
static void
put_bytes (Fixture *self, const char *id, GBytes *bytes, guint seconds)
{
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *path = media_write (self->media.folder, sha256, g_bytes_ref (bytes));
  g_autofree char *length = seconds > 0 ? g_strdup_printf (",\"duration_ms\":%u", seconds * 1000) : g_strdup ("");
  g_autofree char *line =
      g_strdup_printf ("{\"kind\":\"media\",\"id\":\"%s\",\"value\":{\"type\":\"video\",\"sha256\":\"%s\",\"bytes\":1%s,"
                       "\"sound\":%s}}",
                       id, sha256, length, self->hushed ? "false" : "true");

  put (self, line);
}

/* @mux: (nullable): what it is kept in, if not in MP4 */
static GBytes *
make_film (const MediaFilm *film, const char *mux)
{
  char *folder = mb_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "film", NULL), *other = g_build_filename (folder, "other", NULL);
  g_autofree char *description = g_strdup_printf (
      "filesrc location=\"%s\" ! qtdemux ! h264parse ! %s ! filesink location=\"%s\"", path, mux, other);
  GBytes *bytes;

  media_film_make (path, film);
  if (mux != NULL)
    media_run (description);
  bytes = mb_test_load (mux != NULL ? other : path);
  mb_test_folder_free (folder);
  return bytes;
}

static void
put_film_with (Fixture *self, const char *id, guint seconds, const MediaFilm *film)
{
  g_autoptr (GBytes) bytes = make_film (film, NULL);

  put_bytes (self, id, bytes, seconds);
}

static void
put_film (Fixture *self, const char *id, const char *colour, guint seconds, int width, int height)
{
  put_film_with (self, id, seconds, &(MediaFilm){ width, height, seconds * 25, colour, FALSE });
}

static void
show (Fixture *self, const char *playlist)
{
  put (self, playlist);
  self->view = MB_BOARD_VIEW (mb_board_view_new (self->clock));
  mb_board_view_set_screen_id (self->view, self->screen);
  mb_board_view_set_layout_id (self->view, "hall");
  mb_board_view_set_link (self->view, MB_LINK_LIVE);
  mb_board_view_set_media (self->view, ui_media_begin (&self->media));
  mb_board_view_set_board (self->view, self->board);
  g_signal_connect (self->view, "played", G_CALLBACK (on_played), self);
  ui_stage_init (&self->stage, GTK_WIDGET (self->view), 1920, 1080);
}

static MbVideoZone *
find_zone (Fixture *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (MB_IS_VIDEO_ZONE (child))
      return MB_VIDEO_ZONE (child);

  g_assert_not_reached ();
}

/* The colour of the glass in the zone, so far from its left and its upper edge; 0 while it is about to be drawn. */
static guint32
get_colour_at (Fixture *self, double part, double down)
{
  MbVideoZone *zone = find_zone (self);
  g_autoptr (GskRenderNode) node = ui_stage_get_node (&self->stage);
  g_autoptr (GdkTexture) texture = node != NULL ? ui_stage_draw (&self->stage) : NULL;
  gsize stride = (gsize) self->stage.width * 4;
  g_autofree guint8 *pixels = g_malloc (stride * (gsize) self->stage.height);
  graphene_rect_t bounds;

  if (texture == NULL)
    return 0;

  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (zone), GTK_WIDGET (self->view), &bounds));
  gdk_texture_download (texture, pixels, stride);
  return *(guint32 *) (pixels + (gsize) (bounds.origin.y + bounds.size.height * down) * stride +
                       (gsize) (bounds.origin.x + bounds.size.width * part) * 4) & 0xffffff;
}

static guint32
get_colour (Fixture *self, double part)
{
  return get_colour_at (self, part, 0.5);
}

static gboolean
is_near (guint32 colour, guint32 expected)
{
  for (int shift = 0; shift < 24; shift += 8)
    if (ABS ((int) (colour >> shift & 0xff) - (int) (expected >> shift & 0xff)) > 10)
      return FALSE;

  return TRUE;
}

static gboolean
is_red (Fixture *self)
{
  return is_near (get_colour (self, 0.5), 0xc02010);
}

static gboolean
is_blue (Fixture *self)
{
  return is_near (get_colour (self, 0.5), 0x1030c0);
}

static MbSource
get_source (Fixture *self)
{
  return mb_playback_get_source (mb_video_zone_get_playback (find_zone (self)));
}

static guint
get_pipelines (Fixture *self)
{
  return mb_playback_get_pipelines (mb_video_zone_get_playback (find_zone (self)));
}

/* One after the other, by the plan; what was seen is told. */
static void
test_films (Fixture *self, gconstpointer data)
{
  put_film (self, "red", RED, 2, 640, 360);
  put_film (self, "blue", BLUE, 2, 640, 360);
  show (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"red\"},{\"media\":\"blue\"}]}}");
  mb_test_wait (is_red (self));
  ui_stage_save (&self->stage, "film");
  mb_test_wait (is_blue (self));
  mb_test_wait (is_red (self));
  mb_test_wait (strstr (self->played->str, "blue whole, red whole, ") != NULL);
}

/* A film of another shape stands over a blurred, darker still of itself. */
static void
test_shapes (Fixture *self, gconstpointer data)
{
  put_film (self, "tall", RED, 60, 360, 640);
  show (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"tall\"}]}}");
  mb_test_wait (is_red (self));
  mb_test_wait (is_near (get_colour (self, 0.1), 0x6a1209));
  ui_stage_settle (&self->stage);
  ui_stage_save (&self->stage, "tall");
}

/* Beside each film stands a still of itself, also where it has the shape of the one before, and begins black. */
static void
test_beside (Fixture *self, gconstpointer data)
{
  char *folder = mb_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "dawn", NULL);
  g_autofree char *description = g_strdup_printf (
      "videotestsrc num-buffers=15 pattern=solid-color foreground-color=0xff000000 ! " TALL " ! concat name=c ! x264enc ! mp4mux ! "
      "filesink location=\"%s\" videotestsrc num-buffers=135 pattern=solid-color foreground-color=" BLUE " ! " TALL " ! c.",
      path);
  GBytes *dawn;

  media_run (description);
  dawn = mb_test_load (path);
  put_film (self, "tall", RED, 4, 360, 640);
  put_bytes (self, "dawn", dawn, 6);
  g_bytes_unref (dawn);
  mb_test_folder_free (folder);
  show (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"tall\"},{\"media\":\"dawn\"}]}}");
  mb_test_wait (is_near (get_colour (self, 0.1), 0x6a1209));
  mb_test_wait (is_near (get_colour (self, 0.5), 0x000000));
  mb_test_wait (is_blue (self));
  mb_test_wait (is_near (get_colour (self, 0.1), 0x091a6a));
}

/* And the other way round: upright zones stand on boards, too. */
static void
test_wide (Fixture *self, gconstpointer data)
{
  put_film (self, "wide", RED, 60, 640, 360);
  put (self, "{\"kind\":\"layout\",\"id\":\"hall\",\"value\":{\"columns\":4,\"rows\":1,\"distance_m\":5,\"bands\":[],\"zones\":["
             "{\"show\":\"prices\",\"at\":[0,0,3,1],\"staple\":true},"
             "{\"show\":\"video\",\"at\":[3,0,1,1],\"playlist\":\"hall-film\"}]}}");
  show (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"wide\"}]}}");
  mb_test_wait (is_red (self));
  mb_test_wait (is_near (get_colour_at (self, 0.5, 0.1), 0x6a1209));
  mb_test_wait (is_near (get_colour_at (self, 0.5, 0.9), 0x6a1209));
  ui_stage_settle (&self->stage);
  ui_stage_save (&self->stage, "wide");
  g_assert_true (is_near (get_colour_at (self, 0.1, 0.5), 0xc02010)); /* from edge to edge */
}

/* Whose record does not say how long it lasts: its file does, whatever it is kept in. */
static void
test_lengths (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) red = make_film (&(MediaFilm){ 640, 360, 50, RED, FALSE }, NULL);
  g_autoptr (GBytes) blue = make_film (&(MediaFilm){ 640, 360, 50, BLUE, FALSE }, "mpegtsmux");

  put_bytes (self, "red", red, 0);
  put_bytes (self, "blue", blue, 0);
  show (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"red\"},{\"media\":\"blue\"}]}}");
  mb_test_wait (strstr (self->played->str, "red whole, blue whole, red whole, ") != NULL);
  g_assert_null (strstr (self->played->str + strcspn (self->played->str, ","), "cut"));
}

/* Whether it is told of all of these, and of nothing else. */
static gboolean
has_trouble (Fixture *self, const char *const *films)
{
  g_auto (GStrv) trouble = mb_board_view_dup_trouble (self->view);
  guint n = 0;

  for (; films[n] != NULL; n++)
    if (n >= g_strv_length (trouble) || !g_str_has_prefix (trouble[n], films[n]))
      return FALSE;

  return g_strv_length (trouble) == n;
}

/* The head of a good film, and nothing of what it speaks of. */
static GBytes *
spoil (GBytes *film)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  g_byte_array_append (bytes, g_bytes_get_data (film, NULL), (guint) g_bytes_get_size (film));
  for (guint i = 48; i < bytes->len; i++)
    bytes->data[i] = (guint8) g_rand_int (random);
  return g_bytes_new (bytes->data, bytes->len);
}

/* What the corner shows, and says. */
static gboolean
has_sign (Fixture *self, const char *sign)
{
  g_autoptr (GskRenderNode) node = ui_stage_get_node (&self->stage);
  g_autofree char *text = node != NULL ? mb_description_write (node, 1920, 1080) : NULL;
  g_autofree char *wanted = g_strconcat ("\t", sign, "\n", NULL);

  return text != NULL && strstr (text, wanted) != NULL;
}

static gboolean
has_words (Fixture *self, const char *said)
{
  g_autoptr (GskRenderNode) node = ui_stage_get_node (&self->stage);
  g_autofree char *words = mb_mark_dup_words (node);

  return strstr (words, said) != NULL;
}

static void
count (guint *n)
{
  (*n)++;
}

#define BROKEN_LIST                                                                                                    \
  "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"text\"},{\"media\":\"empty\"},"        \
  "{\"media\":\"garbage\"}]}}"

/* Only broken things: the offers stand there, and nobody tries them again and again. */
static void
test_broken (Fixture *self, gconstpointer data)
{
  static const char *const films[] = { "text: ", "empty: ", "garbage: ", NULL };
  g_autoptr (GBytes) text = g_bytes_new_static ("not a film", 10), empty = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) good = make_film (&(MediaFilm){ 640, 360, 50, RED, FALSE }, NULL);
  g_autoptr (GBytes) garbage = spoil (good);
  g_autoptr (GskRenderNode) node = NULL;
  g_autofree char *words = NULL;
  guint tries = 0;
  gint64 us;

  put_bytes (self, "spare", good, 2);
  put_bytes (self, "text", text, 2);
  put_bytes (self, "empty", empty, 2);
  put_bytes (self, "garbage", garbage, 2);
  show (self, BROKEN_LIST);
  g_signal_connect_swapped (mb_video_zone_get_playback (find_zone (self)), "broken", G_CALLBACK (count), &tries);
  mb_test_wait (has_trouble (self, films));
  mb_test_wait (get_source (self) == MB_SOURCE_NONE && mb_playback_get_pipelines (mb_video_zone_get_playback (find_zone (self))) == 0);
  ui_stage_settle (&self->stage);
  mb_test_wait (has_sign (self, "video gone"));
  ui_stage_save (&self->stage, "broken");
  node = ui_stage_get_node (&self->stage);
  words = mb_mark_dup_words (node);
  g_assert_nonnull (strstr (words, "满30减5"));

  /* Neither another round nor another change makes them better, or forgotten. */
  put (self, BROKEN_LIST);
  us = mb_clock_now (self->clock);
  mb_test_wait (mb_clock_now (self->clock) > us + 14 * G_TIME_SPAN_SECOND);
  g_assert_cmpuint (tries, ==, 3);
  g_assert_true (has_trouble (self, films));

  /* Nor do days. */
  us += 3 * G_TIME_SPAN_DAY;
  mb_clock_set (self->clock, us, 4);
  mb_test_wait (mb_clock_now (self->clock) > us + 14 * G_TIME_SPAN_SECOND);
  g_assert_cmpuint (tries, ==, 3);
  g_assert_true (has_trouble (self, films));

  /* Another file does. */
  put_bytes (self, "text", good, 2);
  mb_test_wait (is_red (self));
  g_assert_true (has_trouble (self, films + 1));
}

/* From one to the next. */
static void
on_skipped (gint64 *us)
{
  gint64 now_us = g_get_monotonic_time ();

  g_assert_cmpint (now_us - *us, <, 3 * G_TIME_SPAN_SECOND);
  *us = now_us;
}

/* What shows nothing may be better when there is more time for it, and less and less likely so. */
static void
test_patience (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("anything", 8);
  g_autoptr (MbGallery) gallery = mb_gallery_new ();
  g_autoptr (MbVideoChoice) choice = mb_video_choice_new (self->board, gallery, "hall-film");
  g_autoptr (MbMarketTime) time = mb_market_time_new (NULL);
  g_autoptr (GError) error = g_error_new_literal (MB_ERROR, MB_ERROR_FAILED, "Shows nothing");
  gint64 us = MORNING;

  put_bytes (self, "film", bytes, 60);
  show (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"film\"}]}}");
  mb_gallery_set_cache (gallery, self->media.cache);
  for (gint64 minutes = 1; minutes < 24 * 60; minutes *= 8)
    {
      g_assert_nonnull (mb_video_choice_look (choice, us, time).media);
      mb_video_choice_complain (choice, "film", error, us);
      us += minutes * G_TIME_SPAN_MINUTE;
      g_assert_null (mb_video_choice_look (choice, us - 1, time).media);
    }
  g_assert_nonnull (mb_video_choice_look (choice, us, time).media);
}

/* Whoever made it, whatever the clock says: bytes that are of no use are not tried again, what the machine lacked is. */
static void
test_verdicts (Fixture *self, gconstpointer data)
{
  static const struct { MbError code; gboolean again; } cases[] = {
    { MB_ERROR_CORRUPT, FALSE }, { MB_ERROR_FAILED, TRUE }, { MB_ERROR_UNSUPPORTED, TRUE }, { MB_ERROR_NOT_FOUND, TRUE },
  };
  g_autoptr (MbMarketTime) time = mb_market_time_new (NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("anything", 8);

  put_bytes (self, "film", bytes, 60);
  show (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"film\"}]}}");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MbGallery) gallery = mb_gallery_new ();
      g_autoptr (MbVideoChoice) choice = mb_video_choice_new (self->board, gallery, "hall-film");
      g_autoptr (MbVideoChoice) other = mb_video_choice_new (self->board, gallery, "hall-film");
      g_autoptr (GError) error = g_error_new_literal (MB_ERROR, (int) cases[i].code, "Why");
      g_auto (GStrv) told = NULL;
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

      mb_gallery_set_cache (gallery, self->media.cache);
      mb_video_choice_complain (choice, "film", error, MORNING);
      g_assert_null (mb_video_choice_look (other, MORNING, time).media); /* every zone knows */
      g_assert_true ((mb_video_choice_look (choice, MORNING + 365 * G_TIME_SPAN_DAY, time).media != NULL) == cases[i].again);
      mb_video_choice_tell (other, builder);
      told = g_strv_builder_end (builder);
      g_assert_cmpstr (told[0], ==, "film: Why");
      mb_video_choice_praise (choice, "film");
      g_assert_nonnull (mb_video_choice_look (choice, MORNING, time).media);
      mb_video_choice_complain (choice, "film", error, MORNING);
      g_signal_emit_by_name (self->media.cache, "spoilt", "00");
      g_assert_null (mb_video_choice_look (choice, MORNING, time).media);
      g_signal_emit_by_name (self->media.cache, "spoilt",
                             ((MbMedia *) mb_board_get (self->board, MB_KIND_MEDIA, "film"))->sha256);
      g_assert_nonnull (mb_video_choice_look (choice, MORNING, time).media);
    }
}

/* One that works stands in for one that does not, and soon: each is given up within three seconds. */
static void
test_half_broken (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) text = g_bytes_new_static ("not a film", 10);
  g_autoptr (GBytes) good = make_film (&(MediaFilm){ 640, 360, 250, RED, FALSE }, NULL), garbage = spoil (good);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (good, 0, g_bytes_get_size (good) / 2);
  const struct { const char *id; GBytes *bytes; } films[] = { { "text", text }, { "garbage", garbage }, { "cut", cut } };
  gint64 us;

  for (guint i = 0; i < G_N_ELEMENTS (films); i++)
    put_bytes (self, films[i].id, films[i].bytes, 600);
  put_bytes (self, "red", good, 0);
  us = g_get_monotonic_time ();
  show (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"text\"},{\"media\":\"garbage\"},"
              "{\"media\":\"cut\"},{\"media\":\"red\"},{\"media\":\"gone\"}]}}");
  g_signal_connect_swapped (mb_video_zone_get_playback (find_zone (self)), "broken", G_CALLBACK (on_skipped), &us);
  mb_test_wait (is_red (self));
  on_skipped (&us);
}

/* The corner says whether films are shown: without any it says nothing of them. */
static void
test_signs (Fixture *self, gconstpointer data)
{
  put_film (self, "red", RED, 2, 640, 360);
  show (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[]}}");
  mb_test_wait (has_sign (self, "hub live"));
  g_assert_false (has_words (self, "视频"));

  put (self, "{\"kind\":\"media\",\"id\":\"far\",\"value\":{\"type\":\"video\",\"bytes\":1,\"duration_ms\":2000,"
             "\"sha256\":\"00000000000000000000000000000000000000000000000000000000000000ff\"}}");
  put (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"far\"}]}}");
  mb_test_wait (has_sign (self, "video late"));
  g_assert_true (has_words (self, "视频等待中"));

  put (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"red\"}]}}");
  mb_test_wait (has_sign (self, "video live"));
  g_assert_true (is_red (self));
}

/* A livestream that comes no further after it has played is awaited, and then it plays again. */
static void
test_stalled (Fixture *self, gconstpointer data)
{
  MediaOrigin *origin = media_origin_new ();
  g_autofree char *uri = media_origin_dup_uri (origin, "/live.m3u8");
  g_autofree char *live = g_strdup_printf ("{\"kind\":\"media\",\"id\":\"live\",\"value\":{\"type\":\"live\",\"uri\":\"%s\"}}",
                                           uri);

  media_origin_encode (origin, ORIGIN_H264, 320, 180);
  put (self, live);
  show (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"live\"}]}}");
  mb_test_wait (has_sign (self, "video live"));
  g_assert_true (has_words (self, "视频播放中"));

  media_origin_set_mode (origin, ORIGIN_STUCK);
  mb_test_wait (has_sign (self, "video late"));
  g_assert_true (has_words (self, "视频等待中"));

  media_origin_set_mode (origin, ORIGIN_WELL);
  mb_test_wait (has_sign (self, "video live"));
  put (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[]}}");
  mb_test_wait (get_pipelines (self) == 0);
  media_origin_free (origin);
}

/* Before its time a livestream is announced, with the code to watch it on a phone. */
static void
test_announced (Fixture *self, gconstpointer data)
{
  g_autoptr (GskRenderNode) node = NULL;
  g_autofree char *words = NULL;

  put (self, "{\"kind\":\"media\",\"id\":\"live\",\"value\":{\"type\":\"live\",\"uri\":\"rtsp://127.0.0.1:9/1\","
             "\"title\":{\"zh-Hans\":\"秋菜上市，跟着主播逛市场\"},\"starts_at\":\"2026-11-08T10:00:00+08:00\","
             "\"link\":\"https://huaiyin.example/live\"}}");
  show (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"live\"}]}}");
  ui_stage_save (&self->stage, "announced");
  node = ui_stage_get_node (&self->stage);
  words = mb_mark_dup_words (node);
  g_assert_nonnull (strstr (words, "10:00开播"));
  g_assert_cmpuint (mb_playback_get_pipelines (mb_video_zone_get_playback (find_zone (self))), ==, 0);

  put (self, "{\"kind\":\"media\",\"id\":\"live\",\"value\":{\"type\":\"live\",\"uri\":\"rtsp://127.0.0.1:9/1\","
             "\"title\":{\"zh-Hans\":\"秋菜上市，跟着主播逛市场\"},\"starts_at\":\"2026-11-08T07:00:00+08:00\","
             "\"link\":\"https://huaiyin.example/live\"}}");
  mb_test_wait (mb_playback_get_problem (mb_video_zone_get_playback (find_zone (self))) != NULL);
  mb_test_wait (has_sign (self, "video late"));
  ui_stage_save (&self->stage, "away");
}

static gboolean
says (Fixture *self, const char *text)
{
  g_autoptr (GskRenderNode) node = ui_stage_get_node (&self->stage);
  g_autofree char *words = node != NULL ? mb_mark_dup_words (node) : NULL;

  return words != NULL && strstr (words, text) != NULL;
}

/* Nor is it announced any more when it ought to have begun, and its source is not there. */
static void
test_belated (Fixture *self, gconstpointer data)
{
  put (self, "{\"kind\":\"media\",\"id\":\"live\",\"value\":{\"type\":\"live\",\"uri\":\"rtsp://127.0.0.1:9/1\","
             "\"starts_at\":\"2026-11-08T07:58:03+08:00\"}}");
  show (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"live\"}]}}");
  mb_test_wait (says (self, "07:58开播"));
  mb_test_wait (says (self, "稍后"));
  g_assert_false (says (self, "开播"));
}

/* On a clock that stands still: the frame that stood there. */
static void
test_still (Fixture *self, gconstpointer data)
{
  put_film (self, "red", RED, 600, 64, 36);
  show (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"red\"}]}}");
  ui_stage_settle (&self->stage);
  g_assert_true (is_red (self));
  /* 07:58 is in the 48th round of ten minutes. */
  g_assert_cmpint (mb_film_frame_get_us (mb_playback_get_frame (mb_video_zone_get_playback (find_zone (self)))), ==,
                   8 * 60 * G_TIME_SPAN_SECOND);
}

/* Nobody has kept what a livestream showed; but it was not away. */
static void
test_still_live (Fixture *self, gconstpointer data)
{
  g_autoptr (GskRenderNode) node = NULL;
  g_autofree char *words = NULL;

  put (self, "{\"kind\":\"media\",\"id\":\"live\",\"value\":{\"type\":\"live\",\"uri\":\"rtsp://127.0.0.1:9/1\","
             "\"title\":{\"zh-Hans\":\"跟着主播逛市场\"},\"link\":\"https://huaiyin.example/live\"}}");
  show (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"live\"}]}}");
  ui_stage_settle (&self->stage);
  ui_stage_save (&self->stage, "still-live");
  node = ui_stage_get_node (&self->stage);
  words = mb_mark_dup_words (node);
  g_assert_nonnull (strstr (words, "跟着主播"));
  g_assert_null (strstr (words, "稍后"));
}

/* A list that is changed does not touch what it shows: the same film goes on, unbroken. */
static void
test_changed (Fixture *self, gconstpointer data)
{
  MbFilmFrame *before;
  gint64 us;

  put_film (self, "red", RED, 30, 640, 360);
  put_film (self, "blue", BLUE, 7, 640, 360);
  mb_clock_set (self->clock, MORNING, 1); /* however long they took */
  show (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"red\"}]}}");
  mb_test_wait (is_red (self));
  before = mb_playback_get_frame (mb_video_zone_get_playback (find_zone (self)));
  us = mb_film_frame_get_us (before);

  /* From midnight on it would be five seconds into the blue one. */
  put (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"blue\"},{\"media\":\"red\"}]},"
             "\"derived\":{\"changed_at\":\"2026-11-08T07:58:00.500+08:00\",\"playing\":\"red\","
             "\"playing_since\":\"2026-11-08T07:58:00+08:00\"}}");
  mb_test_wait (mb_film_frame_get_us (mb_playback_get_frame (mb_video_zone_get_playback (find_zone (self)))) >
                us + G_TIME_SPAN_SECOND);
  mb_test_wait (is_red (self));
  g_assert_cmpuint (mb_playback_get_pipelines (mb_video_zone_get_playback (find_zone (self))), ==, 1);
  g_assert_cmpstr (self->played->str, ==, "");
}

/* The words of a mark over a livestream in a picture of that size. */
static char *
dup_mark (Fixture *self, int width, int height)
{
  g_autoptr (MbType) type = mb_type_new (GTK_WIDGET (self->stage.window), mb_catalogue_get ("zh-Hans"), 50);
  g_autoptr (MbInk) ink = mb_ink_new (type, MB_STEP_QUIET, PANGO_WEIGHT_BOLD, MB_TONE_TEXT);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;

  mb_ink_set_text (ink, mb_format_live (mb_type_get_catalogue (type)));
  mb_live_mark_draw (snapshot, ink, 50, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  return node != NULL ? mb_mark_dup_words (node) : NULL;
}

/* What is written over a livestream leaves it to be seen. */
static void
test_mark (Fixture *self, gconstpointer data)
{
  g_autofree char *large = NULL, *narrow = NULL, *low = NULL;

  show (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[]}}");
  large = dup_mark (self, 640, 360);
  narrow = dup_mark (self, 300, 360);
  low = dup_mark (self, 640, 240);
  g_assert_nonnull (strstr (large, "直播"));
  g_assert_null (narrow);
  g_assert_null (low);
}

/* In hardly any room: what is said of a livestream that is not there. */
static void
test_small (Fixture *self, gconstpointer data)
{
  g_autoptr (GskRenderNode) node = NULL;
  g_autofree char *words = NULL;
  g_auto (GStrv) parts = NULL;

  put (self, "{\"kind\":\"layout\",\"id\":\"hall\",\"value\":{\"columns\":8,\"rows\":100,\"distance_m\":5,"
             "\"bands\":[\"header\",\"bar\",\"ticker\"],\"zones\":[{\"show\":\"prices\",\"at\":[0,0,6,100],\"staple\":true},"
             "{\"show\":\"video\",\"at\":[6,0,2,20],\"playlist\":\"hall-film\"},"
             "{\"show\":\"video\",\"at\":[7,20,1,30],\"playlist\":\"hall-film\"},"
             "{\"show\":\"video\",\"at\":[6,50,2,10],\"playlist\":\"hall-film\"},"
             "{\"show\":\"tests\",\"at\":[6,60,2,40]}]}}");
  put (self, "{\"kind\":\"media\",\"id\":\"live\",\"value\":{\"type\":\"live\",\"uri\":\"rtsp://127.0.0.1:9/1\","
             "\"title\":{\"zh-Hans\":\"秋菜上市，跟着主播逛市场\"},\"starts_at\":\"2026-11-08T10:00:00+08:00\","
             "\"link\":\"https://huaiyin.example/live\"}}");
  show (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"live\"}]}}");
  ui_stage_settle (&self->stage);
  ui_stage_save (&self->stage, "small");
  node = ui_stage_get_node (&self->stage);
  words = mb_mark_dup_words (node);
  parts = g_strsplit (words, "10:00开播", -1);
  g_assert_cmpuint (g_strv_length (parts), ==, 4);
}

/* Two films with sound, in a window for sound: one is heard, and only one. */
static void
test_heard (Fixture *self, gconstpointer data)
{
  guint zones = 0;

  put_film_with (self, "loud", 60, &(MediaFilm){ 320, 180, 60 * 25, RED, TRUE });
  put (self, "{\"kind\":\"layout\",\"id\":\"hall\",\"value\":{\"columns\":2,\"rows\":1,\"distance_m\":5,\"bands\":[],\"zones\":["
             "{\"show\":\"video\",\"at\":[0,0,1,1],\"playlist\":\"hall-film\"},"
             "{\"show\":\"video\",\"at\":[1,0,1,1],\"playlist\":\"hall-film\"}]}}");
  put (self, SCREEN);
  media_speaker_forget ();
  self->screen = "hall";
  show (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"loud\"}]}}");
  mb_test_wait (media_speaker_get_count () > 0);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (MB_IS_VIDEO_ZONE (child))
      {
        MbPlayback *playback = mb_video_zone_get_playback (MB_VIDEO_ZONE (child));

        mb_test_wait (mb_playback_get_counts (playback).shown > 25);
        zones++;
      }
  g_assert_cmpuint (zones, ==, 2);
  g_assert_cmpuint (media_speaker_get_most (), ==, 1);
}

/* One that must not be heard, then one that may: it was opened before its turn, and is heard all the same. */
static void
test_heard_after (Fixture *self, gconstpointer data)
{
  self->hushed = TRUE;
  put_film_with (self, "quiet", 4, &(MediaFilm){ 320, 180, 4 * 25, RED, TRUE });
  self->hushed = FALSE;
  put_film_with (self, "loud", 26, &(MediaFilm){ 320, 180, 26 * 25, BLUE, TRUE });
  put (self, SCREEN);
  media_speaker_forget ();
  self->screen = "hall";
  show (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"quiet\"},{\"media\":\"loud\"}]}}");
  mb_test_wait (is_red (self));
  mb_test_wait (is_blue (self));
  g_assert_cmpuint (media_speaker_get_most (), <=, 1); /* it waited for its turn */
  mb_test_wait (media_speaker_get_count () > 0);
}

typedef struct
{
  Fixture *fixture;
  guint turns, most; /* pipelines, as soon as another film shows */
} Turns;

static gboolean
count_pipelines (gpointer data)
{
  Turns *self = data;

  self->turns++;
  self->most = MAX (self->most, get_pipelines (self->fixture));
  return G_SOURCE_REMOVE;
}

/* After whatever the turn does at once, and before anything else. */
static void
on_turned (Turns *self)
{
  g_idle_add_full (G_PRIORITY_HIGH, count_pipelines, self, NULL);
}

/* Of films that are shorter than the time for which the next waits: it is opened all the same, but not while one begins. */
static void
test_beginning (Fixture *self, gconstpointer data)
{
  Turns turns = { .fixture = self };

  put_film (self, "red", RED, 2, 320, 180);
  put_film (self, "blue", BLUE, 2, 320, 180);
  show (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"red\"},{\"media\":\"blue\"}]}}");
  mb_test_wait (is_red (self));
  g_signal_connect_swapped (find_zone (self), "turned", G_CALLBACK (on_turned), &turns);
  mb_test_wait (turns.turns == 1);
  mb_test_wait (get_pipelines (self) == 2);
  mb_test_wait (turns.turns == 2);
  g_assert_cmpuint (turns.most, ==, 1);
}

/* While an emergency has the glass, or the display is off, nothing is heard, and nothing counts as shown. */
static void
test_unseen (Fixture *self, gconstpointer data)
{
  put_film_with (self, "loud", 60, &(MediaFilm){ 320, 180, 60 * 25, RED, TRUE });
  put (self, SCREEN);
  self->screen = "hall";
  show (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"loud\"}]}}");
  mb_test_wait (is_red (self));
  mb_board_view_set_dark (self->view, TRUE);
  g_assert_cmpstr (self->played->str, ==, "loud cut, ");
  g_assert_cmpuint (get_pipelines (self), ==, 0);
  mb_board_view_set_dark (self->view, FALSE);
  mb_test_wait (is_red (self));

  put (self, "{\"kind\":\"notice\",\"id\":\"fire\",\"value\":{\"text\":{\"zh-Hans\":\"火警\"},\"level\":\"emergency\","
             "\"audience\":\"shoppers\",\"when\":{\"from\":\"2026-11-08T07:58:00+08:00\",\"to\":\"2026-11-08T09:58:00+08:00\"}}}");
  mb_test_wait (mb_board_view_get_emergency (self->view) != NULL);
  g_assert_cmpstr (self->played->str, ==, "loud cut, loud cut, ");
  g_assert_cmpuint (get_pipelines (self), ==, 0);
  mb_clock_set (self->clock, MORNING + 2 * G_TIME_SPAN_HOUR + 2 * G_TIME_SPAN_MINUTE, 1); /* over, and said to be */
  mb_test_wait (is_red (self));
}

static gint kept; /* (atomic) frames that somebody has */

static void
on_let_go (gpointer data)
{
  g_atomic_int_add (&kept, -1);
}

static void
on_frame (MbPlayback *playback, gpointer data)
{
  static const cairo_user_data_key_t key;
  MbFilmFrame *frame = mb_playback_get_frame (playback);

  if (frame == NULL)
    return;

  g_atomic_int_inc (&kept);
  cairo_surface_set_user_data (mb_film_frame_get_surface (frame), &key, &kept, on_let_go);
}

/* Where nothing plays any more, nothing stays of what did. */
static void
test_let_go (Fixture *self, gconstpointer data)
{
  put_film (self, "red", RED, 60, 640, 360);
  show (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"red\"}]}}");
  g_signal_connect (mb_video_zone_get_playback (find_zone (self)), "frame", G_CALLBACK (on_frame), NULL);
  mb_test_wait (is_red (self) && g_atomic_int_get (&kept) > 1);
  put (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[]}}");
  mb_test_wait (!is_red (self) && g_atomic_int_get (&kept) == 0);
}

/* A picture of a moment waits for what stood then, and is not one of what came first. */
static void
test_still_awaits (Fixture *self, gconstpointer data)
{
  put (self, "{\"kind\":\"media\",\"id\":\"away\",\"value\":{\"type\":\"video\",\"bytes\":1,\"duration_ms\":3600000,\"sha256\":"
             "\"00000000000000000000000000000000000000000000000000000000000000aa\"}}");
  put_bytes (self, "red", make_film (&(MediaFilm){ 640, 360, 50, RED, FALSE }, NULL), 2);
  show (self, "{\"kind\":\"playlist\",\"id\":\"hall-film\",\"value\":{\"items\":[{\"media\":\"away\"},{\"media\":\"red\"}]}}");
  mb_test_wait (mb_playback_get_frame (mb_video_zone_get_playback (find_zone (self))) != NULL);
  g_assert_false (mb_zone_view_is_settled (MB_ZONE_VIEW (find_zone (self))));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  media_speaker_install ();
#define ADD(name, speed, func) g_test_add ("/video/" name, Fixture, GINT_TO_POINTER (speed), set_up, func, tear_down)
  ADD ("films", 1, test_films);
  ADD ("shapes", 1, test_shapes);
  ADD ("beside", 1, test_beside);
  ADD ("wide", 1, test_wide);
  ADD ("lengths", 1, test_lengths);
  ADD ("broken", 4, test_broken);
  ADD ("patience", 0, test_patience);
  ADD ("verdicts", 0, test_verdicts);
  ADD ("half-broken", 1, test_half_broken);
  ADD ("announced", 1, test_announced);
  ADD ("belated", 1, test_belated);
  ADD ("changed", 1, test_changed);
  ADD ("mark", 0, test_mark);
  ADD ("small", 0, test_small);
  ADD ("signs", 1, test_signs);
  ADD ("stalled", 1, test_stalled);
  ADD ("heard", 1, test_heard);
  ADD ("heard-after", 1, test_heard_after);
  ADD ("beginning", 1, test_beginning);
  ADD ("unseen", 1, test_unseen);
  ADD ("let-go", 1, test_let_go);
  ADD ("still", 0, test_still);
  ADD ("still-live", 0, test_still_live);
  ADD ("still-awaits", 0, test_still_awaits);

  return g_test_run ();
}
