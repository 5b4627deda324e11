/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "ui-board.h"
#include "widgets/promotion/mb-offers.h"
#include "widgets/promotion/mb-promotion-zone.h"
#include "widgets/words/mb-promotion-text.h"

#include <string.h>

/* Offers: which stands when, what its card says, and how large its code is. */

#define MORNING G_GINT64_CONSTANT (1794095880000000) /* 2026-11-08T07:58+08:00 */
#define HOUR (3600 * G_TIME_SPAN_SECOND)
#define SLOT (12 * G_TIME_SPAN_SECOND)

#define MEMBER_DAY \
  "{\"kind\":\"promotion\",\"id\":\"member-day\",\"value\":{\"title\":{\"zh-Hans\":\"满30减5\",\"zh-Hant\":\"滿30減5\"," \
  "\"en\":\"5 off 30\"},\"coupon\":{\"fen\":500,\"minimum_fen\":3000,\"left\":90}," \
  "\"conditions\":{\"zh-Hans\":\"每人限领1张\",\"zh-Hant\":\"每人限領1張\",\"en\":\"One each\"}," \
  "\"link\":\"https://huaiyin.example/c/member-day\"," \
  "\"when\":{\"rrule\":\"FREQ=MONTHLY;BYMONTHDAY=8,18,28\",\"daily\":[[\"07:00\",\"18:00\"]]},\"priority\":10}}"
#define EGGS \
  "{\"kind\":\"promotion\",\"id\":\"eggs\",\"value\":{\"title\":{\"zh-Hans\":\"送皮蛋2个\"},\"product\":\"eggs\"," \
  "\"stall\":\"a-026\",\"when\":{\"daily\":[[\"06:00\",\"11:30\"]]}}," \
  "\"derived\":{\"was_fen\":1050,\"was_per\":\"500g\"}}"
#define BONES \
  "{\"kind\":\"promotion\",\"id\":\"bones\",\"value\":{\"title\":{\"zh-Hans\":\"7.2元/斤\"}," \
  "\"link\":\"https://huaiyin.example/c/bones-sunday\"}}"
#define OWN \
  "{\"kind\":\"promotion\",\"id\":\"own\",\"value\":{\"title\":{\"zh-Hans\":\"送皮蛋2个\"},\"stall\":\"a-026\"," \
  "\"link\":\"https://huaiyin.example/c/a-026-eggs\"}}"
#define COLUMN \
  "{\"kind\":\"layout\",\"id\":\"column\",\"value\":{\"name\":\"Column\",\"columns\":100,\"rows\":1," \
  "\"orientation\":\"landscape\",\"distance_m\":5,\"bands\":[\"header\",\"bar\",\"ticker\"]," \
  "\"zones\":[{\"show\":\"prices\",\"at\":[0,0,70,1],\"staple\":true,\"columns\":1}," \
  "{\"show\":\"promotion\",\"at\":[70,0,30,1]}]}}"
#define STALL_SCREEN \
  "{\"kind\":\"screen\",\"id\":\"glass\",\"value\":{\"name\":\"glass\",\"layout\":\"stall\",\"languages\":[\"zh-Hans\"]," \
  "\"panel_mm\":[217,136],\"distance_m\":1,\"stall\":\"a-026\"}}"
#define STALL \
  "{\"kind\":\"stall\",\"id\":\"a-026\",\"value\":{\"number\":\"A区26号\",\"trade\":\"poultry-eggs\"," \
  "\"merchant\":{\"zh-Hans\":\"李记蛋行\"}}}"

static MbBoard *
load (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "ui", "fixtures", "market.ndjson", NULL);

  return ui_board_load (path, MORNING);
}

static MbOffer
look (MbOffers *offers, MbBoard *board, const char *stall, guint32 trades, gint64 now_us)
{
  g_autoptr (MbMarketTime) time =
      mb_market_time_new ((MbMarket *) mb_board_get (board, MB_KIND_MARKET, "market"));
  MbOfferScope scope = { stall, trades };

  return mb_offers_look (offers, board, &scope, now_us, SLOT, time);
}

static void
check_offer (MbOffers *offers, MbBoard *board, gint64 now_us, const char *id)
{
  MbOffer offer = look (offers, board, NULL, 0, now_us);

  g_assert_nonnull (offer.promotion);
  g_assert_cmpstr (mb_record_get_id (MB_RECORD (offer.promotion)), ==, id);
  g_assert_cmpint (offer.until_us, ==, (now_us / SLOT + 1) * SLOT);
}

static void
test_turns (void)
{
  g_autoptr (MbBoard) board = load ();
  g_autoptr (MbOffers) offers = mb_offers_new ();
  gint64 from_us = MORNING - MORNING % (2 * SLOT);

  g_assert_null (look (offers, board, NULL, 0, MORNING).promotion);
  ui_board_put (board, EGGS, "manager:li", 100, MORNING);
  ui_board_put (board, MEMBER_DAY, "manager:li", 101, MORNING);
  for (int i = 0; i < 4; i++)
    check_offer (offers, board, from_us + i * SLOT, i % 2 == 0 ? "member-day" : "eggs");
  check_offer (offers, board, from_us + SLOT - 1, "member-day");
  g_assert_cmpint (mb_offers_get_shown_by (offers, "eggs"), ==, from_us + SLOT);
  g_assert_cmpint (mb_offers_get_shown_by (offers, "nothing"), ==, MB_UNSET);
}

static void
test_when (void)
{
  g_autoptr (MbBoard) board = load ();
  g_autoptr (MbOffers) offers = mb_offers_new ();
  MbOffer offer;

  ui_board_put (board, MEMBER_DAY, "manager:li", 100, MORNING);
  offer = look (offers, board, NULL, 0, MORNING);
  g_assert_cmpint (offer.end_us, ==, MORNING + 10 * HOUR + 2 * G_TIME_SPAN_MINUTE);
  g_assert_cmpint (offer.until_us, ==, offer.end_us);
  offer = look (offers, board, NULL, 0, offer.end_us);
  g_assert_null (offer.promotion);
  g_assert_cmpint (offer.begin_us, ==, MORNING + 10 * 24 * HOUR - 58 * G_TIME_SPAN_MINUTE);
}

static void
test_scope (void)
{
  g_autoptr (MbBoard) board = load ();
  g_autoptr (MbOffers) offers = mb_offers_new ();

  ui_board_put (board, STALL, "manager:li", 99, MORNING);
  ui_board_put (board, EGGS, "manager:li", 100, MORNING);
  g_assert_nonnull (look (offers, board, "a-026", 0, MORNING).promotion);
  g_assert_null (look (offers, board, "a-012", 0, MORNING).promotion);
  g_assert_null (look (offers, board, NULL, 1 << MB_TRADE_PORK, MORNING).promotion);
  g_assert_nonnull (look (offers, board, NULL, 1 << MB_TRADE_POULTRY_EGGS, MORNING).promotion);
  ui_board_put (board, MEMBER_DAY, "manager:li", 101, MORNING);
  g_assert_nonnull (look (offers, board, "a-012", 0, MORNING).promotion);
}

static char *
say (MbBoard *board, const char *id, const char *language, gint64 end_us)
{
  MbPromotion *promotion = MB_PROMOTION (mb_board_get (board, MB_KIND_PROMOTION, id));
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Shanghai");
  MbPromotionTime time = { MORNING, end_us, zone };
  g_auto (MbPromotionText) text = { 0 };
  g_autofree char *terms = NULL;

  mb_promotion_text_init (&text, promotion, board, mb_catalogue_get (language), &time);
  terms = g_strjoinv ("|", text.terms);
  return g_strjoin ("|", text.about, text.offer, *terms != '\0' ? terms : NULL, NULL);
}

static void
take_words (char *words, const char *expected)
{
  g_assert_cmpstr (words, ==, expected);
  g_free (words);
}

static void
test_words (void)
{
  g_autoptr (MbBoard) board = load ();
  gint64 midnight_us = MORNING - 7 * HOUR - 58 * G_TIME_SPAN_MINUTE + 24 * HOUR;

  ui_board_put (board, STALL, "manager:li", 99, MORNING);
  ui_board_put (board, EGGS, "manager:li", 100, MORNING);
  ui_board_put (board, MEMBER_DAY, "manager:li", 101, MORNING);
  take_words (say (board, "member-day", "zh-Hans", MORNING + 2 * G_TIME_SPAN_MINUTE),
              "今日优惠|满30减5|每人限领1张|今天08:00止|剩余90份");
  take_words (say (board, "member-day", "zh-Hant", midnight_us), "今日優惠|滿30減5|每人限領1張|今天止|剩餘90份");
  take_words (say (board, "member-day", "en", midnight_us + 1), "Today's offers|5 off 30|One each|until 9 Nov|90 left");
  take_words (say (board, "eggs", "zh-Hans", G_MAXINT64), "A区26号　李记蛋行　草鸡蛋|送皮蛋2个|原价10.5元/斤");
}

static MbPromotionZone *
find_zone (GtkWidget *view)
{
  for (GtkWidget *child = gtk_widget_get_first_child (view); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (MB_IS_PROMOTION_ZONE (child))
      return MB_PROMOTION_ZONE (child);

  return NULL;
}

/* It is set in type when it is drawn. */
static gboolean
says (MbPromotionZone *zone, const char *what)
{
  g_autofree char *words = mb_promotion_zone_dup_words (zone);

  return words != NULL && strstr (words, what) != NULL;
}

static void
test_card (void)
{
  g_autoptr (MbBoard) board = load ();
  g_autoptr (MbClock) clock = mb_clock_new_at (MORNING, 0);
  GtkWidget *view = mb_board_view_new (clock);
  g_autofree char *words = NULL, *later = NULL;
  MbPromotionZone *zone;
  UiStage stage;

  mb_board_view_set_board (MB_BOARD_VIEW (view), board);
  ui_stage_init (&stage, view, 1920, 1080);
  zone = find_zone (view);
  words = mb_promotion_zone_dup_words (zone);
  g_assert_nonnull (strstr (words, "优惠信息在此发布"));
  g_assert_cmpint (mb_promotion_zone_get_code_side (zone), ==, 0);

  ui_board_put (board, MEMBER_DAY, "manager:li", 101, MORNING);
  while (!says (zone, "满30|减5"))
    g_main_context_iteration (NULL, TRUE);
  later = mb_promotion_zone_dup_words (zone);
  /* 2 N beside a code: at a size below that the offer would have one line. */
  g_assert_nonnull (strstr (later, "满30|减5|每人限领1张|今天18:00止|剩余90份|走近扫码领券"));
  /* 150 mm of a 55-inch glass, for people who step up. */
  g_assert_cmpint (mb_promotion_zone_get_code_side (zone), >=, 236);
  g_assert_cmpint (mb_board_view_get_visibility (MB_BOARD_VIEW (view), MB_KIND_PROMOTION, "member-day", NULL), ==,
                   MB_VISIBILITY_NOW);
  ui_stage_clear (&stage);
}

/* What the offer and its code are on a layout, when that is all that there is to know. */
static int
check_stand (const char *layout, const char *screen, int width, int height, const char *promotion, const char *words)
{
  g_autoptr (MbBoard) board = load ();
  g_autoptr (MbClock) clock = mb_clock_new_at (MORNING, 0);
  GtkWidget *view = mb_board_view_new (clock);
  g_autofree char *said = NULL;
  MbPromotionZone *zone;
  UiStage stage;
  int side;

  ui_board_put (board, STALL, "manager:li", 99, MORNING);
  ui_board_put (board, COLUMN, "manager:li", 100, MORNING);
  ui_board_put (board, STALL_SCREEN, "manager:li", 101, MORNING);
  ui_board_put (board, promotion, "manager:li", 102, MORNING);
  mb_board_view_set_layout_id (MB_BOARD_VIEW (view), layout);
  mb_board_view_set_screen_id (MB_BOARD_VIEW (view), screen);
  mb_board_view_set_board (MB_BOARD_VIEW (view), board);
  ui_stage_init (&stage, view, width, height);
  zone = find_zone (view);
  said = mb_promotion_zone_dup_words (zone);
  if (said == NULL || strstr (said, words) == NULL)
    g_error ("“%s” is not in “%s”", words, said);
  side = mb_promotion_zone_get_code_side (zone);
  ui_stage_clear (&stage);
  return side;
}

/* No line begins with punctuation, nor holds one character. */
static void
test_breaks (void)
{
  g_assert_cmpint (check_stand ("entrance", NULL, 1920, 1080, BONES, "7.2|元/斤"), >, 0);
}

/* In a column the code stands below the words, which keep their line; its words stand whole with it. */
static void
test_column (void)
{
  g_assert_cmpint (check_stand ("column", NULL, 1920, 1080, MEMBER_DAY, "满30减5"), >=, 236);
}

/* A stall's own offer, to be scanned from where people stand: 45 mm of a 10-inch glass. */
static void
test_stall (void)
{
  g_assert_cmpint (check_stand ("stall", "glass", 1280, 800, OWN, "走近扫码"), >=, 265);
}

/* A market's long name breaks in the middle, where nothing else stands. */
static void
test_long_name (void)
{
  g_autoptr (MbBoard) board = load ();
  g_autoptr (MbClock) clock = mb_clock_new_at (MORNING, 0);
  GtkWidget *view = mb_board_view_new (clock);
  UiStage stage;

  ui_board_put (board,
                "{\"kind\":\"market\",\"id\":\"market\",\"value\":{\"name\":{\"zh-Hans\":"
                "\"湘江新区桂花巷农副产品综合批发交易市场\"},\"time_zone\":\"Asia/Shanghai\",\"price_unit\":\"500g\"}}",
                "manager:li", 100, MORNING);
  mb_board_view_set_board (MB_BOARD_VIEW (view), board);
  ui_stage_init (&stage, view, 1920, 1080);
  g_assert_true (says (find_zone (view), "湘江新区桂花巷农副产|品综合批发交易市场|优惠信息在此发布"));
  ui_stage_clear (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  g_test_add_func ("/promotion/turns", test_turns);
  g_test_add_func ("/promotion/when", test_when);
  g_test_add_func ("/promotion/scope", test_scope);
  g_test_add_func ("/promotion/words", test_words);
  g_test_add_func ("/promotion/card", test_card);
  g_test_add_func ("/promotion/breaks", test_breaks);
  g_test_add_func ("/promotion/column", test_column);
  g_test_add_func ("/promotion/stall", test_stall);
  g_test_add_func ("/promotion/long-name", test_long_name);
  return g_test_run ();
}
