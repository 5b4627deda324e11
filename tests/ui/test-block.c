/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/type/mb-block.h"

#include <string.h>

#define N 40

typedef struct
{
  GtkWidget *window;
  MbType *type;
} Stage;

static void
stage_set_up (Stage *stage, gconstpointer language)
{
  stage->window = gtk_window_new ();
  stage->type = mb_type_new (stage->window, mb_catalogue_get (language), N);
}

static void
stage_tear_down (Stage *stage, gconstpointer unused)
{
  mb_type_unref (stage->type);
  gtk_window_destroy (GTK_WINDOW (stage->window));
}

static char *
join_lines (const MbBlock *block)
{
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < mb_block_get_n_lines (block); i++)
    g_string_append_printf (lines, "%s%s", i > 0 ? "|" : "", mb_block_get_line (block, i));
  return g_string_free (lines, FALSE);
}

/* A stall's number stands on one line, wherever that ends. */
static void
check_number (Stage *stage, const char *sentence, const char *number)
{
  guint n_broken = 0;

  for (int width = 6 * N; width < 25 * N; width++)
    {
      g_autoptr (MbBlock) block =
          mb_block_new (stage->type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, MB_TONE_TEXT, sentence, width, 9);
      g_autofree char *lines = join_lines (block);

      g_assert_true (mb_block_is_whole (block));
      g_assert_cmpint (mb_block_get_width (block), <=, width);
      if (strstr (lines, number) == NULL)
        g_error ("%d px: %s", width, lines);
      n_broken += mb_block_get_n_lines (block) > 1 ? 1 : 0;
    }
  g_assert_cmpuint (n_broken, >, 100);
}

static void
test_number (Stage *stage, gconstpointer language)
{
  if (g_str_equal (language, "en"))
    check_number (stage, "Yardlong beans (A区12号) quick test positive, withdrawn from sale 07:10", "(A区12号)");
  else
    check_number (stage, "豇豆（A区12号）　快检阳性，07:10已停售", "（A区12号）");
}

static void
test_option (Stage *stage, gconstpointer unused)
{
  check_number (stage, "主机上有多个市场，用 screen.env 里的 --market 选一个", "--market");
}

static void
test_measure (Stage *stage, gconstpointer unused)
{
  check_number (stage, "买过草鱼和花鲢的每500克减一些钱，送完为止，先到先得", "500克");
}

/* No last line holds one character, nor begins with what ends a word. */
static void
test_orphan (Stage *stage, gconstpointer unused)
{
  for (int width = 3 * N; width < 5 * N; width++)
    {
      g_autoptr (MbBlock) block =
          mb_block_new (stage->type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, MB_TONE_TEXT, "7.2元/斤", width, 9);
      g_autofree char *lines = join_lines (block);

      g_assert_null (strstr (lines, "|/"));
      g_assert_null (strstr (lines, "|斤"));
    }
}

static char *
break_lines (Stage *stage, const char *text, int width)
{
  g_autoptr (MbBlock) block = mb_block_new (stage->type, MB_STEP_NAME, PANGO_WEIGHT_NORMAL, MB_TONE_TEXT, text, width, 9);

  g_assert_cmpint (mb_block_get_width (block), <=, width);
  return join_lines (block);
}

/* A short word is not left alone below a long line, if that makes them more even. */
static void
test_lone_word (Stage *stage, gconstpointer unused)
{
  int width = mb_type_measure (stage->type, MB_STEP_NAME, PANGO_WEIGHT_NORMAL, "Offers are announced") + 4;
  g_autofree char *mended = break_lines (stage, "Offers are announced here", width);
  g_autofree char *even = break_lines (stage, "Offers are announced everywhere", width);
  g_autofree char *whole = break_lines (stage, "Offers (at stall 12) somewhere", width);

  g_assert_cmpstr (mended, ==, "Offers are|announced here");
  g_assert_cmpstr (even, ==, "Offers are announced|everywhere");
  g_assert_cmpstr (whole, ==, "Offers (at stall 12)|somewhere");
}

/* "And" begins the line of what it joins to something, where that has room. */
static void
test_conjunction (Stage *stage, gconstpointer unused)
{
  g_autofree char *mended = break_lines (stage, "扫码看产地和检测", 6 * N + 4);
  g_autofree char *full = break_lines (stage, "看产地和检测人", 4 * N + 4);

  g_assert_cmpstr (mended, ==, "扫码看产地|和检测");
  g_assert_cmpstr (full, ==, "看产地|和检测人");
}

static gboolean
is_of (PangoLayoutRun *run, const char *family)
{
  PangoFontDescription *description = pango_font_describe (run->item->analysis.font);
  gboolean same = g_strcmp0 (pango_font_description_get_family (description), family) == 0;

  pango_font_description_free (description);
  return same;
}

/* What telephones write into names is drawn, and no figure's digits come from the face that draws it. */
static void
test_emoji (Stage *stage, gconstpointer unused)
{
  g_autoptr (MbInk) ink = mb_ink_new (stage->type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, MB_TONE_TEXT);
  PangoLayout *layout;
  guint n_faces = 0;

  mb_ink_set_text (ink, "🥬特价3.5元👍🏿 2026");
  layout = mb_ink_get_layout (ink);
  g_assert_cmpint (pango_layout_get_unknown_glyphs_count (layout), ==, 0);
  for (GSList *run = pango_layout_get_line_readonly (layout, 0)->runs; run != NULL; run = run->next)
    {
      PangoItem *item = ((PangoLayoutRun *) run->data)->item;
      const char *text = pango_layout_get_text (layout) + item->offset;

      if (is_of (run->data, "Noto Sans CJK SC"))
        continue;
      n_faces++;
      for (int i = 0; i < item->length; i++)
        g_assert_false (g_ascii_isdigit (text[i]));
    }
  g_assert_cmpuint (n_faces, ==, 2);
}

/* What is wider than a line has to be broken, and a sentence in brackets may be. */
static void
test_long (Stage *stage, gconstpointer unused)
{
  g_autoptr (MbBlock) narrow =
      mb_block_new (stage->type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, MB_TONE_TEXT, "豇豆（A区12号）", 3 * N, 9);
  g_autoptr (MbBlock) sentence =
      mb_block_new (stage->type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, MB_TONE_TEXT,
                    "豇豆（请到服务台查看今天上午的全部检测报告原件）", 12 * N, 9);

  g_assert_true (mb_block_is_whole (narrow));
  g_assert_cmpint (mb_block_get_width (narrow), <=, 3 * N);
  g_assert_true (g_str_has_prefix (mb_block_get_line (sentence, 0), "豇豆（请到"));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add ("/block/number/zh-hans", Stage, "zh-Hans", stage_set_up, test_number, stage_tear_down);
  g_test_add ("/block/number/en", Stage, "en", stage_set_up, test_number, stage_tear_down);
  g_test_add ("/block/option", Stage, "zh-Hans", stage_set_up, test_option, stage_tear_down);
  g_test_add ("/block/measure", Stage, "zh-Hans", stage_set_up, test_measure, stage_tear_down);
  g_test_add ("/block/orphan", Stage, "zh-Hans", stage_set_up, test_orphan, stage_tear_down);
  g_test_add ("/block/lone-word", Stage, "en", stage_set_up, test_lone_word, stage_tear_down);
  g_test_add ("/block/conjunction", Stage, "zh-Hans", stage_set_up, test_conjunction, stage_tear_down);
  g_test_add ("/block/emoji", Stage, "zh-Hans", stage_set_up, test_emoji, stage_tear_down);
  g_test_add ("/block/long", Stage, "zh-Hans", stage_set_up, test_long, stage_tear_down);
  return g_test_run ();
}
