/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mb-test-wait.h"
#include "ui-board.h"
#include "ui-ink.h"

#include "widgets/mb-description.h"
#include "widgets/origin/mb-origin-zone.h"
#include "widgets/prices/mb-price-row-view.h"
#include "widgets/prices/mb-prices-zone.h"
#include "widgets/scale/mb-scale-zone.h"
#include "widgets/sheets/mb-sheet-zone.h"
#include "widgets/tests/mb-tests-zone.h"
#include "widgets/type/mb-mark.h"
#include "widgets/type/mb-palette.h"

/* What stands beside the prices, and over everything. */

#define MORNING G_GINT64_CONSTANT (1794095880000000) /* 2026-11-08T07:58+08:00 */
#define MINUTE (60 * G_TIME_SPAN_SECOND)

typedef struct
{
  MbClock *clock;
  MbBoard *board;
  MbBoardView *view;
  UiStage stage;
  guint64 rev;
} Fixture;

static void
fixture_init (Fixture *self, const char *layout, const char *language)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "ui", "fixtures", "market.ndjson", NULL);

  *self = (Fixture){ .clock = mb_clock_new_at (MORNING, 0), .board = ui_board_load (path, MORNING - MINUTE), .rev = 1000 };
  self->view = MB_BOARD_VIEW (mb_board_view_new (self->clock));
  mb_board_view_set_layout_id (self->view, layout);
  mb_board_view_set_language (self->view, language);
  mb_board_view_set_link (self->view, MB_LINK_LIVE);
  mb_board_view_set_board (self->view, self->board);
  ui_stage_init (&self->stage, GTK_WIDGET (self->view), 1920, 1080);
}

static void
fixture_clear (Fixture *self)
{
  g_object_add_weak_pointer (G_OBJECT (self->view), (gpointer *) &self->view);
  ui_stage_clear (&self->stage);
  mb_test_wait (self->view == NULL);
  mb_test_assert_finalized (self->board);
  mb_test_assert_finalized (self->clock);
}

static void
put (Fixture *self, const char *line)
{
  ui_board_put (self->board, line, "import", ++self->rev, mb_clock_now (self->clock));
}

static void
put_test (Fixture *self, const char *id, const char *conclusion, const char *clock, const char *more)
{
  g_autofree char *line = g_strdup_printf (
      "{\"kind\":\"test\",\"id\":\"%s\",\"value\":{\"kind\":\"quick\",\"product\":\"spinach\",\"batch\":\"b-%s\","
      "\"item\":{\"zh-Hans\":\"农药残留\"},\"method\":{\"zh-Hans\":\"酶抑制率法\"},\"conclusion\":\"%s\","
      "\"sampled_at\":\"2026-11-08T05:00:00+08:00\",\"tested_at\":\"2026-11-08T%s:00+08:00\",\"tester\":\"li\"%s}}",
      id, id, conclusion, clock, more);

  put (self, line);
}

static gboolean
has_surface (Fixture *self, MbTone tone)
{
  GdkRGBA colour = mb_tone (tone);

  return ui_ink_has_surface (GTK_WIDGET (self->view), &colour);
}

static guint
count_inks (Fixture *self, guint n_glyphs, int size_px)
{
  g_autoptr (GArray) inks = ui_ink_collect (GTK_WIDGET (self->view));
  guint n = 0;

  for (guint i = 0; i < inks->len; i++)
    {
      const UiInk *ink = &g_array_index (inks, UiInk, i);

      g_assert_false (ink->ellipsis);
      n += ink->n_glyphs == n_glyphs && ink->size_px == size_px ? 1 : 0;
    }
  return n;
}

static gpointer
find_zone (Fixture *self, GType type)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view));

  while (child != NULL && !G_TYPE_CHECK_INSTANCE_TYPE (child, type))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static MbTestsZone *
get_tests (Fixture *self)
{
  return find_zone (self, MB_TYPE_TESTS_ZONE);
}

static void
go_to (Fixture *self, gint64 us)
{
  mb_clock_set (self->clock, us, 0);
}

static void
test_tests (void)
{
  Fixture self;
  gint64 by_us;

  fixture_init (&self, "entrance", "zh-Hans");
  mb_test_wait (count_inks (&self, 5, 40) >= 1); /* 今日未抽检 */
  g_assert_false (has_surface (&self, MB_TONE_FAILURE));

  put_test (&self, "a", "pass", "06:40", "");
  put_test (&self, "b", "pass", "06:50", "");
  put_test (&self, "c", "suspect", "06:45", "");
  g_assert_cmpuint (mb_tests_zone_get_n_pages (get_tests (&self)), ==, 1);
  g_assert_cmpint (mb_board_view_get_visibility (self.view, MB_KIND_TEST, "a", NULL), ==, MB_VISIBILITY_NOW);

  /* A failure is there with its delta, and what it leaves no room for takes turns. */
  put_test (&self, "d", "fail", "07:05", "");
  g_assert_cmpuint (mb_tests_zone_get_n_pinned (get_tests (&self)), ==, 1);
  mb_test_wait (has_surface (&self, MB_TONE_FAILURE));
  g_assert_cmpuint (count_inks (&self, 4, 40), >=, 2); /* 快检阳性, 今日快检 */
  g_assert_cmpuint (mb_tests_zone_get_n_pages (get_tests (&self)), ==, 3);
  g_assert_cmpint (mb_board_view_get_visibility (self.view, MB_KIND_TEST, "d", NULL), ==, MB_VISIBILITY_NOW);
  g_assert_cmpint (mb_board_view_get_visibility (self.view, MB_KIND_TEST, "a", &by_us), ==, MB_VISIBILITY_LATER);
  g_assert_cmpint (by_us, >, MORNING);
  go_to (&self, by_us);
  mb_test_wait (mb_board_view_get_visibility (self.view, MB_KIND_TEST, "a", NULL) == MB_VISIBILITY_NOW);
  g_assert_true (has_surface (&self, MB_TONE_FAILURE));

  /* Dealt with: no block any more, and gone when the market closes. */
  put_test (&self, "d", "fail", "07:05",
            ",\"disposal\":[{\"state\":\"closed\",\"at\":\"2026-11-08T07:30:00+08:00\"}]");
  mb_test_wait (!has_surface (&self, MB_TONE_FAILURE));
  g_assert_cmpuint (mb_tests_zone_get_n_pinned (get_tests (&self)), ==, 0);
  fixture_clear (&self);
}

/* An edge of the line of text that ends with these words; -1: there is none. */
static int
find_edge (Fixture *self, const char *words, gboolean right)
{
  g_autoptr (GskRenderNode) node = ui_stage_get_node (&self->stage);
  g_autofree char *described = node != NULL ? mb_description_write (node, 1920, 1080) : g_strdup ("");
  g_auto (GStrv) lines = g_strsplit (described, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], "\t", -1);

      if (g_strv_length (fields) > 10 && g_str_equal (fields[0], "text") && g_str_has_suffix (lines[i], words))
        return atoi (fields[3]) + (right ? atoi (fields[5]) : 0);
    }
  return -1;
}

/* A verdict is a piece of its own, and in a language that writes words apart it stands apart. */
static void
test_verdict_apart (void)
{
  Fixture self;

  fixture_init (&self, "entrance", "en");
  put (&self, "{\"kind\":\"screen\",\"id\":\"hall\",\"value\":{\"name\":\"Hall\",\"layout\":\"entrance\",\"languages\":[\"en\"],"
              "\"panel_mm\":[1210,680],\"distance_m\":3}}");
  mb_board_view_set_screen_id (self.view, "hall");
  put_test (&self, "a", "pass", "06:40", "");
  mb_test_wait (find_edge (&self, "\tpassed", FALSE) > 0);
  ui_stage_save (&self.stage, "verdict-apart");
  g_assert_cmpint (find_edge (&self, "\tpassed", FALSE), >=, find_edge (&self, "农药残留", TRUE) + 4);
  g_assert_cmpint (find_edge (&self, "农药残留", TRUE), >, 0);
  fixture_clear (&self);
}

/* In the largest type, too, a failure leaves the day's counts a line; its face stands among its words for that. */
static void
test_elder (void)
{
  g_autoptr (GskRenderNode) node = NULL;
  g_autofree char *words = NULL;
  Fixture self;

  fixture_init (&self, "entrance", "zh-Hans");
  put (&self, "{\"kind\":\"stall\",\"id\":\"a-012\",\"value\":{\"number\":\"A区12号\",\"area\":\"A区\"}}");
  put (&self, "{\"kind\":\"screen\",\"id\":\"hall\",\"value\":{\"name\":\"Hall\",\"layout\":\"entrance\",\"languages\":[\"zh-Hans\"],"
              "\"panel_mm\":[1210,680],\"distance_m\":5,\"elder_mode\":true}}");
  mb_board_view_set_screen_id (self.view, "hall");
  put_test (&self, "a", "pass", "06:40", "");
  put_test (&self, "d", "fail", "07:05", ",\"stall\":\"a-012\",\"disposal\":[{\"state\":\"sale-stopped\",\"at\":\"2026-11-08T07:10:00+08:00\"}]");
  mb_test_wait (has_surface (&self, MB_TONE_FAILURE) && count_inks (&self, 8, 72) == 1); /* 菠菜　A区12号 */
  ui_stage_save (&self.stage, "elder-failure");
  node = ui_stage_get_node (&self.stage);
  words = mb_mark_dup_words (node);
  g_assert_nonnull (strstr (words, "合格1"));
  g_assert_nonnull (strstr (words, "阳性1"));
  g_assert_cmpint (mb_tests_zone_get_overhang (get_tests (&self)), <=, 0);
  fixture_clear (&self);
}

/* Many failures at once: none is lost, all take their turn, and the day's counts stay above each. */
static void
test_many (void)
{
  Fixture self;

  fixture_init (&self, "entrance", "en");
  for (guint i = 0; i < 9; i++)
    {
      g_autofree char *id = g_strdup_printf ("t-%u", i);

      put_test (&self, id, "fail", "07:05", "");
    }
  g_assert_cmpuint (mb_tests_zone_get_n_pinned (get_tests (&self)), ==, 0);
  g_assert_cmpuint (mb_tests_zone_get_n_pages (get_tests (&self)), >=, 3);
  mb_test_wait (has_surface (&self, MB_TONE_FAILURE));
  mb_test_wait (count_inks (&self, 17, 40) == 1); /* Quick tests today */
  fixture_clear (&self);
}

#define SHEET(show) \
  "{\"kind\":\"layout\",\"id\":\"sheet\",\"value\":{\"name\":\"Sheet\",\"columns\":1,\"rows\":1," \
  "\"orientation\":\"landscape\",\"distance_m\":5,\"bands\":[\"header\",\"ticker\"]," \
  "\"zones\":[{\"show\":\"" show "\",\"at\":[0,0,1,1]}]}}"

static void
put_stall (Fixture *self, guint i, const char *more)
{
  g_autofree char *line = g_strdup_printf (
      "{\"kind\":\"stall\",\"id\":\"%c-%03u\",\"value\":{\"number\":\"%c区%u号\",\"area\":\"%c区\","
      "\"trade\":\"vegetables\",\"merchant\":{\"zh-Hans\":\"段记时蔬\"}%s}}",
      i < 20 ? 'b' : 'a', i, i < 20 ? 'B' : 'A', i, i < 20 ? 'B' : 'A', more);

  put (self, line);
}

/* All stalls in pages, area by area; one that is nobody's says so. */
static void
test_stalls (void)
{
  Fixture self;
  gint64 by_us;

  fixture_init (&self, "sheet", "zh-Hans");
  put (&self, SHEET ("stalls"));
  for (guint i = 0; i < 30; i++)
    put_stall (&self, i, i % 2 == 0 ? ",\"rating\":4.5,\"licences\":[{\"kind\":\"business\",\"number\":\"X\","
                                      "\"expires\":\"2028-04-27\"}]"
                                    : "");
  mb_test_wait (find_zone (&self, MB_TYPE_SHEET_ZONE) != NULL);
  mb_test_wait (mb_sheet_zone_get_n_rows (find_zone (&self, MB_TYPE_SHEET_ZONE)) == 30);
  g_assert_cmpuint (mb_sheet_zone_get_n_pages (find_zone (&self, MB_TYPE_SHEET_ZONE)), ==, 3);
  mb_test_wait (count_inks (&self, 5, 40) > 0); /* 证照未登记, 诚信4.5 */
  for (guint i = 0; i < 2; i++)
    {
      const char *id = i == 0 ? "a-020" : "b-019";

      if (mb_board_view_get_visibility (self.view, MB_KIND_STALL, id, &by_us) == MB_VISIBILITY_LATER)
        go_to (&self, by_us);
      mb_test_wait (mb_board_view_get_visibility (self.view, MB_KIND_STALL, id, NULL) == MB_VISIBILITY_NOW);
    }
  fixture_clear (&self);
}

/* More licences and certificates than have room: they go on on the next page, below the same name, and none is cut. */
static void
test_tall_stall (void)
{
  g_autoptr (GString) certificates = g_string_new (NULL), seen = g_string_new (NULL);
  MbSheetZone *zone;
  Fixture self;

  for (guint i = 0; i < 14; i++)
    g_string_append_printf (certificates, "%s{\"name\":\"Duan Yiming %u\",\"expires\":\"2027-04-27\"}", i > 0 ? "," : "", i);
  fixture_init (&self, "sheet", "en");
  put (&self, "{\"kind\":\"layout\",\"id\":\"sheet\",\"value\":{\"name\":\"Sheet\",\"columns\":3,\"rows\":2,"
              "\"orientation\":\"landscape\",\"distance_m\":5,\"bands\":[\"header\",\"ticker\"],"
              "\"zones\":[{\"show\":\"stalls\",\"at\":[0,0,1,1]},{\"show\":\"prices\",\"at\":[1,0,2,2],\"staple\":true},"
              "{\"show\":\"tests\",\"at\":[0,1,1,1]}]}}");
  put_stall (&self, 1, "");
  g_string_prepend (certificates, ",\"rating\":4.5,\"health_certificates\":[");
  g_string_append (certificates, "]");
  put_stall (&self, 2, certificates->str);
  put_stall (&self, 3, "");
  mb_test_wait ((zone = find_zone (&self, MB_TYPE_SHEET_ZONE)) != NULL && mb_sheet_zone_get_n_pages (zone) >= 4);
  for (guint i = 0; i <= mb_sheet_zone_get_n_pages (zone); i++)
    {
      g_autoptr (GskRenderNode) node = NULL;
      g_autofree char *words = NULL, *name = g_strdup_printf ("tall-stall-%u", i);

      go_to (&self, MORNING + i * 8 * G_TIME_SPAN_SECOND);
      ui_stage_settle (&self.stage);
      ui_stage_save (&self.stage, name);
      node = ui_stage_get_node (&self.stage);
      words = mb_mark_dup_words (node);
      g_string_append (seen, words);
      g_assert_cmpint (mb_sheet_zone_get_overhang (zone), <=, 0);
    }
  for (guint i = 0; i < 14; i++)
    {
      g_autofree char *name = g_strdup_printf ("Duan Yiming %u ", i);

      g_assert_nonnull (strstr (seen->str, name));
    }
  fixture_clear (&self);
}

static void
test_duties (void)
{
  Fixture self;

  fixture_init (&self, "sheet", "zh-Hans");
  put (&self, SHEET ("duties"));
  mb_test_wait (find_zone (&self, MB_TYPE_SHEET_ZONE) != NULL);
  mb_test_wait (mb_sheet_zone_get_n_rows (find_zone (&self, MB_TYPE_SHEET_ZONE)) == 6);
  g_assert_cmpuint (mb_sheet_zone_get_n_pages (find_zone (&self, MB_TYPE_SHEET_ZONE)), ==, 1);
  mb_test_wait (count_inks (&self, 8, 53) >= 2); /* 食品安全管理制度 */
  g_assert_cmpuint (count_inks (&self, 3, 40), ==, 1); /* 未登记 */
  fixture_clear (&self);
}

#define STALL_PRICE(stall, fen) \
  "{\"kind\":\"price\",\"id\":\"spinach@stall@" stall "\",\"value\":{\"product\":\"spinach\",\"stall\":\"" stall \
  "\",\"basis\":\"stall\",\"fen\":" fen ",\"per\":\"500g\",\"observed_at\":\"2026-11-08T07:40:00+08:00\"," \
  "\"source\":\"stall\"}}"

/* A reader of tickets shows what to hold to it, as large as there is room for. */
static void
test_origin (void)
{
  Fixture self;
  MbOriginZone *zone;
  g_autofree char *words = NULL;

  fixture_init (&self, "query", "zh-Hans");
  zone = find_zone (&self, MB_TYPE_ORIGIN_ZONE);
  g_assert_nonnull (zone);
  mb_test_wait (count_inks (&self, 8, 96) == 1); /* 扫码看产地和检测, 4 N */
  g_assert_cmpuint (count_inks (&self, 7, 48), ==, 2);
  words = mb_origin_zone_dup_words (zone);
  g_assert_nonnull (strstr (words, "把码对准扫描口|看分量、产地和检测|"));
  g_assert_cmpuint (count_inks (&self, 4, 18), ==, 0); /* 今日菜价: no price stands here */
  fixture_clear (&self);
}

static gboolean
says_permit (MbScaleZone *zone, const char *permit)
{
  g_autofree char *words = mb_scale_zone_dup_words (zone);

  return words != NULL && strstr (words, permit) != NULL;
}

/* All of them can be read, if not at once; whom to call stands meanwhile, on one line. */
static void
check_permits (Fixture *self, MbScaleZone *zone)
{
  static const char *const permits[] = { "食品经营许可证有效至2028年4月27日", "营业执照有效至2030年10月24日",
                                         "食品经营许可证2026年11月7日已到期", "李夏禾 健康证有效至2027年4月25日" };
  guint seen = 0;

  for (int i = 0; i < 8 && seen != (1 << G_N_ELEMENTS (permits)) - 1; i++)
    {
      for (gsize k = 0; k < G_N_ELEMENTS (permits); k++)
        seen |= says_permit (zone, permits[k]) ? 1u << k : 0;
      g_assert_true (says_permit (zone, "|投诉举报电话 12315|"));
      go_to (self, mb_clock_now (self->clock) + 12 * G_TIME_SPAN_SECOND);
    }
  g_assert_cmphex (seen, ==, (1 << G_N_ELEMENTS (permits)) - 1);
}

/* A stall's own screen bears its name and says what it asks, and nobody else's does. */
static void
test_scale (void)
{
  Fixture self;
  MbScaleZone *zone;
  MbPricesZone *prices;
  g_autofree char *row = NULL, *words = NULL;

  fixture_init (&self, "stall-small", "zh-Hans");
  put_stall (&self, 26, ",\"rating\":4.5,\"licences\":[{\"kind\":\"food\",\"number\":\"X\",\"expires\":\"2028-04-27\"},"
                        "{\"kind\":\"business\",\"expires\":\"2030-10-24\"},{\"kind\":\"food\",\"expires\":\"2026-11-07\"}],"
                        "\"health_certificates\":[{\"name\":\"李夏禾\",\"expires\":\"2027-04-25\"}]");
  put (&self, "{\"kind\":\"screen\",\"id\":\"stall\",\"value\":{\"name\":\"A26\",\"layout\":\"stall-small\","
              "\"languages\":[\"zh-Hans\"],\"panel_mm\":[154,90],\"distance_m\":0.8,\"stall\":\"a-026\"}}");
  mb_board_view_set_screen_id (self.view, "stall");
  mb_test_wait ((zone = find_zone (&self, MB_TYPE_SCALE_ZONE)) != NULL && mb_scale_zone_get_prices (zone) != NULL);
  prices = MB_PRICES_ZONE (mb_scale_zone_get_prices (zone));
  put (&self, STALL_PRICE ("b-001", "700"));
  g_assert_cmpuint (mb_prices_zone_get_n_rows (prices), ==, 0);

  put (&self, STALL_PRICE ("a-026", "480"));
  mb_test_wait (mb_prices_zone_get_n_rows (prices) == 1);
  row = mb_price_row_view_dup_words (MB_PRICE_ROW_VIEW (mb_prices_zone_get_nth_row_view (prices, 0)));
  g_assert_nonnull (strstr (row, "|4.8|元/斤"));
  g_assert_cmpint (mb_board_view_get_visibility (self.view, MB_KIND_PRICE, "spinach@stall@a-026", NULL), ==,
                   MB_VISIBILITY_NOW);
  mb_test_wait ((words = mb_scale_zone_dup_words (zone)) != NULL && strstr (words, "请把商品放到秤上|") != NULL);
  check_permits (&self, zone);
  fixture_clear (&self);
}

#define DRILL \
  "{\"kind\":\"notice\",\"id\":\"drill\",\"value\":{\"text\":{\"zh-Hans\":\"请从最近的安全出口离开\"},\"level\":\"emergency\"," \
  "\"when\":{\"from\":\"2026-11-08T07:58:00+08:00\",\"to\":\"2026-11-08T08:01:00+08:00\"}}}"

static gboolean
is_alone (Fixture *self)
{
  g_autoptr (GArray) inks = ui_ink_collect (GTK_WIDGET (self->view));

  return inks->len > 0 && inks->len <= 4;
}

/* Over everything with its delta, and gone at its end although nobody says so. */
static void
test_emergency (void)
{
  static const char *const layouts[] = { "entrance", "aisle", "strip", "film" };

  for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++)
    {
      Fixture self;

      fixture_init (&self, layouts[i], "zh-Hans");
      put (&self, DRILL);
      g_assert_cmpint (mb_board_view_get_visibility (self.view, MB_KIND_NOTICE, "drill", NULL), ==, MB_VISIBILITY_NOW);
      g_assert_cmpint (mb_board_view_get_visibility (self.view, MB_KIND_MARKET, "market", NULL), ==,
                       MB_VISIBILITY_COVERED);
      mb_test_wait (is_alone (&self));
      g_assert_true (has_surface (&self, MB_TONE_FAILURE));

      mb_board_view_set_link (self.view, MB_LINK_GONE);
      go_to (&self, MORNING + 3 * MINUTE);
      mb_test_wait (is_alone (&self) && !has_surface (&self, MB_TONE_FAILURE)); /* 警报解除 */
      go_to (&self, MORNING + 4 * MINUTE);
      mb_test_wait (!is_alone (&self));
      g_assert_cmpint (mb_board_view_get_visibility (self.view, MB_KIND_MARKET, "market", NULL), ==,
                       MB_VISIBILITY_NOW);
      fixture_clear (&self);
    }
}

/* One that is there before its delta shows at once, and once. */
static void
test_early (void)
{
  Fixture self;
  g_autoptr (MbNotice) notice = NULL;

  fixture_init (&self, "entrance", "zh-Hans");
  put (&self, DRILL);
  notice = g_object_ref (MB_NOTICE (mb_board_get (self.board, MB_KIND_NOTICE, "drill")));
  fixture_clear (&self);

  fixture_init (&self, "entrance", "zh-Hans");
  mb_board_view_set_emergency (self.view, notice);
  mb_test_wait (is_alone (&self));
  put (&self, DRILL);
  g_assert_cmpint (mb_board_view_get_visibility (self.view, MB_KIND_MARKET, "market", NULL), ==, MB_VISIBILITY_COVERED);
  mb_test_wait (is_alone (&self));
  put (&self, "{\"kind\":\"notice\",\"id\":\"drill\",\"value\":{\"text\":{\"zh-Hans\":\"演练结束\"},\"level\":\"info\"}}");
  mb_test_wait (is_alone (&self) && !has_surface (&self, MB_TONE_FAILURE));
  fixture_clear (&self);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/zones/tests", test_tests);
  g_test_add_func ("/zones/many", test_many);
  g_test_add_func ("/zones/verdict-apart", test_verdict_apart);
  g_test_add_func ("/zones/elder", test_elder);
  g_test_add_func ("/zones/stalls", test_stalls);
  g_test_add_func ("/zones/tall-stall", test_tall_stall);
  g_test_add_func ("/zones/duties", test_duties);
  g_test_add_func ("/zones/scale", test_scale);
  g_test_add_func ("/zones/origin", test_origin);
  g_test_add_func ("/zones/emergency", test_emergency);
  g_test_add_func ("/zones/early", test_early);
  return g_test_run ();
}
