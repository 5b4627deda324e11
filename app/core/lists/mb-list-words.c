/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-lists"

#include "core/lists/mb-list-words.h"

#include <string.h>
#include <unicode/utrans.h>

struct _MbListWords
{
  UTransliterator *simplify;
  UTransliterator *romanise;
};

typedef struct
{
  const char *word;
  int trade;
} Word;

/* The first that is part of a name decides. Vegetables that are called after beasts come first, then
 * what is made of beans, dried or cooked, before what it is made of. */
static const Word words[] = {
  { "鸡毛菜", MB_TRADE_VEGETABLES },   { "鸡腿菇", MB_TRADE_VEGETABLES },   { "鸡枞", MB_TRADE_VEGETABLES },
  { "鸡头米", MB_TRADE_VEGETABLES },   { "鱼腥草", MB_TRADE_VEGETABLES },   { "牛心菜", MB_TRADE_VEGETABLES },
  { "牛蒡", MB_TRADE_VEGETABLES },     { "牛肝菌", MB_TRADE_VEGETABLES },   { "羊肚菌", MB_TRADE_VEGETABLES },
  { "羊角", MB_TRADE_VEGETABLES },     { "猪肚菇", MB_TRADE_VEGETABLES },   { "蟹味菇", MB_TRADE_VEGETABLES },
  { "海鲜菇", MB_TRADE_VEGETABLES },   { "马蹄", MB_TRADE_VEGETABLES },     { "杏鲍菇", MB_TRADE_VEGETABLES },
  { "西红柿", MB_TRADE_VEGETABLES },   { "番茄", MB_TRADE_VEGETABLES },     { "柿子椒", MB_TRADE_VEGETABLES },
  { "樱桃萝卜", MB_TRADE_VEGETABLES }, { "木耳菜", MB_TRADE_VEGETABLES },   { "豆腐", MB_TRADE_BEAN_NOODLE },
  { "豆干", MB_TRADE_BEAN_NOODLE },    { "香干", MB_TRADE_BEAN_NOODLE },    { "茶干", MB_TRADE_BEAN_NOODLE },
  { "百叶", MB_TRADE_BEAN_NOODLE },    { "千张", MB_TRADE_BEAN_NOODLE },    { "素鸡", MB_TRADE_BEAN_NOODLE },
  { "腐竹", MB_TRADE_BEAN_NOODLE },    { "豆皮", MB_TRADE_BEAN_NOODLE },    { "豆浆", MB_TRADE_BEAN_NOODLE },
  { "面条", MB_TRADE_BEAN_NOODLE },    { "米粉", MB_TRADE_BEAN_NOODLE },    { "馒头", MB_TRADE_BEAN_NOODLE },
  { "年糕", MB_TRADE_BEAN_NOODLE },    { "熟", MB_TRADE_COOKED },           { "卤", MB_TRADE_COOKED },
  { "烤鸭", MB_TRADE_COOKED },         { "烧鸡", MB_TRADE_COOKED },         { "干香菇", MB_TRADE_DRIED },
  { "干木耳", MB_TRADE_DRIED },        { "干辣椒", MB_TRADE_DRIED },        { "银耳", MB_TRADE_DRIED },
  { "紫菜", MB_TRADE_DRIED },          { "虾皮", MB_TRADE_DRIED },          { "虾米", MB_TRADE_DRIED },
  { "红枣", MB_TRADE_DRIED },          { "枸杞", MB_TRADE_DRIED },          { "桂圆干", MB_TRADE_DRIED },
  { "花椒", MB_TRADE_DRIED },          { "八角", MB_TRADE_DRIED },          { "牛蛙", MB_TRADE_AQUATIC },
  { "鸡蛋", MB_TRADE_POULTRY_EGGS },   { "鸭蛋", MB_TRADE_POULTRY_EGGS },   { "鹅蛋", MB_TRADE_POULTRY_EGGS },
  { "鸽子蛋", MB_TRADE_POULTRY_EGGS }, { "皮蛋", MB_TRADE_POULTRY_EGGS },   { "鹌鹑", MB_TRADE_POULTRY_EGGS },
  { "鸽", MB_TRADE_POULTRY_EGGS },     { "鸡", MB_TRADE_POULTRY_EGGS },     { "鸭", MB_TRADE_POULTRY_EGGS },
  { "鹅", MB_TRADE_POULTRY_EGGS },     { "鱼", MB_TRADE_AQUATIC },          { "虾", MB_TRADE_AQUATIC },
  { "蟹", MB_TRADE_AQUATIC },          { "鳝", MB_TRADE_AQUATIC },          { "泥鳅", MB_TRADE_AQUATIC },
  { "鲢", MB_TRADE_AQUATIC },          { "田螺", MB_TRADE_AQUATIC },        { "花蛤", MB_TRADE_AQUATIC },
  { "扇贝", MB_TRADE_AQUATIC },        { "猪", MB_TRADE_PORK },             { "五花肉", MB_TRADE_PORK },
  { "排骨", MB_TRADE_PORK },           { "里脊", MB_TRADE_PORK },           { "仔排", MB_TRADE_PORK },
  { "大排", MB_TRADE_PORK },           { "肋排", MB_TRADE_PORK },           { "筒骨", MB_TRADE_PORK },
  { "臀尖", MB_TRADE_PORK },           { "牛", MB_TRADE_PORK },             { "羊", MB_TRADE_PORK },
  { "苹果", MB_TRADE_FRUIT },          { "梨", MB_TRADE_FRUIT },            { "桃", MB_TRADE_FRUIT },
  { "橙", MB_TRADE_FRUIT },            { "橘", MB_TRADE_FRUIT },            { "桔", MB_TRADE_FRUIT },
  { "柑", MB_TRADE_FRUIT },            { "柚", MB_TRADE_FRUIT },            { "香蕉", MB_TRADE_FRUIT },
  { "葡萄", MB_TRADE_FRUIT },          { "西瓜", MB_TRADE_FRUIT },          { "甜瓜", MB_TRADE_FRUIT },
  { "哈密瓜", MB_TRADE_FRUIT },        { "草莓", MB_TRADE_FRUIT },          { "荔枝", MB_TRADE_FRUIT },
  { "芒果", MB_TRADE_FRUIT },          { "菠萝", MB_TRADE_FRUIT },          { "火龙果", MB_TRADE_FRUIT },
  { "石榴", MB_TRADE_FRUIT },          { "李子", MB_TRADE_FRUIT },          { "杏", MB_TRADE_FRUIT },
  { "枇杷", MB_TRADE_FRUIT },          { "杨梅", MB_TRADE_FRUIT },          { "甘蔗", MB_TRADE_FRUIT },
};

static const Word categories[] = {
  { "蔬菜", MB_TRADE_VEGETABLES },    { "菌菇", MB_TRADE_VEGETABLES },     { "vegetable", MB_TRADE_VEGETABLES },
  { "豆制品", MB_TRADE_BEAN_NOODLE }, { "豆制品面食", MB_TRADE_BEAN_NOODLE }, { "面食", MB_TRADE_BEAN_NOODLE },
  { "bean", MB_TRADE_BEAN_NOODLE },   { "水果", MB_TRADE_FRUIT },          { "fruit", MB_TRADE_FRUIT },
  { "禽", MB_TRADE_POULTRY_EGGS },    { "蛋", MB_TRADE_POULTRY_EGGS },     { "poultry", MB_TRADE_POULTRY_EGGS },
  { "egg", MB_TRADE_POULTRY_EGGS },   { "水产", MB_TRADE_AQUATIC },        { "海鲜", MB_TRADE_AQUATIC },
  { "aquatic", MB_TRADE_AQUATIC },    { "fish", MB_TRADE_AQUATIC },        { "干货", MB_TRADE_DRIED },
  { "dried", MB_TRADE_DRIED },        { "熟食", MB_TRADE_COOKED },         { "cooked", MB_TRADE_COOKED },
  { "猪", MB_TRADE_PORK },            { "肉", MB_TRADE_PORK },             { "pork", MB_TRADE_PORK },
  { "meat", MB_TRADE_PORK },
};

static UTransliterator *
open_transliterator (const UChar *id, GError **error)
{
  UErrorCode status = U_ZERO_ERROR;
  UTransliterator *found = utrans_openU (id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);

  if (U_SUCCESS (status))
    return found;
  mb_error_set (error, MB_ERROR_UNSUPPORTED, NULL, "ICU cannot transliterate: %s", u_errorName (status));

  return NULL;
}

MbListWords *
mb_list_words_new (GError **error)
{
  g_autoptr (MbListWords) self = g_new0 (MbListWords, 1);

  self->simplify = open_transliterator (u"Traditional-Simplified", error);
  if (self->simplify != NULL)
    self->romanise = open_transliterator (u"Any-Latin; Latin-ASCII; Lower", error);

  return self->romanise != NULL ? g_steal_pointer (&self) : NULL;
}

void
mb_list_words_free (MbListWords *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->simplify, utrans_close);
  g_clear_pointer (&self->romanise, utrans_close);
  g_free (self);
}

/* One sign may become several: a syllable of pinyin has at most six letters and a blank. */
static char *
transliterate (UTransliterator *with, const char *text)
{
  UErrorCode status = U_ZERO_ERROR;
  glong length;
  g_autofree gunichar2 *utf16 = g_utf8_to_utf16 (text, -1, NULL, &length, NULL);
  int32_t room = (int32_t) length * 12 + 32, used = (int32_t) length, limit = (int32_t) length;
  g_autofree UChar *buffer = g_new (UChar, room);

  memcpy (buffer, utf16, (gsize) length * sizeof (UChar));
  utrans_transUChars (with, buffer, &used, room, 0, &limit, &status);
  if (U_FAILURE (status))
    return g_strdup (text);

  return g_utf16_to_utf8 (buffer, used, NULL, NULL, NULL);
}

char *
mb_list_words_fold (MbListWords *self, const char *text)
{
  g_autofree char *narrow = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  g_autofree char *lower = g_utf8_casefold (narrow != NULL ? narrow : text, -1);
  g_autofree char *simple = transliterate (self->simplify, lower);
  char *out = simple;

  for (const char *p = simple; *p; p++)
    if (*p != ' ')
      *out++ = *p;
  *out = '\0';

  return g_steal_pointer (&simple);
}

char *
mb_list_words_slug (MbListWords *self, const char *text)
{
  g_autofree char *latin = transliterate (self->romanise, text);
  GString *slug = g_string_new (NULL);

  for (const char *p = latin; *p; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (slug, g_ascii_tolower (*p));
    else if (*p != '\'' && slug->len > 0 && slug->str[slug->len - 1] != '-')
      g_string_append_c (slug, '-');
  if (slug->len > 0 && slug->str[slug->len - 1] == '-')
    g_string_truncate (slug, slug->len - 1);

  return g_string_free (slug, FALSE);
}

gboolean
mb_list_words_is_traditional (MbListWords *self, const char *text)
{
  g_autofree char *simple = transliterate (self->simplify, text);

  return !g_str_equal (simple, text);
}

static int
find_word (MbListWords *self, const Word *table, guint n, const char *text)
{
  g_autofree char *folded = mb_list_words_fold (self, text);

  for (guint i = 0; i < n; i++)
    if (strstr (folded, table[i].word) != NULL)
      return table[i].trade;

  return -1;
}

int
mb_list_words_find_trade (MbListWords *self, const char *category)
{
  for (int i = 0; i < MB_N_TRADES; i++)
    if (g_str_equal (category, mb_trade_names[i]))
      return i;

  return find_word (self, categories, G_N_ELEMENTS (categories), category);
}

int
mb_list_words_guess_trade (MbListWords *self, const char *name)
{
  return find_word (self, words, G_N_ELEMENTS (words), name);
}
