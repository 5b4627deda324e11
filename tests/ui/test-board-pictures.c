/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "mb-test-files.h"
#include "mb-test-wait.h"
#include "ui-media.h"

#include "core/model/show/mb-media.h"
#include "widgets/mb-description.h"
#include "widgets/pictures/mb-picture-zone.h"
#include "widgets/promotion/mb-promotion-zone.h"

#include <string.h>

/* Pictures on the glass: beside words that stay whole, and never instead of them. */

#define MORNING G_GINT64_CONSTANT (1794095880000000) /* 2026-11-08T07:58+08:00 */
#define LAYOUT(zones)                                                                                                  \
  "{\"kind\":\"layout\",\"id\":\"hall\",\"value\":{\"columns\":2,\"rows\":2,\"distance_m\":5,"                         \
  "\"bands\":[\"header\",\"ticker\"],\"zones\":[" zones "]}}"
#define OFFER(picture)                                                                                                 \
  "{\"kind\":\"promotion\",\"id\":\"member-day\",\"value\":{\"title\":{\"zh-Hans\":\"满30减5\"},"                       \
  "\"coupon\":{\"fen\":500,\"minimum_fen\":3000,\"left\":90},\"conditions\":{\"zh-Hans\":\"每人限领1张\"},"              \
  "\"link\":\"https://huaiyin.example/c/member-day\",\"when\":{\"daily\":[[\"07:00\",\"18:00\"]]}" picture "}}"

typedef struct
{
  UiMedia media;
  MbClock *clock;
  MbBoard *board;
  MbBoardView *view;
  UiStage stage;
  guint64 rev;
  guint n_turned;
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
  self->clock = mb_clock_new_at (MORNING, 0);
  self->board = ui_board_load (path, MORNING);
  self->rev = 1000;
}

static void
on_turned (Fixture *self)
{
  self->n_turned++;
}

static void
show (Fixture *self, const char *layout, MbMediaCache *cache)
{
  put (self, layout);
  self->view = MB_BOARD_VIEW (mb_board_view_new (self->clock));
  mb_board_view_set_layout_id (self->view, "hall");
  mb_board_view_set_link (self->view, MB_LINK_LIVE);
  mb_board_view_set_media (self->view, cache);
  mb_board_view_set_board (self->view, self->board);
  ui_stage_init (&self->stage, GTK_WIDGET (self->view), 1920, 1080);
  g_signal_connect_swapped (self->view, "turned", G_CALLBACK (on_turned), self);
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
}

static MbPromotionZone *
find_promotion (Fixture *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (MB_IS_PROMOTION_ZONE (child))
      return MB_PROMOTION_ZONE (child);

  g_assert_not_reached ();
}

static char *
describe (Fixture *self)
{
  g_autoptr (GskRenderNode) node = ui_stage_get_node (&self->stage);

  return mb_description_write (node, self->stage.width, self->stage.height);
}

static guint
count_pictures (Fixture *self)
{
  g_autofree char *text = describe (self);
  guint n = 0;

  for (const char *line = strstr (text, "\npicture\t"); line != NULL; line = strstr (line + 1, "\npicture\t"))
    n++;

  return n;
}

static MbVisibility
look (Fixture *self, MbKind kind, const char *id)
{
  return mb_board_view_get_visibility (self->view, kind, id, NULL);
}

static void
put_picture (Fixture *self, const char *id, int width, int height)
{
  ui_media_put (&self->media, self->board, id, media_encode ("jpeg", width, height, 0), ++self->rev, MORNING);
}

/* The words of the card that is drawn, in the order in which they are read, however they are broken. */
static char *
say (Fixture *self)
{
  g_autofree char *words = mb_promotion_zone_dup_words (find_promotion (self));
  g_auto (GStrv) pieces = g_strsplit (words, "　", -1);

  return g_strjoinv ("|", pieces);
}

/* With its picture it says the same as without. */
static void
test_card (Fixture *self, gconstpointer data)
{
  g_autofree char *alone = NULL, *pictured = NULL;

  put_picture (self, "eggs", 1200, 800);
  put (self, OFFER (""));
  show (self, LAYOUT ("{\"show\":\"promotion\",\"at\":[0,0,2,2]}"), ui_media_begin (&self->media));
  ui_stage_settle (&self->stage);
  alone = say (self);
  g_assert_nonnull (strstr (alone, "满30减5"));
  g_assert_cmpuint (count_pictures (self), ==, 0);

  put (self, OFFER (",\"picture\":\"eggs\""));
  ui_stage_settle (&self->stage);
  pictured = say (self);
  g_assert_true (mb_promotion_zone_has_picture (find_promotion (self)));
  g_assert_cmpstr (pictured, ==, alone);
  g_assert_cmpuint (count_pictures (self), ==, 1);
  g_assert_cmpint (mb_promotion_zone_get_code_side (find_promotion (self)), >=, 236);
}

/* Painted is what has been on the glass: with the picture, if that is a matter of frames. */
static void
test_painted (Fixture *self, gconstpointer data)
{
  gint64 by_us;

  put_picture (self, "eggs", 1200, 800);
  show (self, LAYOUT ("{\"show\":\"promotion\",\"at\":[0,0,2,2]}"), ui_media_begin (&self->media));
  put (self, OFFER (",\"picture\":\"eggs\""));
  g_assert_cmpint (mb_board_view_get_visibility (self->view, MB_KIND_PROMOTION, "member-day", &by_us), ==,
                   MB_VISIBILITY_LATER);
  g_assert_cmpint (by_us, ==, MORNING);
  self->n_turned = 0;
  ui_stage_settle (&self->stage);
  g_assert_cmpint (look (self, MB_KIND_PROMOTION, "member-day"), ==, MB_VISIBILITY_NOW);
  g_assert_cmpuint (self->n_turned, ==, 1);
}

/* A picture that has yet to come holds nothing up; when it comes, it is put in. */
static void
test_coming (Fixture *self, gconstpointer data)
{
  put_picture (self, "eggs", 1200, 800);
  show (self, LAYOUT ("{\"show\":\"promotion\",\"at\":[0,0,2,2]}"), NULL);
  put (self, OFFER (",\"picture\":\"eggs\""));
  ui_stage_settle (&self->stage);
  g_assert_cmpint (look (self, MB_KIND_PROMOTION, "member-day"), ==, MB_VISIBILITY_NOW);
  g_assert_false (mb_promotion_zone_has_picture (find_promotion (self)));

  mb_board_view_set_media (self->view, ui_media_begin (&self->media));
  mb_test_wait (mb_promotion_zone_has_picture (find_promotion (self)));
  ui_stage_settle (&self->stage);
  g_assert_cmpuint (count_pictures (self), ==, 1);
}

static void
test_broken (Fixture *self, gconstpointer data)
{
  g_autofree char *words = NULL;

  ui_media_put (&self->media, self->board, "eggs", media_declare (64000, 64000, FALSE), ++self->rev, MORNING);
  show (self, LAYOUT ("{\"show\":\"promotion\",\"at\":[0,0,2,2]}"), ui_media_begin (&self->media));
  put (self, OFFER (",\"picture\":\"eggs\""));
  mb_test_wait (look (self, MB_KIND_PROMOTION, "member-day") == MB_VISIBILITY_NOW);
  ui_stage_settle (&self->stage);
  g_assert_cmpuint (count_pictures (self), ==, 0);
  words = say (self);
  g_assert_nonnull (strstr (words, "剩余90份"));
}

static MbPictureZone *
find_picture_zone (Fixture *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (MB_IS_PICTURE_ZONE (child))
      return MB_PICTURE_ZONE (child);

  g_assert_not_reached ();
}

/* Upright in a wide zone: whole, and beside it no bars. */
static void
test_zone (Fixture *self, gconstpointer data)
{
  g_autoptr (GdkTexture) glass = NULL;
  int middle = 540;

  put_picture (self, "poster", 800, 1200);
  show (self, LAYOUT ("{\"show\":\"picture\",\"at\":[0,0,2,2],\"media\":\"poster\"}"), ui_media_begin (&self->media));
  ui_stage_settle (&self->stage);
  g_assert_true (mb_picture_zone_has_picture (find_picture_zone (self)));
  g_assert_cmpuint (count_pictures (self), ==, 1);
  g_assert_cmpint (look (self, MB_KIND_MEDIA, "poster"), ==, MB_VISIBILITY_NOW);
  glass = ui_stage_draw (&self->stage);
  g_assert_true (media_is_reddish (media_pixel (glass, 940, middle)));
  g_assert_true (media_is_bluish (media_pixel (glass, 980, middle)));
  g_assert_true (media_is_reddish (media_pixel (glass, 60, middle)));
  g_assert_true (media_is_bluish (media_pixel (glass, 1860, middle)));
}

/* What a picture is called stands below it, in type. */
static void
test_title (Fixture *self, gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL, *line = NULL;

  put_picture (self, "poster", 1600, 900);
  show (self, LAYOUT ("{\"show\":\"picture\",\"at\":[0,0,2,2],\"media\":\"poster\"}"), ui_media_begin (&self->media));
  ui_stage_settle (&self->stage);
  before = describe (self);
  g_assert_null (strstr (before, "秋日果园"));
  line = g_strdup_printf ("{\"kind\":\"media\",\"id\":\"poster\",\"value\":{\"name\":\"poster\",\"type\":\"image\","
                          "\"sha256\":\"%s\",\"bytes\":1,\"title\":{\"zh-Hans\":\"秋日果园\"}}}",
                          ((MbMedia *) mb_board_get (self->board, MB_KIND_MEDIA, "poster"))->sha256);
  put (self, line);
  ui_stage_settle (&self->stage);
  after = describe (self);
  g_assert_nonnull (strstr (after, "秋日果园"));
  g_assert_cmpuint (count_pictures (self), ==, 1);
}

/* Never an empty frame: the offers stand there, as long as no picture does. */
static void
test_instead (Fixture *self, gconstpointer data)
{
  g_autofree char *without = NULL, *with = NULL;

  put_picture (self, "poster", 1600, 900);
  put (self, OFFER (""));
  show (self, LAYOUT ("{\"show\":\"picture\",\"at\":[0,0,2,2],\"media\":\"poster\"}"), NULL);
  ui_stage_settle (&self->stage);
  without = describe (self);
  g_assert_nonnull (strstr (without, "剩余90份"));
  g_assert_cmpint (look (self, MB_KIND_MEDIA, "poster"), ==, MB_VISIBILITY_LATER);
  g_assert_cmpint (look (self, MB_KIND_PROMOTION, "member-day"), ==, MB_VISIBILITY_NOW);

  mb_board_view_set_media (self->view, ui_media_begin (&self->media));
  mb_test_wait (mb_picture_zone_has_picture (find_picture_zone (self)));
  ui_stage_settle (&self->stage);
  with = describe (self);
  g_assert_null (strstr (with, "剩余90份"));
  g_assert_cmpint (look (self, MB_KIND_MEDIA, "poster"), ==, MB_VISIBILITY_NOW);
  g_assert_cmpint (look (self, MB_KIND_PROMOTION, "member-day"), ==, MB_VISIBILITY_ELSEWHERE);
}

static void
test_no_picture (Fixture *self, gconstpointer data)
{
  g_autofree char *text = NULL;

  ui_media_put (&self->media, self->board, "poster", g_bytes_new_static ("no picture", 10), ++self->rev, MORNING);
  put (self, OFFER (""));
  show (self, LAYOUT ("{\"show\":\"picture\",\"at\":[0,0,1,2],\"media\":\"poster\"},"
                      "{\"show\":\"picture\",\"at\":[1,0,1,2],\"media\":\"nobody\"}"),
        ui_media_begin (&self->media));
  mb_test_wait (look (self, MB_KIND_MEDIA, "poster") == MB_VISIBILITY_ELSEWHERE);
  ui_stage_settle (&self->stage);
  text = describe (self);
  g_assert_cmpuint (count_pictures (self), ==, 0);
  g_assert_nonnull (strstr (strstr (text, "剩余90份") + 1, "剩余90份")); /* in both */
}

/* The sheet of one stall has room for what the stall looks like; a list of stalls has none. */
static void
test_stall (Fixture *self, gconstpointer data)
{
  put_picture (self, "front", 1600, 900);
  put (self, "{\"kind\":\"stall\",\"id\":\"a-026\",\"value\":{\"number\":\"A区26号\",\"trade\":\"poultry-eggs\","
             "\"merchant\":{\"zh-Hans\":\"李记蛋行\"},\"picture\":\"front\"}}");
  show (self, LAYOUT ("{\"show\":\"stalls\",\"at\":[0,0,1,2],\"stall\":\"a-026\"},{\"show\":\"stalls\",\"at\":[1,0,1,2]}"),
        ui_media_begin (&self->media));
  ui_stage_settle (&self->stage);
  g_assert_cmpuint (count_pictures (self), ==, 1);
  put (self, "{\"kind\":\"stall\",\"id\":\"a-026\",\"value\":{\"number\":\"A区26号\",\"trade\":\"poultry-eggs\","
             "\"merchant\":{\"zh-Hans\":\"李记蛋行\"}}}");
  ui_stage_settle (&self->stage);
  g_assert_cmpuint (count_pictures (self), ==, 0);
}

/* A picture that comes changes its zone, and nothing else is drawn anew. */
static void
test_alone (Fixture *self, gconstpointer data)
{
  g_autoptr (GdkTexture) before = NULL, after = NULL;

  put_picture (self, "poster", 1600, 900);
  show (self,
        LAYOUT ("{\"show\":\"prices\",\"at\":[0,0,1,2],\"staple\":true},{\"show\":\"picture\",\"at\":[1,0,1,2],\"media\":\"poster\"}"),
        NULL);
  ui_stage_settle (&self->stage);
  before = ui_stage_draw (&self->stage);
  mb_board_view_set_media (self->view, ui_media_begin (&self->media));
  mb_test_wait (mb_picture_zone_has_picture (find_picture_zone (self)));
  ui_stage_settle (&self->stage);
  after = ui_stage_draw (&self->stage);
  for (int y = 10; y < 1080; y += 97)
    g_assert_cmphex (media_pixel (before, 300, y), ==, media_pixel (after, 300, y));
  g_assert_cmphex (media_pixel (before, 1400, 540), !=, media_pixel (after, 1400, 540));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/board-pictures/card", test_card },
    { "/board-pictures/painted", test_painted },
    { "/board-pictures/coming", test_coming },
    { "/board-pictures/broken", test_broken },
    { "/board-pictures/zone", test_zone },
    { "/board-pictures/title", test_title },
    { "/board-pictures/instead", test_instead },
    { "/board-pictures/no-picture", test_no_picture },
    { "/board-pictures/stall", test_stall },
    { "/board-pictures/alone", test_alone },
  };

  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
