/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-lists"

#include "core/lists/mb-list-columns.h"

#include "core/base/mb-error.h"

#include <string.h>

/* The words at the head of a column. One table for CSV headings and JSON members; within a field the
 * more certain word stands first and wins where a list has both. */

static const char *const names[] = { "品名",     "商品名称", "商品名稱", "产品名称", "產品名稱",    "菜名",
                                     "作物名稱", "作物名称", "名称",     "名稱",     "商品",        "产品",
                                     "產品",     "品种",     "品種",     "name",     "productname", "prodname",
                                     "product",  "cropname", "item",     "goods",    "commodity",   NULL };
static const char *const grades[] = { "规格", "規格",  "等级",     "等級", "规格等级",      "規格等級", "级别",
                                      "級別", "品级",  "品級",     "grade", "spec",         "specification",
                                      "specinfo", "quality", NULL };
static const char *const lows[] = { "最低价", "最低價", "最低价格", "最低價格", "低价",     "低價", "下价",
                                    "下價",   "low",    "lowprice", "lowest",   "lowestprice", "lowerprice",
                                    "minprice", "min",  NULL };
static const char *const prices[] = { "平均价", "平均價", "平均价格", "平均價格", "均价",         "均價",
                                      "average", "averageprice", "avgprice", "avg", "价格",      "價格",
                                      "单价",   "單價",   "今日价",   "今日價",   "今日价格",     "零售价",
                                      "零售價", "批发价", "批發價",   "现价",     "参考价",       "參考價",
                                      "price",  "unitprice", "中价",  "中價",     "middleprice",  NULL };
static const char *const highs[] = { "最高价", "最高價", "最高价格", "最高價格", "高价",     "高價", "上价",
                                     "上價",   "high",   "highprice", "highest", "highestprice", "upperprice",
                                     "maxprice", "max",  NULL };
static const char *const units[] = { "单位",     "單位", "计量单位", "計量單位", "计价单位", "計價單位",
                                     "价格单位", "unit", "unitinfo", "per",      NULL };
static const char *const dates[] = { "发布日期", "發布日期", "日期",      "价格日期", "采集日期", "採集日期",
                                     "交易日期", "时间",     "時間",      "发布时间", "發布時間", "date",
                                     "pubdate",  "transdate", "pricedate", "day",     NULL };
static const char *const places[] = { "市场",       "市場",   "市场名称",   "市場名稱", "批发市场",
                                      "批發市場",   "market", "marketname", NULL };
static const char *const trades[] = { "分类",     "分類", "类别",     "類別", "品类", "品類",    "种类",
                                      "種類",     "一级分类", "大类", "trade", "category", "prodcat", NULL };

static const struct
{
  const char *name;
  const char *const *headings;
  gboolean priced;
} fields[MB_LIST_N_FIELDS] = {
  [MB_LIST_NAME] = { "name", names, FALSE },    [MB_LIST_GRADE] = { "grade", grades, FALSE },
  [MB_LIST_LOW] = { "low", lows, TRUE },        [MB_LIST_PRICE] = { "price", prices, TRUE },
  [MB_LIST_HIGH] = { "high", highs, TRUE },     [MB_LIST_UNIT] = { "unit", units, FALSE },
  [MB_LIST_DATE] = { "date", dates, FALSE },    [MB_LIST_PLACE] = { "place", places, FALSE },
  [MB_LIST_TRADE] = { "trade", trades, FALSE },
};

void
mb_list_columns_init (MbListColumns *self)
{
  *self = (MbListColumns){ 0 };
  for (guint i = 0; i < MB_LIST_N_FIELDS; i++)
    self->at[i] = -1;
}

void
mb_list_columns_clear (MbListColumns *self)
{
  for (guint i = 0; i < MB_LIST_N_FIELDS; i++)
    g_clear_pointer (&self->mapped[i], g_free);
}

static gboolean
is_opening (gunichar c)
{
  return c == '(' || c == '[' || c == 0xff08 || c == 0x3010;
}

static gboolean
is_closing (gunichar c)
{
  return c == ')' || c == ']' || c == 0xff09 || c == 0x3011;
}

/* What is in brackets in a heading, without them, or "". */
static char *
dup_bracketed (const char *heading)
{
  const char *begin = heading, *end;

  while (*begin && !is_opening (g_utf8_get_char (begin)))
    begin = g_utf8_next_char (begin);
  if (*begin)
    begin = g_utf8_next_char (begin);
  for (end = begin; *end && !is_closing (g_utf8_get_char (end));)
    end = g_utf8_next_char (end);

  return g_strndup (begin, (gsize) (end - begin));
}

/* Lower case, and nothing but letters and digits before the first bracket: "Lower_Price",
 * "lowerPrice" and "lower price" are one heading. */
static char *
fold_heading (const char *heading)
{
  GString *folded = g_string_new (NULL);

  for (const char *p = heading; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_opening (c))
        break;
      if (g_unichar_isalnum (c))
        g_string_append_unichar (folded, g_unichar_tolower (c));
    }

  return g_string_free (folded, FALSE);
}

gboolean
mb_list_columns_map (MbListColumns *self, const char *mapping, GError **error)
{
  const char *equals;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (mapping != NULL, FALSE);

  equals = strchr (mapping, '=');
  for (guint i = 0; equals != NULL && equals[1] != '\0' && i < MB_LIST_N_FIELDS; i++)
    if (strlen (fields[i].name) == (gsize) (equals - mapping) &&
        strncmp (mapping, fields[i].name, (gsize) (equals - mapping)) == 0)
      {
        g_free (self->mapped[i]);
        self->mapped[i] = mb_list_clean (g_strdup (equals + 1));
        return TRUE;
      }

  mb_error_set (error, MB_ERROR_INVALID, NULL,
                "“%s” is no mapping; it reads FIELD=HEADING, and FIELD is one of name, grade, low, price, high, "
                "unit, date, place, trade",
                mapping);

  return FALSE;
}

/* How far down @headings of the field @folded stands; G_MAXUINT when it does not. */
static guint
rank_of (MbListField field, const char *folded)
{
  for (guint rank = 0; fields[field].headings[rank] != NULL; rank++)
    if (g_str_equal (fields[field].headings[rank], folded))
      return rank;

  return G_MAXUINT;
}

static void
match_field (MbListColumns *self, MbListField field, const char *const *headings, char **folded, guint n)
{
  guint best = G_MAXUINT;

  for (guint i = 0; i < n; i++)
    {
      guint rank;

      if (headings[i] == NULL)
        continue;
      if (self->mapped[field] != NULL)
        rank = g_str_equal (self->mapped[field], headings[i]) ? 0 : G_MAXUINT;
      else
        rank = rank_of (field, folded[i]);
      if (rank < best)
        {
          best = rank;
          self->at[field] = (int) i;
        }
    }
}

static void
read_heading_unit (MbListColumns *self, const char *heading)
{
  g_autofree char *bracketed = dup_bracketed (heading);

  if (!self->has_unit && mb_list_parse_unit (bracketed, &self->unit))
    self->has_unit = TRUE;
}

gboolean
mb_list_columns_match (MbListColumns *self, const char *const *headings, guint n)
{
  g_auto (GStrv) folded = NULL;
  gboolean complete = TRUE;

  g_return_val_if_fail (self != NULL, FALSE);

  folded = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    folded[i] = fold_heading (headings[i] != NULL ? headings[i] : "");
  self->has_unit = FALSE;
  for (guint field = 0; field < MB_LIST_N_FIELDS; field++)
    {
      self->at[field] = -1;
      match_field (self, field, headings, folded, n);
      complete = complete && (self->mapped[field] == NULL || self->at[field] >= 0);
      if (self->at[field] >= 0 && fields[field].priced)
        read_heading_unit (self, headings[self->at[field]]);
    }

  return complete && self->at[MB_LIST_NAME] >= 0 &&
         (self->at[MB_LIST_LOW] >= 0 || self->at[MB_LIST_PRICE] >= 0 || self->at[MB_LIST_HIGH] >= 0);
}
