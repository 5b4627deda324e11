/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-nasty.h"

#include "core/model/mb-texts.h"
#include <json-glib/json-glib.h>
#include <string.h>

typedef struct
{
  const char *name;
  const char *pieces[12]; /* taken at random, until there are enough bytes; NULL: any character there is */
  gsize bytes;
} Nasty;

#define ARABIC "الطماطم الطازجة"
#define HEBREW "עגבניות"

static const Nasty nasties[] = {
  { "markup", { "<span size=\"999999\">", "</span>", "&amp;", "<b>", "&#x26;", "<script>", "]]>", "%s%n", "{price}", "{name}" }, 90 },
  { "controls", { "\x01", "\x1b[31m", "\n", "\r\n", "\t", "\x7f", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9", "菜", "a" }, 60 },
  { "lines", { "一行\n", "\n", "two\r\n" }, 4000 },
  { "overrides", { "\u202e", "\u202d", "\u2066", "\u2067", "\u2068", "\u2069", "\u202c", "菠菜", "3.5", "abc" }, 60 },
  { "towers", { "Z\u0301\u0302\u0303\u0304\u0336\u0489\u0310\u0311\u0352\u0357\u0346\u031f\u0323\u0324\u0325\u0326", "菜\u0301\u0489\u0301\u0489\u0301\u0489" }, 900 },
  { "marks alone", { "\u0301", "\u0336", "\u20dd", "\u0489" }, 2000 },
  { "nothing seen", { "\u200b", "\u200c", "\u200d", "\ufeff", "\u2060", "\u00ad", "\u034f", "\u180e", "\U000e0041" }, 300 },
  { "half seen", { "\u200b", "\u200d", "\ufe0f", "菠", "菜", "\ufeff", "x" }, 80 },
  { "emoji", { "👨‍👩‍👧‍👦", "🏳️‍🌈", "🥬", "1️⃣", "🇨🇳", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👍🏿" }, 60 },
  { "many emoji", { "👨‍👩‍👧‍👦", "🥬" }, UI_NASTY_BYTES },
  { "from the right", { ARABIC, HEBREW, " ", "12.5", "（", "）" }, 70 },
  { "long from the right", { ARABIC, HEBREW, " " }, UI_NASTY_BYTES },
  { "without a space", { "W" }, UI_NASTY_BYTES },
  { "narrow", { "i", "l", "." }, UI_NASTY_BYTES },
  { "long han", { "饕", "餮", "菜" }, UI_NASTY_BYTES },
  { "words", { "tomato", " ", "  ", "fresh", "的" }, UI_NASTY_BYTES },
  { "punctuation", { "，", "。", "！", "（", "）", "—", "…", "·" }, 60 },
  { "brackets", { "（", "）", "[", "]" }, 12 },
  { "spaces", { " ", "　", "\u00a0", "\u2003", "\t" }, 40 },
  { "spaces between", { "a", " ", "　" , " ", " ", " ", "\u2003" }, UI_NASTY_BYTES },
  { "figures", { "3.50", "元/斤", "9.99", "¥", "0" }, 40 },
  { "scripts", { "ผักกาดขาว", "पालक", "བོད་སྐད", "ᠮᠣᠩᠭᠣᠯ", "ភាសាខ្មែរ", "\u1112\u1161\u11ab", "Ψωμί" }, 120 },
  { "no such characters", { "\ue000", "\ufffe", "\U0010ffff", "\u0378", "\ufffd", "\ufffc" }, 60 },
  { "wide", { "﷽", "𒐫", "꧅", "⸻" }, 40 },
  { "anything", { NULL }, 400 },
  { "one", { "菜" }, 3 },
};

guint
ui_nasty_get_n (void)
{
  return G_N_ELEMENTS (nasties);
}

const char *
ui_nasty_get_name (guint kind)
{
  return nasties[kind].name;
}

static void
append_any (GString *text, GRand *rand)
{
  gunichar c;

  do
    c = (gunichar) g_rand_int_range (rand, 1, 0x110000);
  while (c >= 0xd800 && c < 0xe000);
  g_string_append_unichar (text, c);
}

char *
ui_nasty_make (guint kind, guint32 seed)
{
  const Nasty *nasty = &nasties[kind];
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  GString *text = g_string_new (NULL);
  int n = 0;

  while (n < (int) G_N_ELEMENTS (nasty->pieces) && nasty->pieces[n] != NULL)
    n++;
  for (;;)
    {
      gsize before = text->len;

      if (n > 0)
        g_string_append (text, nasty->pieces[g_rand_int_range (rand, 0, n)]);
      else
        append_any (text, rand);
      if (text->len <= nasty->bytes)
        continue;
      g_string_truncate (text, before);
      return g_string_free (text, FALSE);
    }
}

static void fill (MbRecord *record, const MbSchema *schema, gpointer structure, const char *text);

/* Takes the old value back where the record is none with the new one. */
static void
try_string (MbRecord *record, char **at, const char *text)
{
  char *before = *at;

  *at = g_strdup (text);
  if (mb_record_check (record, NULL))
    {
      g_free (before);
      return;
    }
  g_free (*at);
  *at = before;
}

static void
fill_field (MbRecord *record, const MbField *field, gpointer structure, const char *text)
{
  gpointer *at = G_STRUCT_MEMBER_P (structure, field->offset);
  GPtrArray *list;

  switch (field->type)
    {
    case MB_FIELD_TEXTS:
      mb_texts_unref (*at);
      *at = mb_texts_new_single ("zh-Hans", text);
      g_assert_true (mb_record_check (record, NULL));
      break;
    case MB_FIELD_STRING:
      try_string (record, (char **) at, text);
      break;
    case MB_FIELD_STRUCT:
      fill (record, field->schema, *at, text);
      break;
    case MB_FIELD_LIST:
      list = *at;
      for (guint i = 0; i < list->len; i++)
        fill (record, field->schema, list->pdata[i], text);
      break;
    default:
      break;
    }
}

static void
fill (MbRecord *record, const MbSchema *schema, gpointer structure, const char *text)
{
  for (guint i = 0; i < schema->n_fields; i++)
    if (mb_field_is_set (&schema->fields[i], structure))
      fill_field (record, &schema->fields[i], structure, text);
}

void
ui_nasty_fill (MbRecord *record, const char *text)
{
  fill (record, mb_kind_get_schema (mb_record_get_kind (record)), record, text);
}

static void lack (JsonNode *root, JsonNode *at, GPtrArray *lines);

static void
lack_member (JsonNode *root, JsonObject *object, const char *name, GPtrArray *lines)
{
  JsonNode *member = json_object_dup_member (object, name);

  lack (root, json_object_get_member (object, name), lines);
  json_object_remove_member (object, name);
  g_ptr_array_add (lines, json_to_string (root, FALSE));
  json_object_set_member (object, name, member);
}

static void
lack (JsonNode *root, JsonNode *at, GPtrArray *lines)
{
  if (JSON_NODE_HOLDS_OBJECT (at))
    {
      JsonObject *object = json_node_get_object (at);
      g_autoptr (GList) names = json_object_get_members (object);

      for (GList *item = names; item != NULL; item = item->next)
        {
          g_autofree char *name = g_strdup (item->data);

          lack_member (root, object, name, lines);
        }
    }
  else if (JSON_NODE_HOLDS_ARRAY (at))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (at)); i++)
      lack (root, json_array_get_element (json_node_get_array (at), i), lines);
}

GPtrArray *
ui_nasty_lacking (const char *line)
{
  g_autoptr (JsonNode) root = json_from_string (line, NULL);
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  g_assert_nonnull (root);
  lack (root, json_object_get_member (json_node_get_object (root), "value"), lines);
  if (json_object_has_member (json_node_get_object (root), "derived"))
    lack (root, json_object_get_member (json_node_get_object (root), "derived"), lines);
  return lines;
}
