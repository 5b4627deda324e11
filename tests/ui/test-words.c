/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/words/mb-format.h"
#include "widgets/words/mb-plain.h"
#include "widgets/words/mb-test-text.h"

#include <string.h>

#define MORNING G_GINT64_CONSTANT (1794095880000000) /* 2026-11-08T07:58+08:00, a Sunday */
#define HOUR (3600 * G_TIME_SPAN_SECOND)

static const char *const languages[] = { "zh-Hans", "zh-Hant", "en" };

typedef struct
{
  const char *words[3]; /* by language */
} Expected;

static GTimeZone *zone;

static const MbCatalogue *
language (int i)
{
  return mb_catalogue_get (languages[i]);
}

static void
take_words (char *words, const char *expected)
{
  g_assert_cmpstr (words, ==, expected);
  g_free (words);
}

static void
test_languages (void)
{
  g_assert_cmpstr (mb_catalogue_get_language (mb_catalogue_get (NULL)), ==, "zh-Hans");
  g_assert_cmpstr (mb_catalogue_get_language (mb_catalogue_get ("zh")), ==, "zh-Hans");
  g_assert_cmpstr (mb_catalogue_get_language (mb_catalogue_get ("zh-CN")), ==, "zh-Hans");
  g_assert_cmpstr (mb_catalogue_get_language (mb_catalogue_get ("zh-Hant-HK")), ==, "zh-Hant");
  g_assert_cmpstr (mb_catalogue_get_language (mb_catalogue_get ("zh-TW")), ==, "zh-Hant");
  g_assert_cmpstr (mb_catalogue_get_language (mb_catalogue_get ("en-GB")), ==, "en");
  g_assert_cmpstr (mb_catalogue_get_language (mb_catalogue_get ("fr")), ==, "en");
  g_assert_cmpstr (mb_catalogue_text (language (0), "nobody translates this"), ==, "nobody translates this");
  g_assert_cmpstr (mb_catalogue_context_text (language (1), "trade", "nor this"), ==, "nor this");
}

static void
test_units (void)
{
  static const Expected units[] = {
    [MB_PER_KG] = { { "元/公斤", "元/公斤", "¥/kg" } },      [MB_PER_500G] = { { "元/斤", "元/500克", "¥/500 g" } },
    [MB_PER_50G] = { { "元/两", "元/50克", "¥/50 g" } },     [MB_PER_PIECE] = { { "元/个", "元/個", "¥ each" } },
    [MB_PER_BUNCH] = { { "元/把", "元/把", "¥/bunch" } },    [MB_PER_BOX] = { { "元/盒", "元/盒", "¥/box" } },
  };
  g_autoptr (MbTexts) fowl = mb_texts_new_single ("zh-Hans", "只");
  g_autoptr (MbTexts) jar = mb_texts_new_single ("zh-Hans", "坛");
  g_autoptr (MbTexts) tray = mb_texts_new ();

  mb_texts_set (tray, "zh-Hans", "板");
  mb_texts_set (tray, "en", "tray");
  for (guint per = 0; per < G_N_ELEMENTS (units); per++)
    for (int i = 0; i < 3; i++)
      take_words (mb_format_unit (language (i), per, NULL), units[per].words[i]);

  take_words (mb_format_unit (language (0), MB_PER_PIECE, fowl), "元/只");
  take_words (mb_format_unit (language (1), MB_PER_PIECE, fowl), "元/隻");
  take_words (mb_format_unit (language (2), MB_PER_PIECE, fowl), "¥ each");
  take_words (mb_format_unit (language (0), MB_PER_PIECE, jar), "元/坛"); /* a word that only the record knows */
  take_words (mb_format_unit (language (2), MB_PER_PIECE, tray), "¥/tray");
  take_words (mb_format_unit (language (1), MB_PER_500G, fowl), "元/500克");
}

/* Where 斤 is 600 g, or 605, no board says it. */
static void
test_no_bare_jin (void)
{
  for (guint per = MB_PER_KG; per <= MB_PER_BOX; per++)
    {
      g_autofree char *unit = mb_format_unit (language (1), per, NULL);

      g_assert_true (strstr (unit, "公斤") != NULL || strstr (unit, "斤") == NULL);
    }
  g_assert_null (mb_format_weight_remark (language (1), MB_PER_500G));
  g_assert_null (mb_format_weight_remark (language (2), MB_PER_500G));
  g_assert_null (mb_format_weight_remark (language (0), MB_PER_KG));
  g_assert_cmpstr (mb_format_weight_remark (language (0), MB_PER_500G), ==, "1斤=500克");
}

static void
test_ranges (void)
{
  take_words (mb_format_range (language (0), 300, 400, 1), "3.0～4.0");
  take_words (mb_format_range (language (1), 1280, 1450, 2), "12.80～14.50");
  take_words (mb_format_range (language (2), 300, 400, 1), "3.0–4.0");
  take_words (mb_format_range (language (0), 300, 300, 1), NULL);
  take_words (mb_format_range (language (0), 300, MB_UNSET, 1), NULL);
  take_words (mb_format_range (language (0), MB_UNSET, 300, 1), NULL);
}

static void
check_priced (int i, MbFigure figure, const char *unit, const char *before, const char *after)
{
  g_autofree char *words_before = NULL;
  g_autofree char *words_after = NULL;

  mb_format_priced (language (i), figure, unit, &words_before, &words_after);
  g_assert_cmpstr (words_before, ==, before);
  g_assert_cmpstr (words_after, ==, after);
}

static void
test_one_end (void)
{
  check_priced (0, MB_FIGURE_PRICE, "元/斤", "", "元/斤");
  check_priced (0, MB_FIGURE_FROM, "元/斤", "", "元/斤起");
  check_priced (1, MB_FIGURE_FROM, "元/500克", "", "元/500克起");
  check_priced (2, MB_FIGURE_FROM, "¥/500 g", "from", "¥/500 g");
  check_priced (0, MB_FIGURE_UP_TO, "元/斤", "最高", "元/斤");
  check_priced (2, MB_FIGURE_UP_TO, "¥/kg", "up to", "¥/kg");
}

static void
test_movements (void)
{
  take_words (mb_format_movement (language (0), 30, 1), "涨 0.3");
  take_words (mb_format_movement (language (1), 30, 1), "漲 0.3");
  take_words (mb_format_movement (language (2), 30, 1), "+0.3");
  take_words (mb_format_movement (language (0), -25, 2), "跌 0.25");
  take_words (mb_format_movement (language (2), -20, 1), "−0.2");
  take_words (mb_format_movement (language (0), 0, 1), "平");
  take_words (mb_format_movement (language (2), 0, 1), "same");
  take_words (mb_format_movement (language (0), MB_UNSET, 1), NULL);
}

static void
test_names (void)
{
  take_words (mb_format_name ("鲜猪肉（后腿）"), "鲜猪肉 后腿");
  take_words (mb_format_name (" 土豆 【荷兰】[大] "), "土豆 荷兰 大");
  take_words (mb_format_name ("Pork\n(lean)"), "Pork lean");
  take_words (mb_format_name ("（）"), "");
  take_words (mb_format_name ("100%鲜牛奶"), "100%鲜牛奶");
}

static void
test_times (void)
{
  const MbCatalogue *hans = language (0), *hant = language (1), *en = language (2);

  take_words (mb_format_clock (MORNING, zone), "07:58");
  take_words (mb_format_clock (MORNING - 8 * HOUR, zone), "23:58");
  take_words (mb_format_day (hans, MORNING, zone), "11月8日 星期日");
  take_words (mb_format_day (en, MORNING, zone), "Sunday 8 Nov");
  take_words (mb_format_as_of (hans, MORNING, MORNING + HOUR, zone), "截至07:58");
  take_words (mb_format_as_of (hant, MORNING, MORNING + 24 * HOUR, zone), "截至11月8日");
  take_words (mb_format_as_of (hans, MORNING, MB_UNSET, zone), "11月8日07:58");
  take_words (mb_format_as_of (en, MORNING, MB_UNSET, zone), "8 Nov 07:58");
  take_words (mb_format_observed (hans, MORNING, MORNING + 20 * HOUR, zone), "昨天07:58");
  take_words (mb_format_observed (en, MORNING, MORNING + 20 * HOUR, zone), "Sun 07:58");
  take_words (mb_format_observed (hans, MORNING, MORNING + 48 * HOUR, zone), "11月8日");
  take_words (mb_format_yesterday (hans, MORNING, MORNING + 24 * HOUR, zone), "昨日价");
  take_words (mb_format_yesterday (hant, MORNING, MORNING + 24 * HOUR, zone), "昨日價");
  take_words (mb_format_yesterday (hans, MORNING, MORNING + 72 * HOUR, zone), "11月8日价");
  take_words (mb_format_updated (hans, MORNING, MORNING + HOUR, zone), "更新07:58");
  take_words (mb_format_updated (hans, MORNING, MORNING + 24 * HOUR, zone), "更新11月8日 07:58");
  take_words (mb_format_updated (en, MORNING, MB_UNSET, zone), "updated 8 Nov 07:58");
  take_words (mb_format_news (hans, MORNING, zone, 23), "07:58 更新23项");
  take_words (mb_format_no_prices (hans, MORNING, zone), "今日菜价07:58开始公布");
}

static void
test_labels (void)
{
  static const Expected trades[] = {
    { { "民生菜", "民生菜", "Staples" } },     { { "蔬菜", "蔬菜", "Vegetables" } },
    { { "猪肉", "豬肉", "Pork" } },            { { "禽蛋", "禽蛋", "Poultry, eggs" } },
    { { "水产", "水產", "Fish" } },            { { "干货", "乾貨", "Dried goods" } },
    { { "熟食", "熟食", "Cooked food" } },     { { "水果", "水果", "Fruit" } },
    { { "豆制品面食", "豆製品麵食", "Tofu, noodles" } },
  };

  for (int trade = -1; trade < MB_N_TRADES; trade++)
    for (int i = 0; i < 3; i++)
      g_assert_cmpstr (mb_format_trade (language (i), trade), ==, trades[trade + 1].words[i]);

  g_assert_cmpstr (mb_format_basis (language (0), MB_ROW_BASIS_AVERAGE), ==, "市场均价");
  g_assert_cmpstr (mb_format_basis (language (1), MB_ROW_BASIS_GUIDE), ==, "政府指導價");
  g_assert_cmpstr (mb_format_basis (language (0), MB_ROW_BASIS_NONE), ==, "");
  g_assert_cmpstr (mb_format_no_figure (language (0), MB_FIGURE_CLOSED), ==, "休市");
  g_assert_cmpstr (mb_format_no_figure (language (1), MB_FIGURE_NOT_QUOTED), ==, "未報價");
  g_assert_cmpstr (mb_format_no_figure (language (0), MB_FIGURE_UPDATING), ==, "更新中");
  g_assert_null (mb_format_no_figure (language (0), MB_FIGURE_PRICE));
  g_assert_cmpstr (mb_format_waiting (language (0), TRUE), ==, "正在连接，先看上次内容");
  take_words (mb_format_deals (language (0), 186), "今日成交186笔");
}

static void
add_disposal (MbTest *test, MbDisposalState state, gint64 grams)
{
  const MbSchema *schema = mb_schema_find (mb_kind_get_schema (MB_KIND_TEST), "disposal", -1)->schema;
  MbDisposal *disposal = mb_schema_new (schema);

  disposal->state = state;
  disposal->at.us = MORNING;
  disposal->grams = grams;
  if (test->disposal == NULL)
    test->disposal = g_ptr_array_new ();
  g_ptr_array_add (test->disposal, disposal);
}

static void
test_failures (void)
{
  g_autoptr (MbTest) test = MB_TEST (mb_record_new (MB_KIND_TEST, "t"));
  g_autoptr (MbProduct) product = MB_PRODUCT (mb_record_new (MB_KIND_PRODUCT, "cowpea"));
  g_autoptr (MbStall) stall = MB_STALL (mb_record_new (MB_KIND_STALL, "a-012"));
  const MbCatalogue *hans = language (0), *en = language (2);

  product->name = mb_texts_new_single ("zh-Hans", "豇豆");
  stall->number = g_strdup ("A区12号");
  test->kind = MB_TEST_QUICK;
  test->conclusion = MB_CONCLUSION_FAIL;
  take_words (mb_format_failure (hans, test, product, stall, &(MbTestTime){ MORNING, zone }), "豇豆　A区12号　快检阳性");
  add_disposal (test, MB_DISPOSAL_SALE_STOPPED, MB_UNSET);
  take_words (mb_format_failure (hans, test, product, stall, &(MbTestTime){ MORNING + HOUR, zone }),
              "豇豆　A区12号　快检阳性，07:58已停售");
  take_words (mb_format_failure (hans, test, product, NULL, &(MbTestTime){ MORNING + 24 * HOUR, zone }),
              "豇豆　快检阳性，11月8日已停售");
  take_words (mb_format_failure (en, test, NULL, stall, &(MbTestTime){ MORNING, zone }),
              "A区12号: positive quick test, sale stopped 07:58");
  add_disposal (test, MB_DISPOSAL_RE_TEST, MB_UNSET);
  take_words (mb_format_failure (language (1), test, product, stall, &(MbTestTime){ MORNING, zone }),
              "豇豆　A区12号　快檢陽性，正在複檢");
  add_disposal (test, MB_DISPOSAL_DESTROYED, 12500);
  test->kind = MB_TEST_LABORATORY;
  take_words (mb_format_failure (hans, test, product, stall, &(MbTestTime){ MORNING, zone }),
              "豇豆　A区12号　检验不合格，已销毁12.5公斤");
}

static void
assert_test_text (MbTestRow *row, const MbCatalogue *catalogue, gint64 now_us, const char *goods, const char *sentence)
{
  MbTestTime time = { now_us, zone };
  g_auto (MbTestText) text = { 0 };

  mb_test_text_init (&text, row, catalogue, &time);
  g_assert_cmpstr (text.goods, ==, goods);
  g_assert_cmpstr (text.sentence, ==, sentence);
  g_assert_true (text.verdict == NULL || g_str_has_suffix (text.sentence, text.verdict));
}

static void
test_tests (void)
{
  g_autoptr (MbTest) test = MB_TEST (mb_record_new (MB_KIND_TEST, "t"));
  g_autoptr (MbProduct) product = MB_PRODUCT (mb_record_new (MB_KIND_PRODUCT, "pak-choi"));
  g_autoptr (MbStall) stall = MB_STALL (mb_record_new (MB_KIND_STALL, "a-012"));
  MbTestRow row = { MB_TEST_PASSED, test, product, stall };
  const MbCatalogue *hans = language (0), *hant = language (1), *en = language (2);

  product->name = mb_texts_new_single ("zh-Hans", "上海青");
  stall->number = g_strdup ("A区12号");
  test->item = mb_texts_new_single ("zh-Hans", "农药残留");
  test->tested_at.us = MORNING;
  assert_test_text (&row, hans, MORNING + HOUR, "上海青", "今早07:58检测，农药残留合格");
  assert_test_text (&row, hant, MORNING + 24 * HOUR, "上海青", "昨天07:58檢測，农药残留合格");
  assert_test_text (&row, hans, MB_UNSET, "上海青", "11月8日检测，农药残留合格");
  assert_test_text (&row, en, MORNING, "上海青", "tested this morning 07:58, 农药残留 passed");
  test->tested_at.us = MORNING + 5 * HOUR;
  assert_test_text (&row, hans, MORNING + 6 * HOUR, "上海青", "今天12:58检测，农药残留合格");

  row.state = MB_TEST_SUSPECT;
  assert_test_text (&row, hans, MORNING, "上海青", "初检阳性，正在复检，暂停销售");
  row.state = MB_TEST_FAILED;
  assert_test_text (&row, hans, MORNING, "上海青　A区12号", "快检阳性");
  row.state = MB_TEST_CLOSED;
  add_disposal (test, MB_DISPOSAL_CLOSED, MB_UNSET);
  assert_test_text (&row, hans, MORNING, "上海青　A区12号", "快检阳性，已处理完毕");
}

static void
test_test_counts (void)
{
  MbTestDay day = { .day = 20261107, .begins_us = MORNING };
  const MbCatalogue *hans = language (0);

  take_words (mb_format_tests_title (hans, &day), "11月7日快检");
  take_words (mb_format_tests_day (hans, &day), "11月7日");
  take_words (mb_format_no_tests (hans, &day, zone), "今日检测07:58开始");
  day.begins_us = MB_UNSET;
  take_words (mb_format_no_tests (hans, &day, zone), "今日未抽检");
  day.is_today = TRUE;
  take_words (mb_format_tests_title (hans, &day), "今日快检");
  take_words (mb_format_tests_day (language (1), &day), "今日");
  take_words (mb_format_batches (hans, 18), "18批");
  take_words (mb_format_passed (hans, 17), "合格17");
  take_words (mb_format_positive (language (1), 1), "陽性1");
  take_words (mb_format_pass_rate (hans, 94), "合格率94%");
}

/* What is entered stands as it is, but for what is not to be seen. */
static void
test_plain (void)
{
  g_autofree char *tower = mb_plain_text ("Z\u0301\u0302\u0303\u0304\u0336\u0489\u0310\u0311\u0352o", 100);

  take_words (mb_plain_text ("<b>鲜&amp;</b> %s {name}", 100), "<b>鲜&amp;</b> %s {name}");
  take_words (mb_plain_text (NULL, 100), "");
  take_words (mb_plain_text (" \n\t\u200b\ufeff\u202e ", 100), "");
  take_words (mb_plain_text ("\u0301\u0301", 100), "");
  take_words (mb_plain_text ("  菠\u200b菜\x01 \n\u2028 3.5\u202e元  ", 100), "菠菜 3.5元");
  take_words (mb_plain_text ("甲 　 乙", 100), "甲　乙");
  take_words (mb_plain_text ("👨\u200d👩\u200d👧 1\ufe0f\u20e3", 100), "👨\u200d👩\u200d👧 1\ufe0f\u20e3");
  take_words (mb_plain_text ("الطماطم", 100), "الطماطم");
  take_words (mb_plain_text ("12345", 3), "123");
  g_assert_cmpint (g_utf8_strlen (tower, -1), ==, 8);
}

/* What is filled in is never looked into. */
static void
test_fill (void)
{
  take_words (mb_format_fill ("{a} and {b}", "a", "{b}", "b", "{a}", NULL), "{b} and {a}");
  take_words (mb_format_fill ("{c} and {a", "a", "x", NULL), "{c} and {a");
  take_words (mb_format_fill ("{a}{a}", "a", "", NULL), "");
}

static void
test_called (void)
{
  take_words (mb_format_phone ("0734-8112315"), "0734-8112315");
  take_words (mb_format_phone (NULL), "12315");
  take_words (mb_format_phone (" \u3000 "), "12315");
  take_words (mb_format_called ("豇豆（长）", "cowpea", 10), "豇豆 长");
  take_words (mb_format_called ("（）", "cowpea", 10), "（）");
  take_words (mb_format_called (" \u200b", "cowpea", 10), "cowpea");
  take_words (mb_format_called (NULL, "cowpea", 3), "cow");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  zone = g_time_zone_new_identifier ("Asia/Shanghai");
  g_test_add_func ("/words/languages", test_languages);
  g_test_add_func ("/words/units", test_units);
  g_test_add_func ("/words/no-bare-jin", test_no_bare_jin);
  g_test_add_func ("/words/ranges", test_ranges);
  g_test_add_func ("/words/one-end", test_one_end);
  g_test_add_func ("/words/movements", test_movements);
  g_test_add_func ("/words/names", test_names);
  g_test_add_func ("/words/plain", test_plain);
  g_test_add_func ("/words/fill", test_fill);
  g_test_add_func ("/words/called", test_called);
  g_test_add_func ("/words/times", test_times);
  g_test_add_func ("/words/labels", test_labels);
  g_test_add_func ("/words/failures", test_failures);
  g_test_add_func ("/words/tests", test_tests);
  g_test_add_func ("/words/test-counts", test_test_counts);
  return g_test_run ();
}
