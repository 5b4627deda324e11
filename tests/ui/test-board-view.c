/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mb-test-wait.h"
#include "ui-board.h"
#include "ui-ink.h"

#include "widgets/mb-description.h"
#include "widgets/prices/mb-price-row-view.h"
#include "widgets/prices/mb-prices-zone.h"
#include "widgets/type/mb-metrics.h"
#include "widgets/type/mb-palette.h"

#include <string.h>

#define MORNING G_GINT64_CONSTANT (1794095880000000) /* 2026-11-08T07:58+08:00 */
#define MIDNIGHT (MORNING - (7 * 60 + 58) * 60 * G_TIME_SPAN_SECOND)
#define SLOT (G_GINT64_CONSTANT (10800000))            /* nine rows */

static const char *const languages[] = { "zh-Hans", "zh-Hant", "en" };
static const char *const layouts[] = { "entrance", "aisle" };
static const int sizes[][2] = { { 1280, 720 }, { 1920, 1080 }, { 3840, 2160 } };

typedef struct
{
  MbClock *clock;
  MbBoard *board;
  MbBoardView *view;
  UiStage stage;
  guint64 rev;
  guint n_drawn;
} Fixture;

static void
on_drawn (Fixture *self)
{
  self->n_drawn++;
}

static void
fixture_init (Fixture *self, MbBoard *board, const char *layout, const char *language, int width, int height, gint64 at_us)
{
  *self = (Fixture){ .clock = mb_clock_new_at (at_us, 0), .board = board, .rev = 100000 };
  self->view = MB_BOARD_VIEW (mb_board_view_new (self->clock));
  mb_board_view_set_layout_id (self->view, layout);
  mb_board_view_set_language (self->view, language);
  mb_board_view_set_link (self->view, MB_LINK_LIVE);
  mb_board_view_set_board (self->view, board);
  ui_stage_init (&self->stage, GTK_WIDGET (self->view), width, height);
  g_signal_connect_swapped (self->view, "drawn", G_CALLBACK (on_drawn), self);
}

static MbBoard *
load_market (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "ui", "fixtures", "market.ndjson", NULL);

  return ui_board_load (path, MORNING - G_TIME_SPAN_HOUR);
}

static void
fixture_init_market (Fixture *self, const char *layout, const char *language)
{
  fixture_init (self, load_market (), layout, language, 1920, 1080, MIDNIGHT + 2655 * SLOT); /* 07:57:54 */
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
put (Fixture *self, const char *by, const char *line)
{
  self->rev++;
  ui_board_put (self->board, line, by, self->rev, mb_clock_now (self->clock));
}

static void
put_price (Fixture *self, const char *product, int fen, const char *by)
{
  g_autofree char *line = g_strdup_printf (
      "{\"kind\":\"price\",\"id\":\"%s@average\",\"value\":{\"product\":\"%s\",\"basis\":\"average\",\"fen\":%d,"
      "\"per\":\"500g\",\"observed_at\":\"2026-11-08T07:58:00+08:00\",\"source\":\"office\"}}",
      product, product, fen);

  put (self, by, line);
}

static MbPricesZone *
get_zone (Fixture *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view));

  while (child != NULL && !MB_IS_PRICES_ZONE (child))
    child = gtk_widget_get_next_sibling (child);
  g_assert_nonnull (child);
  return MB_PRICES_ZONE (child);
}

static MbPriceRowView *
get_row (Fixture *self, guint i)
{
  return MB_PRICE_ROW_VIEW (mb_prices_zone_get_nth_row_view (get_zone (self), i));
}

static char *
get_words (Fixture *self, guint i)
{
  return mb_price_row_view_dup_words (get_row (self, i));
}

static void
assert_words (Fixture *self, guint i, const char *expected)
{
  g_autofree char *words = get_words (self, i);

  g_assert_cmpstr (words, ==, expected);
}

static void
go_to (Fixture *self, gint64 us)
{
  mb_clock_set (self->clock, us, 0);
}

static gboolean
is_still (Fixture *self)
{
  guint n = self->n_drawn;

  for (int i = 0; i < 5; i++)
    mb_test_spin ();
  return n == self->n_drawn;
}

static void
check_ink (const UiInk *ink, const char *language, int quiet_px)
{
  g_assert_cmpstr (ink->family, ==, g_str_equal (language, "zh-Hant") ? "Noto Sans CJK TC" : "Noto Sans CJK SC");
  g_assert_cmpint (ink->size_px, >=, quiet_px);
  g_assert_false (ink->ellipsis);
  g_assert_cmpfloat (ink->colour.alpha, ==, 1);
  g_assert_false (ink->clipped);
}

static gboolean
overlap (const UiInk *a, const UiInk *b)
{
  float a_top = a->baseline - 0.7f * a->size_px, b_top = b->baseline - 0.7f * b->size_px;

  return a->x < b->x + b->width && b->x < a->x + a->width && a_top < b->baseline && b_top < a->baseline;
}

static void
check_inks (Fixture *self, const char *language, int height)
{
  g_autoptr (GArray) inks = ui_ink_collect (GTK_WIDGET (self->view));
  int quiet_px = mb_step_get_px (MB_STEP_QUIET, height == 2160 ? 106 : height == 1080 ? 53 : 35);

  g_assert_cmpuint (inks->len, >, 20);
  for (guint i = 0; i < inks->len; i++)
    {
      check_ink (&g_array_index (inks, UiInk, i), language, quiet_px);
      for (guint j = 0; j < i; j++)
        g_assert_false (overlap (&g_array_index (inks, UiInk, i), &g_array_index (inks, UiInk, j)));
    }
}

/* Every figure has its unit, and the decimal points of a column stand in one line. */
static void
check_rows (Fixture *self)
{
  guint n = mb_prices_zone_get_n_rows (get_zone (self));
  int points[2] = { 0, 0 }, middle = self->stage.width / 2;

  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *words = get_words (self, i);
      graphene_point_t point;
      int *line;

      if (strpbrk (words, "0123456789") == NULL)
        continue;
      g_assert_true (strstr (words, "元/") != NULL || strstr (words, "¥") != NULL);
      g_assert_true (gtk_widget_compute_point (
          GTK_WIDGET (get_row (self, i)), GTK_WIDGET (self->view),
          &GRAPHENE_POINT_INIT (mb_price_row_view_get_point (get_row (self, i)), 0), &point));
      line = &points[point.x > middle ? 1 : 0];
      if (*line == 0)
        *line = (int) point.x;
      g_assert_cmpint (*line, ==, (int) point.x);
    }
}

static void
test_look (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (layouts); j++)
      for (gsize k = 0; k < G_N_ELEMENTS (languages); k++)
        {
          g_autofree char *name = g_strdup_printf ("%s-%d-%s", layouts[j], sizes[i][1], languages[k]);
          Fixture self;

          fixture_init (&self, load_market (), layouts[j], languages[k], sizes[i][0], sizes[i][1], MORNING);
          check_inks (&self, languages[k], sizes[i][1]);
          check_rows (&self);
          g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (get_zone (&self))), ==,
                           g_str_equal (layouts[j], "entrance") ? sizes[i][0] * 62 / 100 : sizes[i][0]);
          ui_stage_save (&self.stage, name);
          fixture_clear (&self);
        }
}

/* What a row says in every state. */
static void
test_states (void)
{
  static const char *const expected[] = {
    "上海青|3.5|元/斤|3.0～4.0|涨 0.3",
    "菠菜|一级|5.0|元/斤|4.5～5.8|平",
    "荷兰土豆|一级|2.6|元/斤|2.2～3.0|跌 0.2",
    "樱桃西红柿|8.0|元/斤|7.5～9.0|涨 0.5",
    "鲜猪肉|13.5|元/斤|12.8～14.5|平",
    "仔排|28.0|元/斤|26.0～30.0|涨 1.0",
    "草鸡蛋|9.8|元/斤|昨日价",
    "老豆腐|3.0|元/块|平",
    "草鱼|更新中",
  };
  Fixture self;

  fixture_init_market (&self, "entrance", "zh-Hans");
  g_assert_cmpuint (mb_prices_zone_get_n_rows (get_zone (&self)), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    assert_words (&self, i, expected[i]);

  go_to (&self, MIDNIGHT + 2656 * SLOT);
  assert_words (&self, 5, "豇豆|未报价");
  assert_words (&self, 8, "黄瓜|3.8|元/斤起|平");

  go_to (&self, MIDNIGHT + 24 * G_TIME_SPAN_HOUR + 3 * SLOT); /* after midnight, before the opening */
  assert_words (&self, 0, "上海青|3.5|元/斤|昨天06:40");
  assert_words (&self, 6, "草鸡蛋|9.8|元/斤|11月7日价");
  fixture_clear (&self);
}

static gboolean
is_fading (Fixture *self)
{
  g_autoptr (GArray) inks = ui_ink_collect (GTK_WIDGET (self->view));

  for (guint i = 0; i < inks->len; i++)
    if (g_array_index (inks, UiInk, i).colour.alpha > 0.3 && g_array_index (inks, UiInk, i).colour.alpha < 0.7)
      return TRUE;

  return FALSE;
}

static void
test_turn (void)
{
  Fixture self;
  MbPriceRowView *first;
  GtkWidget *again;

  fixture_init_market (&self, "entrance", "zh-Hans");
  first = get_row (&self, 0);
  go_to (&self, MIDNIGHT + 2656 * SLOT);
  assert_words (&self, 0, "干香菇|48.0|元/斤|45.0～52.0|平");
  mb_test_wait (is_fading (&self));
  g_assert_cmpint (mb_board_view_get_visibility (self.view, MB_KIND_PRICE, "shiitake@average", NULL), ==,
                   MB_VISIBILITY_LATER);
  ui_stage_save (&self.stage, "turning");
  mb_test_wait (mb_board_view_get_visibility (self.view, MB_KIND_PRICE, "shiitake@average", NULL) == MB_VISIBILITY_NOW);
  g_assert_false (is_fading (&self));
  go_to (&self, MIDNIGHT + 2657 * SLOT);
  assert_words (&self, 0, "土鸡|68.0|元/只|60.0～80.0|涨 3.0");
  again = mb_prices_zone_get_nth_row_view (get_zone (&self), 0);
  g_assert_true (again == GTK_WIDGET (first)); /* rows are reused, page after page */
  fixture_clear (&self);
}

static void
test_change (void)
{
  GdkRGBA band = mb_tone (MB_TONE_CHANGED);
  Fixture self;

  fixture_init_market (&self, "entrance", "zh-Hans");
  put_price (&self, "pak-choi", 380, "manager:li");
  assert_words (&self, 0, "上海青|3.8|元/斤");
  mb_test_wait (ui_ink_has_surface (GTK_WIDGET (self.view), &band));
  ui_stage_save (&self.stage, "changed");
  go_to (&self, MIDNIGHT + 2655 * SLOT + 3999 * G_TIME_SPAN_MILLISECOND);
  mb_test_wait (is_still (&self));
  g_assert_true (ui_ink_has_surface (GTK_WIDGET (self.view), &band));
  go_to (&self, MIDNIGHT + 2655 * SLOT + 4 * G_TIME_SPAN_SECOND);
  mb_test_wait (!ui_ink_has_surface (GTK_WIDGET (self.view), &band));

  put_price (&self, "spinach", 510, "hub");
  mb_test_wait (is_still (&self));
  g_assert_false (ui_ink_has_surface (GTK_WIDGET (self.view), &band));
  fixture_clear (&self);
}

/* A change that is not on the glass draws nothing. */
static void
test_elsewhere (void)
{
  Fixture self;
  gint64 by_us;
  guint n;

  fixture_init_market (&self, "entrance", "zh-Hans");
  mb_test_wait (is_still (&self));
  n = self.n_drawn;
  put_price (&self, "tomato", 440, "demo");
  put_price (&self, "pumpkin", 210, "demo");
  mb_test_wait (is_still (&self));
  g_assert_cmpuint (self.n_drawn, <=, n + 1); /* the corner's minute, at most */

  g_assert_cmpint (mb_board_view_get_visibility (self.view, MB_KIND_PRICE, "pak-choi@average", NULL), ==,
                   MB_VISIBILITY_NOW);
  g_assert_cmpint (mb_board_view_get_visibility (self.view, MB_KIND_PRODUCT, "pak-choi", &by_us), ==, MB_VISIBILITY_NOW);
  g_assert_cmpint (by_us, ==, MB_UNSET);
  g_assert_cmpint (mb_board_view_get_visibility (self.view, MB_KIND_PRICE, "tomato@average", &by_us), ==,
                   MB_VISIBILITY_LATER);
  g_assert_cmpint (by_us, ==, MIDNIGHT + 2656 * SLOT);
  g_assert_cmpint (mb_board_view_get_visibility (self.view, MB_KIND_PRICE, "pumpkin@average", &by_us), ==,
                   MB_VISIBILITY_ELSEWHERE);
  g_assert_cmpint (mb_board_view_get_visibility (self.view, MB_KIND_NOTICE, "member-day", NULL), ==, MB_VISIBILITY_NOW);
  g_assert_cmpint (mb_board_view_get_visibility (self.view, MB_KIND_NOTICE, "another", NULL), ==,
                   MB_VISIBILITY_ELSEWHERE);
  g_assert_cmpint (mb_board_view_get_visibility (self.view, MB_KIND_MARKET, "market", NULL), ==, MB_VISIBILITY_NOW);
  fixture_clear (&self);
}

static void
test_bounds (void)
{
  Fixture self;
  graphene_rect_t bounds, other;

  fixture_init_market (&self, "entrance", "zh-Hans");
  g_assert_true (mb_board_view_get_figure_bounds (self.view, "pak-choi@average", &bounds));
  g_assert_true (mb_board_view_get_figure_bounds (self.view, "spinach@average", &other));
  g_assert_cmpfloat (bounds.origin.x + bounds.size.width, ==, other.origin.x + other.size.width);
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=, other.origin.y + 1);
  g_assert_false (mb_board_view_get_figure_bounds (self.view, "tomato@average", &bounds));
  fixture_clear (&self);
}

static gboolean
has_text_of (Fixture *self, guint n_glyphs, int size_px)
{
  g_autoptr (GArray) inks = ui_ink_collect (GTK_WIDGET (self->view));

  for (guint i = 0; i < inks->len; i++)
    if (g_array_index (inks, UiInk, i).n_glyphs == n_glyphs && g_array_index (inks, UiInk, i).size_px == size_px)
      return TRUE;

  return FALSE;
}

/* Before anything came, and while the hub is away. */
static void
test_waiting (void)
{
  g_autofree char *remark = NULL;
  Fixture self;

  fixture_init (&self, mb_board_new (), "entrance", "zh-Hans", 1920, 1080, MORNING);
  mb_test_wait (has_text_of (&self, 13, 53)); /* 今日菜价正在采集，稍后公布 */
  mb_board_view_set_link (self.view, MB_LINK_CONNECTING);
  mb_test_wait (has_text_of (&self, 4, 53)); /* 正在连接 */
  ui_stage_save (&self.stage, "connecting");
  fixture_clear (&self);

  fixture_init_market (&self, "entrance", "zh-Hans");
  g_assert_false (has_text_of (&self, 18, 40));
  mb_board_view_set_link (self.view, MB_LINK_GONE);
  mb_test_wait (has_text_of (&self, 18, 40)); /* 正在连接，先看上次内容 · 市场均价 */
  ui_stage_save (&self.stage, "gone");
  fixture_clear (&self);
}

/* A clock that nobody vouches for turns pages, and says nothing: no time, no age, nothing hidden by age. */
static void
test_time_unknown (void)
{
  Fixture self;

  fixture_init_market (&self, "entrance", "zh-Hans");
  mb_test_wait (has_text_of (&self, 5, 80)); /* 07:57 */
  mb_board_view_set_time_known (self.view, FALSE);
  mb_test_wait (!has_text_of (&self, 5, 80));
  assert_words (&self, 0, "上海青|3.5|元/斤|11月8日06:40");
  assert_words (&self, 6, "草鸡蛋|9.8|元/斤|11月7日17:40");
  assert_words (&self, 8, "草鱼|8.5|元/斤|11月5日08:00");
  ui_stage_save (&self.stage, "time-unknown");
  go_to (&self, MIDNIGHT + 2656 * SLOT);
  assert_words (&self, 0, "干香菇|48.0|元/斤|11月8日06:40");

  mb_board_view_set_time_known (self.view, TRUE);
  mb_test_wait (has_text_of (&self, 5, 80));
  assert_words (&self, 0, "干香菇|48.0|元/斤|45.0～52.0|平");
  fixture_clear (&self);
}

/* More than a third at once: nothing glows, the bar says how many. */
static void
test_news (void)
{
  GdkRGBA band = mb_tone (MB_TONE_CHANGED);
  Fixture self;

  fixture_init_market (&self, "entrance", "zh-Hans");
  ui_board_put_prices (self.board, "office", ++self.rev, mb_clock_now (self.clock), 400);
  mb_test_wait (has_text_of (&self, 28, 40)); /* 07:57 更新31项 · 市场均价 · 1斤=500克 */
  g_assert_false (ui_ink_has_surface (GTK_WIDGET (self.view), &band));
  assert_words (&self, 0, "上海青|4.0|元/斤");
  ui_stage_save (&self.stage, "news");
  go_to (&self, MORNING + 9 * G_TIME_SPAN_SECOND);
  mb_test_wait (!has_text_of (&self, 28, 40));
  fixture_clear (&self);
}

static void
put_notice (Fixture *self, const char *id, const char *text)
{
  g_autofree char *line = g_strdup_printf ("{\"kind\":\"notice\",\"id\":\"%s\",\"value\":{\"text\":{\"zh-Hans\":\"%s\"},"
                                           "\"level\":\"info\",\"audience\":\"shoppers\"}}", id, text);

  put (self, "manager:li", line);
}

/* Where the running line begins; 0 when none runs. */
static float
get_ticker_x (Fixture *self, guint n_glyphs)
{
  g_autoptr (GArray) inks = ui_ink_collect (GTK_WIDGET (self->view));

  for (guint i = 0; i < inks->len; i++)
    if (g_array_index (inks, UiInk, i).n_glyphs == n_glyphs)
      return g_array_index (inks, UiInk, i).x;

  return 0;
}

static void
test_ticker (void)
{
  const char *text = "今天逢8会员日，扫码领券满30减5。请到服务台领取会员卡，欢迎到公平秤复核重量。";
  const char *edited = "今天逢8会员日，扫码领券满30减6。请到服务台领取会员卡，欢迎到公平秤复核重量。";
  guint n_glyphs = (guint) g_utf8_strlen (text, -1);
  Fixture self;
  float x, begin;

  fixture_init_market (&self, "entrance", "zh-Hans");
  mb_test_wait (is_still (&self)); /* one that fits stands */
  put_notice (&self, "member-day", text);
  mb_test_wait ((begin = get_ticker_x (&self, n_glyphs)) > 0);
  mb_test_wait ((x = get_ticker_x (&self, n_glyphs)) < begin - 20);
  g_assert_cmpfloat (x, ==, (int) x);
  put_notice (&self, "member-day", edited);
  mb_test_wait (get_ticker_x (&self, n_glyphs) < x - 20);
  g_assert_cmpfloat (get_ticker_x (&self, n_glyphs), <, x); /* an edit does not start it again */

  mb_board_view_set_ticker_paused (self.view, TRUE);
  mb_test_wait (is_still (&self));
  x = get_ticker_x (&self, n_glyphs);
  mb_board_view_set_ticker_paused (self.view, FALSE);
  mb_test_wait (get_ticker_x (&self, n_glyphs) < x);
  g_assert_cmpfloat (get_ticker_x (&self, n_glyphs), >, x - 60);
  fixture_clear (&self);
}

static void
put_test (Fixture *self, const char *disposal)
{
  g_autofree char *line = g_strdup_printf (
      "{\"kind\":\"test\",\"id\":\"t1\",\"value\":{\"kind\":\"quick\",\"product\":\"cowpea\","
      "\"item\":{\"zh-Hans\":\"农药残留\"},\"method\":{\"zh-Hans\":\"酶抑制\"},\"value\":\"62\",\"unit\":\"%%\","
      "\"conclusion\":\"fail\",\"sampled_at\":\"2026-11-08T06:30:00+08:00\","
      "\"tested_at\":\"2026-11-08T07:05:00+08:00\",\"tester\":\"t\"%s}}",
      disposal);

  put (self, "manager:li", line);
}

/* An open failure stands first in the ticker, on a filled block, until its handling is closed. */
static void
test_failure (void)
{
  GdkRGBA block = mb_tone (MB_TONE_FAILURE);
  Fixture self;

  fixture_init_market (&self, "aisle", "zh-Hans");
  g_assert_false (ui_ink_has_surface (GTK_WIDGET (self.view), &block));
  put_test (&self, ",\"disposal\":[{\"state\":\"sale-stopped\",\"at\":\"2026-11-08T07:10:00+08:00\"}]");
  mb_test_wait (ui_ink_has_surface (GTK_WIDGET (self.view), &block));
  g_assert_cmpint (mb_board_view_get_visibility (self.view, MB_KIND_TEST, "t1", NULL), ==, MB_VISIBILITY_NOW);
  ui_stage_save (&self.stage, "failure");
  put_test (&self, ",\"disposal\":[{\"state\":\"closed\",\"at\":\"2026-11-08T07:50:00+08:00\"}]");
  mb_test_wait (!ui_ink_has_surface (GTK_WIDGET (self.view), &block));
  fixture_clear (&self);
}

/* A column that no row needed gives its room to the names, and takes it back at once. */
static void
test_columns (void)
{
  Fixture self;
  graphene_rect_t low, whole;

  fixture_init (&self, mb_board_new (), "entrance", "zh-Hans", 1920, 1080, MORNING);
  put (&self, "import", "{\"kind\":\"product\",\"id\":\"pak-choi\",\"value\":{\"name\":{\"zh-Hans\":\"上海青\"},"
                        "\"trade\":\"vegetables\",\"staple\":true}}");
  put (&self, "import", "{\"kind\":\"price\",\"id\":\"pak-choi@average\",\"value\":{\"product\":\"pak-choi\","
                        "\"basis\":\"average\",\"low_fen\":300,\"per\":\"500g\","
                        "\"observed_at\":\"2026-11-08T07:00:00+08:00\",\"source\":\"o\"}}");
  mb_test_wait (mb_prices_zone_get_n_rows (get_zone (&self)) == 1);
  assert_words (&self, 0, "上海青|3.0|元/斤起");
  g_assert_true (mb_board_view_get_figure_bounds (self.view, "pak-choi@average", &low));

  put (&self, "import", "{\"kind\":\"price\",\"id\":\"pak-choi@average\",\"value\":{\"product\":\"pak-choi\","
                        "\"basis\":\"average\",\"fen\":350,\"low_fen\":300,\"high_fen\":400,\"per\":\"500g\","
                        "\"observed_at\":\"2026-11-08T07:00:00+08:00\",\"source\":\"o\"}}");
  assert_words (&self, 0, "上海青|3.5|元/斤|3.0～4.0");
  mb_test_wait (has_text_of (&self, 7, 40)); /* the range is drawn */
  g_assert_true (mb_board_view_get_figure_bounds (self.view, "pak-choi@average", &whole));
  g_assert_cmpfloat (whole.origin.x, <, low.origin.x);
  fixture_clear (&self);
}

static void
put_screen (Fixture *self, const char *members)
{
  g_autofree char *line =
      g_strdup_printf ("{\"kind\":\"screen\",\"id\":\"s\",\"value\":{\"name\":\"s\"%s}}", members);

  put (self, "manager:li", line);
}

/* What the screen's record says is followed while it runs. */
static void
test_screen (void)
{
  Fixture self;

  fixture_init_market (&self, NULL, NULL);
  mb_board_view_set_screen_id (self.view, "s");
  put_screen (&self, ",\"layout\":\"aisle\",\"languages\":[\"en\"],\"panel_mm\":[952,536],\"distance_m\":5");
  mb_test_wait (has_text_of (&self, 5, 101)); /* the clock, at 1.5 N of 67 */
  mb_test_wait (mb_prices_zone_get_pager (get_zone (&self)) != NULL);
  g_assert_false (mb_price_table_get_scope (mb_prices_zone_get_table (get_zone (&self)))->staple);
  ui_stage_save (&self.stage, "screen-43-en");

  put_screen (&self, ",\"layout\":\"entrance\",\"languages\":[\"zh-Hant\"],\"elder_mode\":true,\"trades\":[\"pork\"]");
  mb_test_wait (has_text_of (&self, 5, 108)); /* 72, for the elderly */
  ui_stage_save (&self.stage, "screen-elder");

  put_screen (&self, ",\"layout\":\"aisle\",\"led\":true,\"panel_mm\":[4800,2700]");
  mb_test_wait (has_text_of (&self, 5, 48)); /* the floor on LED */
  ui_stage_save (&self.stage, "screen-led");
  fixture_clear (&self);
}

/* What nobody should send, and somebody will. */
static void
test_hostile (void)
{
  g_autofree char *name = g_strnfill (2700, 'W');
  g_autofree char *product = NULL;
  Fixture self;

  fixture_init_market (&self, "aisle", "zh-Hans");
  product = g_strdup_printf ("{\"kind\":\"product\",\"id\":\"pak-choi\",\"value\":{\"name\":{\"en\":\"%s\"},\"order\":-1e300,"
                             "\"trade\":\"vegetables\"}}", name);
  put (&self, "manager:li", product);
  put_price (&self, "spinach", 2000000000, "manager:li");
  put (&self, "manager:li",
       "{\"kind\":\"product\",\"id\":\"potato\",\"value\":{\"name\":{\"zh-Hans\":\"（\\u0001）\"},\"trade\":\"vegetables\"}}");
  put_notice (&self, "member-day", name);
  put_notice (&self, "blank", " ");
  mb_test_wait (!is_still (&self));
  for (int i = 1; i < 6; i++)
    {
      go_to (&self, MIDNIGHT + (2655 + i) * SLOT);
      mb_test_spin ();
    }
  ui_stage_save (&self.stage, "hostile");
  put (&self, "manager:li",
       "{\"kind\":\"layout\",\"id\":\"aisle\",\"value\":{\"columns\":100,\"rows\":100,\"distance_m\":0.1,\"zones\":["
       "{\"show\":\"prices\",\"at\":[0,0,1,1],\"columns\":6},{\"show\":\"prices\",\"at\":[0,0,1,1]},"
       "{\"show\":\"stalls\",\"at\":[50,50,50,50]}]}}");
  mb_test_spin ();
  put (&self, "manager:li",
       "{\"kind\":\"layout\",\"id\":\"aisle\",\"value\":{\"columns\":1,\"rows\":1,\"distance_m\":100,\"zones\":["
       "{\"show\":\"prices\",\"at\":[0,0,1,1],\"columns\":6}]}}");
  mb_test_spin ();
  put (&self, "manager:li", "{\"kind\":\"layout\",\"id\":\"aisle\",\"value\":{\"columns\":1,\"rows\":1,\"distance_m\":5,\"zones\":[]}}");
  mb_test_wait (mb_board_view_get_visibility (self.view, MB_KIND_PRICE, "spinach@average", NULL) ==
                MB_VISIBILITY_ELSEWHERE);
  fixture_clear (&self);
}

/* A strip says names, figures and which way they went; the bar says the rest for all. */
static void
test_strip (void)
{
  static const char *const expected[] = {
    "上海青|3.5|涨", "菠菜|一级|5.0|平", "荷兰土豆|2.6|跌", "樱桃西红柿|8.0|涨", "鲜猪肉|13.5|平",
    "仔排|28.0|涨",  "草鸡蛋|9.8|昨日价", "老豆腐|3.0|元/块", "草鱼|更新中",
  };
  Fixture self;

  fixture_init (&self, load_market (), "strip", "zh-Hans", 1920, 360, MORNING);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    assert_words (&self, i, expected[i]);
  ui_stage_save (&self.stage, "strip");
  fixture_clear (&self);
}

/* One over a trade's stalls shows that trade in full, not only what of it is in the basket. */
static void
test_strip_of_trade (void)
{
  MbBoard *board = load_market ();
  Fixture self;
  gboolean found = FALSE;
  guint n_drawn;

  ui_board_put (board,
                "{\"kind\":\"product\",\"id\":\"trotter\",\"value\":{\"name\":{\"zh-Hans\":\"猪脚\"},\"trade\":\"pork\",\"order\":99,"
                "\"sold_by\":\"weight\"}}",
                "manager:li", 1000, MORNING);
  ui_board_put (board,
                "{\"kind\":\"price\",\"id\":\"trotter@average\",\"value\":{\"product\":\"trotter\",\"basis\":\"average\",\"fen\":2200,"
                "\"per\":\"500g\",\"observed_at\":\"2026-11-08T06:40:00+08:00\",\"source\":\"office\"}}",
                "manager:li", 1001, MORNING);
  ui_board_put (board, "{\"kind\":\"screen\",\"id\":\"over-pork\",\"value\":{\"name\":\"over-pork\",\"layout\":\"strip\",\"trades\":[\"pork\"]}}",
                "manager:li", 1002, MORNING);
  fixture_init (&self, board, "strip", "zh-Hans", 1920, 360, MORNING);
  n_drawn = self.n_drawn;
  mb_board_view_set_screen_id (self.view, "over-pork");
  mb_test_wait (self.n_drawn > n_drawn);
  mb_test_wait (mb_prices_zone_get_n_rows (get_zone (&self)) == 5);
  assert_words (&self, 0, "鲜猪肉|13.5|平");
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *words = mb_price_row_view_dup_words (get_row (&self, i));

      found = found || g_str_equal (words, "猪脚|22.0");
    }
  g_assert_true (found);
  ui_stage_save (&self.stage, "strip-of-trade");
  fixture_clear (&self);
}

static gboolean
are_beside (Fixture *self)
{
  graphene_rect_t first, second;

  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (get_row (self, 0)), GTK_WIDGET (self->view), &first));
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (get_row (self, 1)), GTK_WIDGET (self->view), &second));
  return first.origin.y == second.origin.y && first.origin.x < second.origin.x;
}

/* On a line of type two goods stand beside each other, and one with a long name alone; what is priced by
 * the piece says so, and the rest says its unit once. */
static void
test_strip_lines (void)
{
  static const char *const pages[][2] = {
    { "上海青|3.5", "菠菜|一级|5.0" }, { "荷兰土豆|2.6", NULL }, { "樱桃西红柿|8.0", NULL }, { "鲜猪肉|13.5", "仔排|28.0" }
  };
  MbBoard *board = load_market ();
  Fixture self;
  guint n_found = 0, n_drawn;

  ui_board_put (board, "{\"kind\":\"screen\",\"id\":\"led\",\"value\":{\"name\":\"led\",\"layout\":\"strip-led\",\"led\":true}}",
                "manager:li", 1000, MORNING);
  fixture_init (&self, board, "strip-led", "zh-Hans", 960, 160, MORNING);
  n_drawn = self.n_drawn;
  mb_board_view_set_screen_id (self.view, "led");
  mb_test_wait (self.n_drawn > n_drawn);
  for (guint slot = 0; slot < 30; slot++)
    {
      g_autofree char *first = NULL, *second = NULL;

      mb_clock_set (self.clock, MORNING + slot * 8 * G_TIME_SPAN_SECOND, 0);
      mb_test_wait (mb_prices_zone_get_n_rows (get_zone (&self)) > 0);
      first = mb_price_row_view_dup_words (get_row (&self, 0));
      if (mb_prices_zone_get_n_rows (get_zone (&self)) > 1)
        second = mb_price_row_view_dup_words (get_row (&self, 1));
      for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
        n_found += g_strcmp0 (pages[i][0], first) == 0 && g_strcmp0 (pages[i][1], second) == 0 ? 1 : 0;
      if (second != NULL)
        mb_test_wait (are_beside (&self));
    }
  g_assert_cmpuint (n_found, >=, 4);
  fixture_clear (&self);
}

static void
test_strip_failure (void)
{
  Fixture self;
  guint n;

  fixture_init (&self, load_market (), "strip", "zh-Hans", 1920, 360, MORNING);
  g_assert_cmpuint (mb_prices_zone_get_n_rows (get_zone (&self)), ==, 9);
  n = self.n_drawn;
  ui_board_put (mb_board_view_get_board (self.view),
                "{\"kind\":\"test\",\"id\":\"q1\",\"value\":{\"kind\":\"quick\",\"product\":\"cowpea\",\"item\":{\"zh-Hans\":\"农药残留\"},"
                "\"method\":{\"zh-Hans\":\"酶抑制率法\"},\"conclusion\":\"fail\",\"sampled_at\":"
                "\"2026-11-08T06:10:00+08:00\",\"tested_at\":\"2026-11-08T07:10:00+08:00\",\"tester\":\"desk\"}}",
                "manager:li", 1000, MORNING);
  mb_test_wait (mb_board_view_get_visibility (self.view, MB_KIND_TEST, "q1", NULL) == MB_VISIBILITY_NOW &&
                self.n_drawn > n);
  g_assert_cmpuint (mb_prices_zone_get_n_rows (get_zone (&self)), ==, 6);
  fixture_clear (&self);
}

/* Where the heading of a trade stands; MB_UNSET: nowhere. */
static gint64
find_heading (Fixture *self, const char *heading)
{
  g_autoptr (GskRenderNode) node = ui_stage_get_node (&self->stage);
  g_autofree char *text = mb_description_write (node, self->stage.width, self->stage.height);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *end = g_strconcat ("\t", heading, NULL);

  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], "\t", -1);

      if (g_str_has_prefix (lines[i], "text\tMbPricesZone\t-\t") && g_str_has_suffix (lines[i], end))
        return (gint64) g_ascii_strtod (fields[4], NULL);
    }
  return MB_UNSET;
}

static float
get_row_y (Fixture *self, guint i)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (get_row (self, i)), GTK_WIDGET (self->view), &bounds));
  return bounds.origin.y;
}

/* Two trades that are short enough share a page, each under its name; a long one has pages of its own. */
static void
test_two_trades (void)
{
  static const char *const rows[] = { "鲜猪肉|", "仔排|28.0|", "五花肉", "精瘦肉", "红富士苹果", "蜜橘" };
  MbBoard *board = load_market ();
  gint64 pork, fruit;
  Fixture self;

  ui_board_put (board, "{\"kind\":\"layout\",\"id\":\"own\",\"value\":{\"name\":\"Own\",\"columns\":1,\"rows\":1,"
                       "\"bands\":[\"header\",\"bar\"],\"zones\":[{\"show\":\"prices\",\"at\":[0,0,1,1],"
                       "\"trades\":[\"pork\",\"fruit\"]}]}}",
                "manager:li", 1000, MORNING);
  fixture_init (&self, board, "own", "zh-Hans", 1920, 1080, MORNING);
  g_assert_cmpuint (mb_pager_get_n_pages (mb_prices_zone_get_pager (get_zone (&self))), ==, 1);
  g_assert_cmpuint (mb_prices_zone_get_n_rows (get_zone (&self)), ==, G_N_ELEMENTS (rows));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *words = get_words (&self, i);

      g_test_message ("%s", words);
      g_assert_true (g_str_has_prefix (words, rows[i]));
    }
  pork = find_heading (&self, "猪肉");
  fruit = find_heading (&self, "水果");
  g_assert_cmpint (pork, !=, MB_UNSET);
  g_assert_cmpint (pork, <, (gint64) get_row_y (&self, 0));
  g_assert_cmpint (fruit, >, (gint64) get_row_y (&self, 3));
  g_assert_cmpint (fruit, <, (gint64) get_row_y (&self, 4));
  ui_stage_save (&self.stage, "two-trades");
  fixture_clear (&self);
}

static int
get_name_px (Fixture *self)
{
  g_autoptr (GArray) inks = ui_ink_collect (GTK_WIDGET (self->view));
  g_autofree char *words = get_words (self, 0);
  glong n = g_utf8_strlen (words, strcspn (words, "|") < strlen (words) ? (gssize) strcspn (words, "|") : -1);
  int size = 0;

  for (guint i = 0; i < inks->len; i++)
    {
      const UiInk *ink = &g_array_index (inks, UiInk, i);

      if (ink->baseline > 100 && ink->weight == PANGO_WEIGHT_BOLD && (glong) ink->n_glyphs == n && size == 0)
        size = ink->size_px;
    }
  return size;
}

/* Distance, panel and layout are changed while the board runs: it is laid anew in the next frame, and turns to
 * the page that this slot has. */
static void
test_live (void)
{
  MbBoard *board = load_market ();
  Fixture self;

  ui_board_put (board, "{\"kind\":\"screen\",\"id\":\"hall\",\"value\":{\"name\":\"hall\",\"layout\":\"own\",\"distance_m\":5}}",
                "manager:li", 1000, MORNING);
  ui_board_put (board, "{\"kind\":\"layout\",\"id\":\"own\",\"value\":{\"name\":\"Own\",\"columns\":2,\"rows\":1,"
                       "\"bands\":[\"header\",\"bar\"],\"zones\":[{\"show\":\"prices\",\"at\":[0,0,2,1],\"staple\":true}]}}",
                "manager:li", 1001, MORNING);
  fixture_init (&self, board, NULL, "zh-Hans", 1920, 1080, MORNING);
  mb_board_view_set_screen_id (self.view, "hall");
  mb_test_wait (get_name_px (&self) == 53);

  put (&self, "manager:li", "{\"kind\":\"screen\",\"id\":\"hall\",\"value\":{\"name\":\"hall\",\"layout\":\"own\",\"distance_m\":3}}");
  mb_test_wait (get_name_px (&self) == 32);
  put (&self, "manager:li", "{\"kind\":\"screen\",\"id\":\"hall\",\"value\":{\"name\":\"hall\",\"layout\":\"own\",\"distance_m\":5,"
                            "\"panel_mm\":[952,536]}}"); /* 43 inches */
  mb_test_wait (get_name_px (&self) == 67);
  g_assert_cmpuint (mb_prices_zone_get_n_rows (get_zone (&self)), <=, 8);

  put (&self, "manager:li", "{\"kind\":\"layout\",\"id\":\"own\",\"value\":{\"name\":\"Own\",\"columns\":2,\"rows\":1,"
                            "\"bands\":[\"header\",\"bar\"],\"zones\":[{\"show\":\"prices\",\"at\":[0,0,2,1],\"staple\":true,"
                            "\"columns\":2}]}}");
  mb_test_wait (mb_prices_zone_get_n_rows (get_zone (&self)) > 8);
  g_assert_cmpint (mb_board_view_get_visibility (self.view, MB_KIND_LAYOUT, "own", NULL), ==, MB_VISIBILITY_NOW);
  fixture_clear (&self);
}

static float
get_header_x (Fixture *self)
{
  g_autoptr (GArray) inks = ui_ink_collect (GTK_WIDGET (self->view));
  float x = G_MAXFLOAT;

  for (guint i = 0; i < inks->len; i++)
    if (g_array_index (inks, UiInk, i).baseline < 90)
      x = MIN (x, g_array_index (inks, UiInk, i).x);
  return x;
}

/* Bands move aside by the clock, and stand where they stood after all four places; figures stay. */
static void
test_shift (void)
{
  graphene_rect_t before, after;
  Fixture self;
  float x;

  fixture_init_market (&self, "entrance", "zh-Hans");
  x = get_header_x (&self);
  g_assert_true (mb_board_view_get_figure_bounds (self.view, "pak-choi@average", &before));
  go_to (&self, mb_clock_now (self.clock) + 2 * 180 * G_TIME_SPAN_SECOND);
  mb_test_wait (ABS (get_header_x (&self) - x) == 4);
  go_to (&self, mb_clock_now (self.clock) + 2 * 180 * G_TIME_SPAN_SECOND);
  mb_test_wait (get_header_x (&self) == x);
  if (mb_board_view_get_figure_bounds (self.view, "pak-choi@average", &after))
    g_assert_true (graphene_rect_equal (&before, &after));
  fixture_clear (&self);
}

/* Where the picture has a failure's red. */
static void
find_block (Fixture *self, int *left, int *top, int *right, int *bottom)
{
  g_autoptr (GdkTexture) picture = ui_stage_draw (&self->stage);
  int width = gdk_texture_get_width (picture), height = gdk_texture_get_height (picture);
  g_autofree guint32 *pixels = g_new (guint32, (gsize) width * (gsize) height);

  gdk_texture_download (picture, (guchar *) pixels, (gsize) width * 4);
  *left = width;
  *top = height;
  *right = *bottom = -1;
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      if ((pixels[y * width + x] & 0xffffff) == 0x9d1a10)
        {
          *left = MIN (*left, x);
          *top = MIN (*top, y);
          *right = MAX (*right, x);
          *bottom = MAX (*bottom, y);
        }
}

/* Its ground moves with what is written on it, all of it, and inside of its band. */
static void
test_block_shift (void)
{
  Fixture self;
  int left, top, right, bottom, now_left, now_top, now_right, now_bottom;

  fixture_init_market (&self, "aisle", "zh-Hans");
  put_test (&self, ",\"disposal\":[{\"state\":\"sale-stopped\",\"at\":\"2026-11-08T07:10:00+08:00\"}]");
  ui_stage_settle (&self.stage);
  go_to (&self, mb_clock_now (self.clock) - mb_clock_now (self.clock) % (4 * 180 * G_TIME_SPAN_SECOND));
  ui_stage_settle (&self.stage);
  find_block (&self, &left, &top, &right, &bottom);
  g_assert_cmpint (right, >, left);
  go_to (&self, mb_clock_now (self.clock) + 2 * 180 * G_TIME_SPAN_SECOND);
  ui_stage_settle (&self.stage);
  find_block (&self, &now_left, &now_top, &now_right, &now_bottom);
  g_assert_cmpint (now_left, ==, left + 4);
  g_assert_cmpint (now_top, ==, top + 4);
  g_assert_cmpint (now_right, ==, right + 4);
  g_assert_cmpint (now_bottom, ==, bottom + 4);
  g_assert_cmpint (now_bottom, <, 1080 - 3); /* the white edge is whole */
  fixture_clear (&self);
}

static guint
count_titles (Fixture *self)
{
  g_autoptr (GArray) inks = ui_ink_collect (GTK_WIDGET (self->view));
  guint n = 0;

  for (guint i = 0; i < inks->len; i++)
    {
      const UiInk *ink = &g_array_index (inks, UiInk, i);

      n += ink->baseline < 90 && ink->size_px == 40 && ink->n_glyphs == 4; /* 今日菜价 */
    }
  return n;
}

/* A board is today's by its figures, whatever else was published since midnight. */
static void
test_title (void)
{
  Fixture self;

  fixture_init_market (&self, "entrance", "zh-Hans");
  mb_test_wait (count_titles (&self) == 1);
  go_to (&self, MIDNIGHT + 25 * G_TIME_SPAN_HOUR);
  mb_test_wait (count_titles (&self) == 0);
  put (&self, "office", "{\"kind\":\"notice\",\"id\":\"early\",\"value\":{\"text\":{\"zh-Hans\":\"早市6:00开门\"},"
                        "\"level\":\"info\",\"audience\":\"shoppers\"}}");
  mb_test_wait (is_still (&self));
  g_assert_cmpuint (count_titles (&self), ==, 0);
  put (&self, "office", "{\"kind\":\"price\",\"id\":\"spinach@average\",\"value\":{\"product\":\"spinach\","
                        "\"basis\":\"average\",\"fen\":500,\"per\":\"500g\",\"source\":\"office\","
                        "\"observed_at\":\"2026-11-09T00:59:00+08:00\"}}");
  mb_test_wait (count_titles (&self) == 1);
  fixture_clear (&self);
}

/* The header and the list are, with everything between. */
static gboolean
is_in (Fixture *self, gboolean english)
{
  g_autoptr (GArray) inks = ui_ink_collect (GTK_WIDGET (self->view));
  g_autofree char *words = get_words (self, 0);
  guint n_title = 0;

  for (guint i = 0; i < inks->len; i++)
    {
      const UiInk *ink = &g_array_index (inks, UiInk, i);

      n_title += ink->baseline < 90 && ink->size_px == 40 && ink->n_glyphs == (english ? 14 : 4); /* 今日菜价 */
    }
  return n_title == 1 && g_ascii_isalpha (*words) == english;
}

/* Two languages take turns by the page, the whole board at once; the pages are the same in both, so
 * nothing is left out of either. */
static void
test_languages (void)
{
  MbBoard *board = load_market ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_drawn, n_rows = 0;
  Fixture self;

  ui_board_put (board, "{\"kind\":\"screen\",\"id\":\"two\",\"value\":{\"name\":\"two\",\"layout\":\"entrance\","
                       "\"languages\":[\"zh-Hans\",\"en\"]}}", "manager:li", 1000, MORNING);
  fixture_init (&self, board, "entrance", "zh-Hans", 1920, 1080, MIDNIGHT + 2640 * SLOT);
  n_drawn = self.n_drawn;
  mb_board_view_set_language (self.view, NULL);
  mb_board_view_set_screen_id (self.view, "two");
  mb_test_wait (self.n_drawn > n_drawn);
  for (guint slot = 2640; slot < 2660; slot++)
    {
      gboolean english = slot % 2 == 1;

      go_to (&self, MIDNIGHT + slot * SLOT + 1);
      mb_test_wait (is_in (&self, english));
      for (guint i = 0; i < mb_prices_zone_get_n_rows (get_zone (&self)); i++)
        {
          g_autofree char *words = get_words (&self, i);

          g_assert_true ((strstr (words, "元/") == NULL && strstr (words, "平") == NULL) || !english);
          g_hash_table_add (seen, g_strconcat (english ? "en " : "zh ", words, NULL));
        }
    }
  n_rows = g_list_model_get_n_items (G_LIST_MODEL (mb_prices_zone_get_table (get_zone (&self))));
  g_assert_cmpuint (g_hash_table_size (seen), ==, 2 * n_rows);
  fixture_clear (&self);
}

static void
test_rotation (void)
{
  graphene_rect_t bounds;
  MbBoard *board = load_market ();
  Fixture self;
  guint n;

  ui_board_put (board, "{\"kind\":\"screen\",\"id\":\"side\",\"value\":{\"name\":\"side\",\"layout\":\"entrance\",\"rotation\":90}}",
                "manager:li", 1000, MORNING);
  fixture_init (&self, board, "entrance", "zh-Hans", 1080, 1920, MORNING);
  mb_board_view_set_screen_id (self.view, "side");
  n = self.n_drawn;
  mb_test_wait (self.n_drawn > n);
  g_assert_true (mb_board_view_get_figure_bounds (self.view, "pak-choi@average", &bounds));
  g_assert_cmpfloat (bounds.size.height, >, bounds.size.width);
  /* What was right of the name is below it now, and the first row at the right. */
  g_assert_cmpfloat (bounds.origin.x, >, 540);
  fixture_clear (&self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  g_test_add_func ("/board-view/look", test_look);
  g_test_add_func ("/board-view/states", test_states);
  g_test_add_func ("/board-view/turn", test_turn);
  g_test_add_func ("/board-view/change", test_change);
  g_test_add_func ("/board-view/elsewhere", test_elsewhere);
  g_test_add_func ("/board-view/bounds", test_bounds);
  g_test_add_func ("/board-view/waiting", test_waiting);
  g_test_add_func ("/board-view/time-unknown", test_time_unknown);
  g_test_add_func ("/board-view/news", test_news);
  g_test_add_func ("/board-view/ticker", test_ticker);
  g_test_add_func ("/board-view/failure", test_failure);
  g_test_add_func ("/board-view/columns", test_columns);
  g_test_add_func ("/board-view/screen", test_screen);
  g_test_add_func ("/board-view/hostile", test_hostile);
  g_test_add_func ("/board-view/strip", test_strip);
  g_test_add_func ("/board-view/strip-of-trade", test_strip_of_trade);
  g_test_add_func ("/board-view/strip-lines", test_strip_lines);
  g_test_add_func ("/board-view/two-trades", test_two_trades);
  g_test_add_func ("/board-view/strip-failure", test_strip_failure);
  g_test_add_func ("/board-view/shift", test_shift);
  g_test_add_func ("/board-view/block-shift", test_block_shift);
  g_test_add_func ("/board-view/title", test_title);
  g_test_add_func ("/board-view/live", test_live);
  g_test_add_func ("/board-view/languages", test_languages);
  g_test_add_func ("/board-view/rotation", test_rotation);
  return g_test_run ();
}
