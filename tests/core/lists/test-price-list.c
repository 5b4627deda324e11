/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/lists/mb-price-list.h"

#include "core/base/mb-error.h"
#include "core/wire/mb-record-codec.h"
#include "mb-test-files.h"

#include <string.h>

typedef struct
{
  const char *kind, *id, *value;
} Standing;

static const Standing market = { "market", "market",
                                 "{\"name\":{\"en\":\"Osmanthus Lane\"},\"time_zone\":\"Asia/Shanghai\","
                                 "\"price_unit\":\"500g\",\"opening\":[{\"days\":[\"MO\",\"TU\",\"WE\",\"TH\",\"FR\","
                                 "\"SA\",\"SU\"],\"from\":\"05:30\",\"to\":\"19:30\"}]}" };

static MbBoard *
board_new (const Standing *standing, guint n)
{
  MbBoard *board = mb_board_new ();
  MbDelta *delta = mb_delta_new ();

  delta->reset = TRUE;
  for (guint i = 0; i <= n; i++)
    {
      const Standing *record = i == 0 ? &market : &standing[i - 1];
      g_autoptr (GBytes) value = g_bytes_new_static (record->value, strlen (record->value));
      g_autoptr (GError) error = NULL;
      MbRecord *made = mb_record_decode_bytes (mb_kind_from_name (record->kind), record->id, value, NULL, &error);

      g_assert_no_error (error);
      mb_delta_put (delta, made, NULL);
    }
  mb_board_apply (board, delta);

  return board;
}

static MbPriceList *
list_new (const Standing *standing, guint n, MbListOptions options)
{
  g_autoptr (MbBoard) board = board_new (standing, n);
  g_autoptr (GError) error = NULL;
  MbPriceList *list = mb_price_list_new (board, &options, &error);

  g_assert_no_error (error);

  return list;
}

static void
add (MbPriceList *list, const char *name, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  mb_price_list_add (list, name, bytes, &error);
  g_assert_no_error (error);
}

/* Everything that a planned list would send, a line per change, an empty one between transactions. */
static char *
dup_sent (MbPriceList *list)
{
  GString *sent = g_string_new (NULL);

  for (guint step = 0; step < mb_price_list_get_n_steps (list); step++)
    {
      g_autoptr (MbChangeSet) set = mb_price_list_build (list, step);

      if (step > 0)
        g_string_append_c (sent, '\n');
      for (guint i = 0; i < set->proposals->len; i++)
        {
          MbProposal *proposal = set->proposals->pdata[i];
          gsize length = 0;
          const char *value = proposal->value != NULL ? g_bytes_get_data (proposal->value, &length) : NULL;
          g_autoptr (MbRecord) record = NULL;

          if (proposal->value != NULL)
            record = mb_record_decode_bytes (proposal->kind, proposal->id, proposal->value, NULL, NULL);
          g_assert_true (proposal->value == NULL || record != NULL);
          g_string_append_printf (sent, "%s %s %.*s\n", mb_kind_to_name (proposal->kind), proposal->id, (int) length,
                                  value != NULL ? value : "");
        }
      mb_price_list_keep (list);
    }

  return g_string_free (sent, FALSE);
}

/* "line: reason", a line each. */
static char *
dup_held (MbPriceList *list)
{
  const GPtrArray *held = mb_price_list_get_held (list);
  GString *rows = g_string_new (NULL);

  for (guint i = 0; i < held->len; i++)
    {
      const MbHeldRow *row = held->pdata[i];

      g_assert_nonnull (row->raw);
      g_assert_cmpuint (strlen (row->text), >, 0);
      g_string_append_printf (rows, "%u: %s\n", row->line, mb_held_reason_to_text (row->reason));
    }

  return g_string_free (rows, FALSE);
}

static void
assert_counts_add_up (MbPriceList *list)
{
  MbListCounts counts;

  mb_price_list_count (list, &counts);
  g_assert_cmpuint (counts.n_planned + counts.n_unchanged + counts.n_passed + counts.n_held, ==, counts.n_rows);
}

static void
assert_outcome (MbPriceList *list, const char *sent, const char *held)
{
  g_autofree char *sent_now = NULL, *held_now = NULL;

  mb_price_list_plan (list);
  sent_now = dup_sent (list);
  held_now = dup_held (list);
  if (sent != NULL)
    g_assert_cmpstr (sent_now, ==, sent);
  g_assert_cmpstr (held_now, ==, held);
  assert_counts_add_up (list);
}

#define AVERAGE { .basis = MB_BASIS_AVERAGE, .trade = -1 }

static void
test_made (void)
{
  g_autoptr (MbPriceList) list = list_new (NULL, 0, (MbListOptions) AVERAGE);

  add (list, "lists/2026-03-13.csv",
       "\xef\xbb\xbf商品名称,规格,最低价\n百叶,石膏制作法,10.0\n百叶,卤水制作法,15.0\n姜,,2.2000000000000002\n江,,3\n");
  assert_outcome (
    list,
    "product bai-ye.shi-gao-zhi-zuo-fa {\"name\":{\"zh-Hans\":\"百叶\"},\"order\":1,\"trade\":\"bean-noodle\","
    "\"sold_by\":\"weight\"}\n"
    "price bai-ye.shi-gao-zhi-zuo-fa@average {\"product\":\"bai-ye.shi-gao-zhi-zuo-fa\","
    "\"grade\":{\"zh-Hans\":\"石膏制作法\"},\"basis\":\"average\",\"low_fen\":1000,\"per\":\"500g\","
    "\"observed_at\":\"2026-03-13T05:30:00+08:00\",\"source\":\"2026-03-13.csv\"}\n"
    "product bai-ye.lu-shui-zhi-zuo-fa {\"name\":{\"zh-Hans\":\"百叶\"},\"order\":2,\"trade\":\"bean-noodle\","
    "\"sold_by\":\"weight\"}\n"
    "price bai-ye.lu-shui-zhi-zuo-fa@average {\"product\":\"bai-ye.lu-shui-zhi-zuo-fa\","
    "\"grade\":{\"zh-Hans\":\"卤水制作法\"},\"basis\":\"average\",\"low_fen\":1500,\"per\":\"500g\","
    "\"observed_at\":\"2026-03-13T05:30:00+08:00\",\"source\":\"2026-03-13.csv\"}\n"
    "product jiang {\"name\":{\"zh-Hans\":\"姜\"},\"order\":3,\"trade\":\"vegetables\",\"sold_by\":\"weight\"}\n"
    "price jiang@average {\"product\":\"jiang\",\"basis\":\"average\",\"low_fen\":220,\"per\":\"500g\","
    "\"observed_at\":\"2026-03-13T05:30:00+08:00\",\"source\":\"2026-03-13.csv\"}\n"
    "product jiang-2 {\"name\":{\"zh-Hans\":\"江\"},\"order\":4,\"trade\":\"vegetables\",\"sold_by\":\"weight\"}\n"
    "price jiang-2@average {\"product\":\"jiang-2\",\"basis\":\"average\",\"low_fen\":300,\"per\":\"500g\","
    "\"observed_at\":\"2026-03-13T05:30:00+08:00\",\"source\":\"2026-03-13.csv\"}\n",
    "");
}

static const Standing stand[] = {
  { "product", "tomato",
    "{\"name\":{\"zh-Hans\":\"西红柿\",\"zh-Hant\":\"番茄\",\"en\":\"Tomato\"},\"order\":5,\"aliases\":[\"洋柿子\"]}" },
  { "price", "tomato@average",
    "{\"product\":\"tomato\",\"basis\":\"average\",\"fen\":300,\"per\":\"500g\","
    "\"observed_at\":\"2026-03-10T09:00:00+08:00\",\"source\":\"x\"}" },
  { "product", "tofu-old", "{\"name\":{\"zh-Hans\":\"豆腐\"}}" },
  { "price", "tofu-old@average",
    "{\"product\":\"tofu-old\",\"grade\":{\"zh-Hans\":\"老\",\"en\":\"firm\"},\"basis\":\"average\",\"fen\":300,"
    "\"per\":\"500g\",\"observed_at\":\"2026-03-10T09:00:00+08:00\",\"source\":\"x\"}" },
  { "product", "tofu-soft", "{\"name\":{\"zh-Hans\":\"豆腐\"}}" },
  { "price", "tofu-soft@average",
    "{\"product\":\"tofu-soft\",\"grade\":{\"zh-Hans\":\"嫩\"},\"basis\":\"average\",\"fen\":250,"
    "\"per\":\"500g\",\"observed_at\":\"2026-03-10T09:00:00+08:00\",\"source\":\"x\"}" },
  { "product", "spinach", "{\"name\":{\"zh-Hans\":\"菠菜\"}}" },
};

static void
test_found (void)
{
  static const struct
  {
    const char *row, *id;
  } cases[] = {
    { "西红柿,,3.1", "tomato@average" },   { "番茄,,3.1", "tomato@average" },     { "TOMATO ,,3.1", "tomato@average" },
    { "西紅柿,,3.1", "tomato@average" },   { "洋柿子,,3.1", "tomato@average" },   { "豆腐,老,3.1", "tofu-old@average" },
    { "豆腐,Firm,3.1", "tofu-old@average" }, { "豆腐,嫩,2.6", "tofu-soft@average" }, { "菠菜,,3", "spinach@average" },
    { "菠菜,一级,3", "spinach@average" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MbPriceList) list =
        list_new (stand, G_N_ELEMENTS (stand), (MbListOptions){ .trade = -1, .basis = MB_BASIS_AVERAGE });
      g_autofree char *text = g_strconcat ("品名,规格,均价\n", cases[i].row, "\n", NULL);
      g_autoptr (MbChangeSet) set = NULL;

      g_test_message ("%s", cases[i].row);
      add (list, "2026-03-13.csv", text);
      mb_price_list_plan (list);
      g_assert_cmpuint (mb_price_list_get_n_steps (list), ==, 1);
      set = mb_price_list_build (list, 0);
      g_assert_cmpuint (set->proposals->len, ==, 1);
      g_assert_cmpstr (((MbProposal *) set->proposals->pdata[0])->id, ==, cases[i].id);
    }
}

/* Two grades are two products; a row without one where there are several is nobody's. */
static void
test_grades (void)
{
  g_autoptr (MbPriceList) list = list_new (stand, G_N_ELEMENTS (stand), (MbListOptions) AVERAGE);
  g_autofree char *sent = NULL, *held = NULL;

  add (list, "2026-03-13.csv", "品名,规格,均价\n豆腐,臭,5\n豆腐,,3\n菠菜,一级,3\n菠菜,二级,2\n葱,,1\n葱,小,1.2\n");
  mb_price_list_plan (list);
  sent = dup_sent (list);
  held = dup_held (list);
  g_assert_nonnull (strstr (sent, "product dou-fu.chou "));
  g_assert_nonnull (strstr (sent, "price spinach@average {\"product\":\"spinach\",\"grade\":{\"zh-Hans\":\"一级\"}"));
  g_assert_nonnull (strstr (sent, "price bo-cai.er-ji@average "));
  g_assert_nonnull (strstr (sent, "price cong@average "));
  g_assert_nonnull (strstr (sent, "price cong.xiao@average "));
  g_assert_cmpstr (held, ==, "3: of several grades\n");
}

static void
test_dirt (void)
{
  g_autoptr (MbPriceList) list = list_new (NULL, 0, (MbListOptions) AVERAGE);

  add (list, "vegetables.csv",
       "品名,最低价,平均价,最高价,规格,单位,发布日期\n"
       "芋头,1.5,1.55,1.6,普通,斤,2013-06-10\n"
       "鲜姜,0,0,0,普通,斤,2013-06-10\n"
       "鸽子蛋,2.7（个）,2.85（个）,3（个）,普通,斤,2014-01-24\n"
       ",,,,,,2014-08-08\n"
       ",1,2,3,普通,斤,2014-08-08\n"
       "番茄,1.6,1.15,0.7,普通,斤,2013-11-11\n"
       "鸡毛菜,1.3,1,1.5,普通,斤,2013-06-13\n"
       "快菜,0.8,1.5,1,普通,斤,2013-06-27\n"
       "大蒜,0.75,1.2749999999999999,1.8,普通,斤,2013-06-10\n"
       "芋头,1.5,1.55,1.6,普通,斤,2013-06-10\n"
       "芋头,1.6,1.7,1.8,普通,斤,2013-06-10\n"
       "菠菜,1,2,3,普通,袋,2013-06-10\n"
       "菠菜,1,2,3,普通,斤,昨天\n"
       "菠菜,1,2,3,普通,斤,2013-02-30\n"
       "菠菜,休市,休市,休市,普通,斤,2013-06-10\n"
       "菠菜,,,,普通,斤,2013-06-10\n"
       "菠菜,1,2,3,普通,斤,\n"
       "\n"
       "藕,2.5,3.5,4.5,普通,斤,2013-06-10\n");
  assert_outcome (list, NULL,
                  "3: no price\n4: not a price\n5: empty row\n6: no product's name\n7: lowest above highest\n"
                  "8: average outside lowest and highest\n9: average outside lowest and highest\n"
                  "10: finer than a fen\n13: unknown unit\n14: no date\n15: no date\n16: no price\n17: no price\n"
                  "18: no date\n19: empty row\n11: said before\n12: contradicts another row\n");
  g_assert_cmpstr (((MbHeldRow *) mb_price_list_get_held (list)->pdata[1])->raw, ==,
                   "鸽子蛋,2.7（个）,2.85（个）,3（个）,普通,斤,2014-01-24");
}

static void
test_header_only (void)
{
  g_autoptr (MbPriceList) list = list_new (NULL, 0, (MbListOptions) AVERAGE);

  add (list, "2026-03-13.csv", "\xef\xbb\xbf商品名称,规格,最低价\r\n");
  add (list, "2026-03-13.json", "{\"RS\":\"OK\",\"Data\":[]}");
  assert_outcome (list, "", "");
}

/* Row, option, file name, else refused. */
static void
test_dates (void)
{
  MbListOptions dated = AVERAGE;
  g_autoptr (MbPriceList) list = list_new (NULL, 0, (MbListOptions) AVERAGE);
  g_autoptr (MbPriceList) by_option = NULL;
  g_autoptr (GBytes) undated = g_bytes_new_static ("品名,均价\n菠菜,3\n", strlen ("品名,均价\n菠菜,3\n"));
  g_autoptr (GError) error = NULL;

  g_assert_false (mb_price_list_add (list, "today.csv", undated, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_INVALID);

  add (list, "2026-03-14.csv", "品名,均价,日期\n菠菜,3,2026-03-13\n葱,2,\n");
  mb_price_list_plan (list);
  g_assert_cmpuint (mb_price_list_get_n_steps (list), ==, 2);
  g_assert_cmpuint (mb_price_list_get_step (list, 0)->date, ==, 20260313);
  g_assert_cmpuint (mb_price_list_get_step (list, 1)->date, ==, 20260314);

  dated.date = 20260312;
  by_option = list_new (NULL, 0, dated);
  add (by_option, "2026-03-14.csv", "品名,均价\n菠菜,3\n");
  mb_price_list_plan (by_option);
  g_assert_cmpuint (mb_price_list_get_step (by_option, 0)->date, ==, 20260312);
}

/* Row, heading, option, market. */
static void
test_units (void)
{
  static const struct
  {
    const char *text, *per;
    gboolean option;
  } cases[] = {
    { "品名,均价,单位\n菠菜,3,元/公斤\n", "\"per\":\"kg\"", TRUE },
    { "品名,均价（元/公斤）\n菠菜,3\n", "\"per\":\"kg\"", TRUE },
    { "品名,均价\n菠菜,3\n", "\"per\":\"box\"", TRUE },
    { "品名,均价\n菠菜,3\n", "\"per\":\"500g\"", FALSE },
    { "品名,均价,单位\n菠菜,3,\n", "\"per\":\"500g\"", FALSE },
    { "品名,均价,单位\n土鸡,98,元/只\n", "\"sold_by\":\"piece\",\"piece_word\":{\"zh-Hans\":\"只\"}", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MbListOptions options = AVERAGE;
      g_autoptr (MbPriceList) list = NULL;
      g_autofree char *sent = NULL;

      options.has_unit = cases[i].option;
      options.unit = (MbListUnit){ MB_PER_BOX };
      list = list_new (NULL, 0, options);
      add (list, "2026-03-13.csv", cases[i].text);
      mb_price_list_plan (list);
      sent = dup_sent (list);
      g_test_message ("%s%s", cases[i].text, sent);
      g_assert_nonnull (strstr (sent, cases[i].per));
    }
}

/* 斤 is 600 g in Taiwan, and a list in its script may be from there. */
static void
test_catty (void)
{
  MbListOptions options = AVERAGE;
  const char *text = "品名,均價,單位\n黃秋葵,3,斤\n";
  g_autoptr (MbPriceList) list = list_new (NULL, 0, options);
  g_autoptr (MbPriceList) told = NULL;
  g_autofree char *sent = NULL;

  add (list, "2026-03-13.csv", text);
  assert_outcome (list, "", "2: unknown unit\n");

  options.has_unit = TRUE;
  options.unit.per = MB_PER_500G;
  told = list_new (NULL, 0, options);
  add (told, "2026-03-13.csv", text);
  mb_price_list_plan (told);
  sent = dup_sent (told);
  g_assert_nonnull (strstr (sent, "{\"name\":{\"zh-Hant\":\"黃秋葵\"}"));
}

static void
test_newest_of_a_file (void)
{
  MbListOptions history = AVERAGE;
  const char *text = "品名,均价,日期\n菠菜,3,2026-03-14\n葱,2,2026-03-13\n菠菜,2.9,2026-03-13\n";
  g_autoptr (MbPriceList) list = list_new (NULL, 0, (MbListOptions) AVERAGE);
  g_autoptr (MbPriceList) whole = NULL;
  MbListCounts counts;

  add (list, "a.csv", text);
  mb_price_list_plan (list);
  mb_price_list_count (list, &counts);
  g_assert_cmpuint (counts.n_planned, ==, 2);
  g_assert_cmpuint (counts.n_passed, ==, 1);

  history.history = TRUE;
  whole = list_new (NULL, 0, history);
  add (whole, "a.csv", text);
  mb_price_list_plan (whole);
  g_assert_cmpuint (mb_price_list_get_n_steps (whole), ==, 2);
  g_assert_cmpuint (mb_price_list_get_step (whole, 0)->n_rows, ==, 2);
}

static void
test_against_the_board (void)
{
  MbListOptions options = AVERAGE;
  const char *text = "品名,均价,日期,单位\n"
                     "西红柿,3.2,2026-03-09,斤\n"   /* older */
                     "西红柿,3.1,2026-03-10,斤\n"   /* the same day is not */
                     "西红柿,31,2026-03-11,斤\n"    /* ten times */
                     "西红柿,6,2026-03-12,公斤\n"   /* another unit */
                     "西红柿,3.3,2026-03-13,斤\n"
                     "西红柿,3.3,2062-03-13,斤\n";  /* a slip of the year */
  g_autoptr (MbPriceList) list = NULL, sure = NULL;

  options.history = TRUE;
  options.today = 20260314;
  list = list_new (stand, G_N_ELEMENTS (stand), options);
  add (list, "a.csv", text);
  assert_outcome (list,
                  "price tomato@average {\"product\":\"tomato\",\"basis\":\"average\",\"fen\":310,\"per\":\"500g\","
                  "\"observed_at\":\"2026-03-10T05:30:00+08:00\",\"source\":\"a.csv\"}\n"
                  "\n"
                  "price tomato@average {\"product\":\"tomato\",\"basis\":\"average\",\"fen\":330,\"per\":\"500g\","
                  "\"observed_at\":\"2026-03-13T05:30:00+08:00\",\"source\":\"a.csv\"}\n",
                  "7: dated in the future\n2: older than what stands\n4: doubtful\n5: doubtful\n");

  options.sure = TRUE;
  sure = list_new (stand, G_N_ELEMENTS (stand), options);
  add (sure, "a.csv", text);
  mb_price_list_plan (sure);
  g_assert_cmpuint (mb_price_list_get_n_steps (sure), ==, 4);
  for (guint step = 0; step < 4; step++)
    {
      g_autoptr (MbChangeSet) set = mb_price_list_build (sure, step);
      MbListChange change;

      g_assert_true (((MbProposal *) set->proposals->pdata[0])->sure);
      g_assert_true (mb_price_list_get_change (sure, 0, &change));
      g_assert_cmpint (change.slip, ==, step == 1 ? 10 : 0);
      g_assert_cmpstr (change.title, ==, "西红柿");
    }
}

/* What stands already is not sent again. */
static void
test_unchanged (void)
{
  static const Standing same[] = {
    { "product", "leek", "{\"name\":{\"zh-Hans\":\"葱\"}}" },
    { "price", "leek@average",
      "{\"product\":\"leek\",\"basis\":\"average\",\"fen\":300,\"per\":\"500g\","
      "\"observed_at\":\"2026-03-13T05:30:00+08:00\",\"source\":\"2026-03-13.csv\"}" },
  };
  g_autoptr (MbPriceList) list = list_new (same, G_N_ELEMENTS (same), (MbListOptions) AVERAGE);
  MbListCounts counts;

  add (list, "2026-03-13.csv", "品名,均价\n葱,3\n");
  assert_outcome (list, "", "");
  mb_price_list_count (list, &counts);
  g_assert_cmpuint (counts.n_unchanged, ==, 1);
}

/* The hub refuses a row: the others of its transaction go on, and a product without a price does not. */
static void
test_refused_by_the_hub (void)
{
  g_autoptr (MbPriceList) list = list_new (NULL, 0, (MbListOptions) AVERAGE);
  g_autoptr (MbChangeSet) first = NULL, second = NULL;
  g_autofree char *held = NULL;

  add (list, "2026-03-13.csv", "品名,均价\n葱,3\n姜,4\n");
  mb_price_list_plan (list);
  first = mb_price_list_build (list, 0);
  g_assert_cmpuint (first->proposals->len, ==, 4);
  mb_price_list_hold (list, 1, MB_HELD_REFUSED, "not today");
  mb_price_list_hold (list, 1, MB_HELD_REFUSED, "not today");
  second = mb_price_list_build (list, 0);
  g_assert_cmpuint (second->proposals->len, ==, 2);
  g_assert_cmpstr (((MbProposal *) second->proposals->pdata[0])->id, ==, "jiang");
  mb_price_list_keep (list);
  held = dup_held (list);
  g_assert_cmpstr (held, ==, "2: refused by the hub\n");
  assert_counts_add_up (list);
}

static void
test_records (void)
{
  g_autoptr (MbPriceList) list = list_new (NULL, 0, (MbListOptions) AVERAGE);

  add (list, "export.ndjson",
       "{\"kind\":\"product\",\"id\":\"leek\",\"value\":{\"name\":{\"en\":\"Leek\"},\"x\":1.50}}\n"
       "{\"kind\":\"product\",\"id\":\"leek\",\"value\":{\"name\":{\"en\":\"Leeks\"}}}\n"
       "{\"kind\":\"product\",\"id\":\"Leek\",\"value\":{\"name\":{\"en\":\"Leek\"}}}\n"
       "{\"kind\":\"product\",\"id\":\"leek\",\"value\":{\"name\":7}}\n"
       "{\"kind\":\"quote\",\"id\":\"leek\",\"value\":{}}\n"
       "{\"kind\":\"dragon\",\"id\":\"leek\",\"value\":{}}\n"
       "{\"kind\":\"notice\",\"id\":\"old\",\"value\":null}\n");
  assert_outcome (list,
                  "product leek {\"name\":{\"en\":\"Leek\"},\"x\":1.50}\n\n"
                  "product leek {\"name\":{\"en\":\"Leeks\"}}\nnotice old \n",
                  "3: not a valid record\n4: not a valid record\n5: not a valid record\n6: not a valid record\n");
}

static void
test_transaction_size (void)
{
  g_autoptr (MbPriceList) list = list_new (NULL, 0, (MbListOptions) AVERAGE);
  g_autoptr (GString) text = g_string_new ("name,price\n");
  guint rows = 0;

  for (guint i = 0; i < 6000; i++)
    g_string_append_printf (text, "leek %u,3\n", i);
  add (list, "2026-03-13.csv", text->str);
  mb_price_list_plan (list);
  for (guint step = 0; step < mb_price_list_get_n_steps (list); step++)
    {
      g_autoptr (MbChangeSet) set = mb_price_list_build (list, step);
      g_autoptr (GBytes) body = mb_change_set_write (set);

      g_assert_cmpuint (set->proposals->len, <=, MB_CHANGES_MAX);
      g_assert_cmpuint (g_bytes_get_size (body), <=, MB_CHANGES_MAX_BYTES);
      rows += mb_price_list_get_step (list, step)->n_rows;
    }
  g_assert_cmpuint (rows, ==, 6000);
}

/* A closed market's 0 is no price. */
static void
test_closed_market (void)
{
  g_autoptr (MbPriceList) list = list_new (NULL, 0, (MbListOptions) AVERAGE);

  add (list, "day.json",
       "{\"Data\":[{\"TransDate\":\"115.04.28\",\"CropName\":\"休市\",\"Upper_Price\":0.0,\"Lower_Price\":0,"
       "\"Avg_Price\":0.0},\n{\"TransDate\":\"115.04.28\",\"CropName\":\"黃秋葵\",\"Upper_Price\":198.7,"
       "\"Lower_Price\":59.3,\"Avg_Price\":117.2}]}");
  assert_outcome (list, NULL, "1: no price\n");
  g_assert_cmpuint (mb_price_list_get_step (list, 0)->date, ==, 20260428);
}

/* Of a country's list one market's rows are taken: the first's, or the one named. */
static void
test_places (void)
{
  MbListOptions options = AVERAGE;
  const char *text = "品名,市场,均价\n菠菜,甲,3\n菠菜,乙,4\n葱,乙,1\n";
  g_autoptr (MbPriceList) list = list_new (NULL, 0, options);
  g_autoptr (MbPriceList) other = NULL;

  add (list, "2026-03-13.csv", text);
  g_assert_cmpuint (mb_price_list_get_places (list, 0)->len, ==, 2);
  assert_outcome (list, NULL, "3: another market's\n4: another market's\n");

  options.place = "乙";
  other = list_new (NULL, 0, options);
  add (other, "2026-03-13.csv", text);
  assert_outcome (other, NULL, "2: another market's\n");
}

/* The found lists. */

static const char *const days[] = { "2026-03-13", "2026-03-16", "2026-03-17", "2026-03-18", "2026-03-19", "2026-03-20",
                                    "2026-03-21", "2026-03-24", "2026-03-25", "2026-03-26", "2026-03-27", "2026-03-28",
                                    "2026-03-31", "2026-04-01", "2026-04-02", "2026-04-03", "2026-04-04", "2026-04-07" };

static void
test_retail_days (void)
{
  g_autofree char *folder = mb_test_find_shared ("prices/retail-market");
  g_autoptr (MbPriceList) list = NULL;
  MbListCounts counts;

  if (folder == NULL)
    return;
  list = list_new (NULL, 0, (MbListOptions) AVERAGE);
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autofree char *name = g_strconcat (days[i], ".csv", NULL);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GBytes) bytes = mb_test_load (path);
      g_autoptr (GError) error = NULL;

      mb_price_list_add (list, path, bytes, &error);
      g_assert_no_error (error);
    }
  mb_price_list_plan (list);
  mb_price_list_count (list, &counts);
  g_assert_cmpuint (counts.n_rows, ==, 107 * G_N_ELEMENTS (days));
  g_assert_cmpuint (counts.n_held, ==, 0);
  g_assert_cmpuint (mb_price_list_get_n_steps (list), ==, G_N_ELEMENTS (days));
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autoptr (MbChangeSet) set = mb_price_list_build (list, i);

      g_assert_cmpuint (mb_price_list_get_step (list, i)->n_rows, ==, 107);
      g_assert_cmpuint (set->proposals->len, ==, i == 0 ? 214 : 107);
      mb_price_list_keep (list);
    }
}

static void
test_wholesale_years (void)
{
  g_autofree char *path = mb_test_find_shared ("prices/wholesale/vegetables-2013-2015.csv");
  MbListOptions options = AVERAGE;
  guint reasons[MB_N_HELD_REASONS] = { 0 };
  g_autoptr (MbPriceList) list = NULL;
  g_autoptr (GBytes) bytes = NULL;
  MbListCounts counts;

  if (path == NULL)
    return;
  options.history = TRUE;
  options.sure = TRUE;
  list = list_new (NULL, 0, options);
  bytes = mb_test_load (path);
  g_assert_true (mb_price_list_add (list, path, bytes, NULL));
  mb_price_list_plan (list);
  for (guint step = 0; step < mb_price_list_get_n_steps (list); step++)
    {
      g_autoptr (MbChangeSet) set = mb_price_list_build (list, step);

      mb_price_list_keep (list);
    }
  mb_price_list_count (list, &counts);
  for (guint i = 0; i < counts.n_held; i++)
    reasons[((MbHeldRow *) mb_price_list_get_held (list)->pdata[i])->reason]++;
  g_test_message ("planned %u, held %u: %u duplicates, %u contradictions, %u without price", counts.n_planned,
                  counts.n_held, reasons[MB_HELD_DUPLICATE], reasons[MB_HELD_CONTRADICTION], reasons[MB_HELD_NO_PRICE]);
  g_assert_cmpuint (counts.n_rows, ==, 97686);
  g_assert_cmpuint (counts.n_planned + counts.n_held, ==, counts.n_rows);
  g_assert_cmpuint (mb_price_list_get_n_steps (list), >=, 900);
  g_assert_cmpuint (reasons[MB_HELD_EMPTY], ==, 1);
  g_assert_cmpuint (reasons[MB_HELD_NOT_A_PRICE], ==, 1);
  g_assert_cmpuint (reasons[MB_HELD_NO_PRICE], ==, 336);
  g_assert_cmpuint (reasons[MB_HELD_LOW_ABOVE_HIGH], ==, 21);
  g_assert_cmpuint (reasons[MB_HELD_AVERAGE_OUTSIDE], ==, 68);
  g_assert_cmpuint (reasons[MB_HELD_TOO_FINE], ==, 8);
}

static void
test_found_answers (void)
{
  g_autofree char *answer = mb_test_find_shared ("prices/wholesale/answer-2025-02-08.json");
  g_autofree char *taiwan = mb_test_find_shared ("prices/wholesale/taiwan-vegetables-day.json");
  g_autoptr (MbPriceList) list = NULL, day = NULL;
  g_autoptr (GBytes) bytes = NULL, day_bytes = NULL;
  g_autofree char *sent = NULL;
  MbListCounts counts;
  MbListOptions kilogram = AVERAGE;

  if (answer == NULL || taiwan == NULL)
    return;
  list = list_new (NULL, 0, (MbListOptions) AVERAGE);
  bytes = mb_test_load (answer);
  g_assert_true (mb_price_list_add (list, answer, bytes, NULL));
  mb_price_list_plan (list);
  mb_price_list_count (list, &counts);
  g_assert_cmpuint (counts.n_planned + counts.n_held, ==, 20);
  sent = dup_sent (list);
  g_assert_nonnull (strstr (sent, "\"fen\":58,\"low_fen\":55,\"high_fen\":60,\"per\":\"500g\","
                                  "\"observed_at\":\"2025-02-08T05:30:00+08:00\""));

  kilogram.has_unit = TRUE;
  kilogram.unit.per = MB_PER_KG;
  day = list_new (NULL, 0, kilogram);
  day_bytes = mb_test_load (taiwan);
  g_assert_true (mb_price_list_add (day, taiwan, day_bytes, NULL));
  mb_price_list_plan (day);
  mb_price_list_count (day, &counts);
  g_assert_cmpuint (counts.n_rows, ==, 1707);
  g_assert_cmpuint (counts.n_planned + counts.n_held, ==, 1707);
  g_assert_cmpuint (counts.n_planned, >, 200);
  g_assert_cmpuint (mb_price_list_get_step (day, 0)->date, ==, 20260428);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lists/price-list/made", test_made);
  g_test_add_func ("/lists/price-list/found", test_found);
  g_test_add_func ("/lists/price-list/grades", test_grades);
  g_test_add_func ("/lists/price-list/dirt", test_dirt);
  g_test_add_func ("/lists/price-list/header-only", test_header_only);
  g_test_add_func ("/lists/price-list/dates", test_dates);
  g_test_add_func ("/lists/price-list/units", test_units);
  g_test_add_func ("/lists/price-list/catty", test_catty);
  g_test_add_func ("/lists/price-list/newest-of-a-file", test_newest_of_a_file);
  g_test_add_func ("/lists/price-list/against-the-board", test_against_the_board);
  g_test_add_func ("/lists/price-list/unchanged", test_unchanged);
  g_test_add_func ("/lists/price-list/refused-by-the-hub", test_refused_by_the_hub);
  g_test_add_func ("/lists/price-list/records", test_records);
  g_test_add_func ("/lists/price-list/transaction-size", test_transaction_size);
  g_test_add_func ("/lists/price-list/closed-market", test_closed_market);
  g_test_add_func ("/lists/price-list/places", test_places);
  g_test_add_func ("/lists/price-list/retail-days", test_retail_days);
  g_test_add_func ("/lists/price-list/wholesale-years", test_wholesale_years);
  g_test_add_func ("/lists/price-list/found-answers", test_found_answers);

  return g_test_run ();
}
