/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/lists/mb-list-values.h"

static void
test_clean (void)
{
  static const struct
  {
    const char *found;
    const char *meant;
  } cases[] = {
    { "菠菜", "菠菜" },
    { "\xef\xbb\xbf菠菜\xef\xbb\xbf", "菠菜" },
    { "菠\xe2\x80\x8b菜", "菠菜" },
    { " \t菠菜\r\n", "菠菜" },
    { "活 500克\xe3\x80\x80\xe3\x80\x80左右", "活 500克 左右" },
    { "活\xc2\xa0"
      "500克",
      "活 500克" },
    { "两行\n名字", "两行 名字" },
    { "\xef\xbb\xbf", "" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup (cases[i].found);

      g_assert_cmpstr (mb_list_clean (text), ==, cases[i].meant);
    }
}

static void
test_fen (void)
{
  static const struct
  {
    const char *text;
    MbAmount amount;
    gint64 fen;
  } cases[] = {
    { "2.6", MB_AMOUNT_OK, 260 },
    { "2.60", MB_AMOUNT_OK, 260 },
    { "11", MB_AMOUNT_OK, 1100 },
    { "0.01", MB_AMOUNT_OK, 1 },
    { "1.10000", MB_AMOUNT_OK, 110 },
    { "2.2000000000000002", MB_AMOUNT_OK, 220 },
    { "2.2999999999999998", MB_AMOUNT_OK, 230 },
    { "1.1000000000000001", MB_AMOUNT_OK, 110 },
    { "0.56999999999999995", MB_AMOUNT_OK, 57 },
    { "９.８", MB_AMOUNT_OK, 980 },
    { "¥2.60", MB_AMOUNT_OK, 260 },
    { "￥ 2.6", MB_AMOUNT_OK, 260 },
    { "2.6元", MB_AMOUNT_OK, 260 },
    { "2.6 元", MB_AMOUNT_OK, 260 },
    { "999999999999", MB_AMOUNT_OK, 99999999999900 },
    { "1.2749999999999999", MB_AMOUNT_TOO_FINE, 0 },
    { "1.275", MB_AMOUNT_TOO_FINE, 0 },
    { "0.001", MB_AMOUNT_TOO_FINE, 0 },
    { "2.600001", MB_AMOUNT_TOO_FINE, 0 },
    { "0", MB_AMOUNT_ZERO, 0 },
    { "0.00", MB_AMOUNT_ZERO, 0 },
    { "0.0000000001", MB_AMOUNT_ZERO, 0 },
    { "", MB_AMOUNT_MISSING, 0 },
    { "-", MB_AMOUNT_MISSING, 0 },
    { "—", MB_AMOUNT_MISSING, 0 },
    { "休市", MB_AMOUNT_MISSING, 0 },
    { "未报价", MB_AMOUNT_MISSING, 0 },
    { "null", MB_AMOUNT_MISSING, 0 },
    { "2.7（个）", MB_AMOUNT_BAD, 0 },
    { "-2.6", MB_AMOUNT_BAD, 0 },
    { "+2.6", MB_AMOUNT_BAD, 0 },
    { "2.", MB_AMOUNT_BAD, 0 },
    { ".5", MB_AMOUNT_BAD, 0 },
    { "2,6", MB_AMOUNT_BAD, 0 },
    { "2.6.1", MB_AMOUNT_BAD, 0 },
    { "1e3", MB_AMOUNT_BAD, 0 },
    { "0x10", MB_AMOUNT_BAD, 0 },
    { "inf", MB_AMOUNT_BAD, 0 },
    { "nan", MB_AMOUNT_BAD, 0 },
    { "2.6-3.5", MB_AMOUNT_BAD, 0 },
    { "元", MB_AMOUNT_BAD, 0 },
    { "1000000000000", MB_AMOUNT_BAD, 0 },
    { "99999999999999999999999999999999999999999999999999999999999999999999999999", MB_AMOUNT_BAD, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 fen = 0;

      g_test_message ("“%s”", cases[i].text);
      g_assert_cmpint (mb_list_parse_fen (cases[i].text, &fen), ==, cases[i].amount);
      g_assert_cmpint (fen, ==, cases[i].fen);
    }
}

static void
test_date (void)
{
  static const struct
  {
    const char *text;
    MbDate date; /* 0: none */
  } cases[] = {
    { "2013-06-10", 20130610 },
    { "2013/6/10", 20130610 },
    { "2013.6.1", 20130601 },
    { "20130610", 20130610 },
    { "2013年6月10日", 20130610 },
    { "2025-02-08 00:00:00", 20250208 },
    { "2025-02-08T00:00:00+08:00", 20250208 },
    { "115.04.28", 20260428 },
    { "115/4/28", 20260428 },
    { "1150428", 20260428 },
    { "2024-02-29", 20240229 },
    { "2023-02-29", 0 },
    { "2013-13-01", 0 },
    { "2013-00-01", 0 },
    { "2013-06-32", 0 },
    { "2013-06-100", 0 },
    { "2013-06", 0 },
    { "13-06-10", 0 },
    { "1969-12-31", 0 },
    { "2013-06-10x", 0 },
    { "", 0 },
    { "今天", 0 },
    { "99999999", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MbDate date = 0;

      g_test_message ("“%s”", cases[i].text);
      g_assert_cmpint (mb_list_parse_date (cases[i].text, &date), ==, cases[i].date != 0);
      if (cases[i].date != 0)
        g_assert_cmpuint (date, ==, cases[i].date);
    }
}

static void
test_file_name_date (void)
{
  g_assert_cmpuint (mb_list_find_date ("2026-03-13.csv"), ==, 20260313);
  g_assert_cmpuint (mb_list_find_date ("answer-2025-02-08.json"), ==, 20250208);
  g_assert_cmpuint (mb_list_find_date ("菜价20260313.csv"), ==, 20260313);
  g_assert_cmpuint (mb_list_find_date ("3号菜场2026年3月13日.csv"), ==, 20260313);
  g_assert_cmpuint (mb_list_find_date ("vegetables-2013-2015.csv"), ==, 0);
  g_assert_cmpuint (mb_list_find_date ("202603131.csv"), ==, 0);
  g_assert_cmpuint (mb_list_find_date ("prices.csv"), ==, 0);
}

static void
test_unit (void)
{
  static const struct
  {
    const char *text, *per, *piece; /* per NULL: no unit */
  } cases[] = {
    { "斤", "500g", NULL },      { "元/斤", "500g", NULL },   { "元／斤", "500g", NULL }, { "500克", "500g", NULL },
    { "元/500克", "500g", NULL }, { "500G", "500g", NULL },    { "公斤", "kg", NULL },     { "元/公斤", "kg", NULL },
    { "KG", "kg", NULL },        { "千克", "kg", NULL },      { "ｋｇ", "kg", NULL },     { "两", "50g", NULL },
    { "个", "piece", "个" },     { "元/只", "piece", "只" },  { "隻", "piece", "隻" },    { "piece", "piece", NULL },
    { "把", "bunch", NULL },     { "盒", "box", NULL },       { "/斤", "500g", NULL },    { "袋", NULL, NULL },
    { "吨", NULL, NULL },        { "", NULL, NULL },          { "元", NULL, NULL },       { "10kg", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MbListUnit unit = { MB_PER_KG, NULL };

      g_test_message ("“%s”", cases[i].text);
      g_assert_cmpint (mb_list_parse_unit (cases[i].text, &unit), ==, cases[i].per != NULL);
      if (cases[i].per != NULL)
        g_assert_cmpstr (mb_per_names[unit.per], ==, cases[i].per);
      g_assert_cmpstr (unit.piece, ==, cases[i].piece);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lists/values/clean", test_clean);
  g_test_add_func ("/lists/values/fen", test_fen);
  g_test_add_func ("/lists/values/date", test_date);
  g_test_add_func ("/lists/values/file-name-date", test_file_name_date);
  g_test_add_func ("/lists/values/unit", test_unit);

  return g_test_run ();
}
