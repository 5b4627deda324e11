/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/mb-texts.h"

static void
test_choice (void)
{
  g_autoptr (MbTexts) all = mb_texts_new_single ("en", "spinach");
  g_autoptr (MbTexts) one = mb_texts_new_single ("en", "spinach");
  g_autoptr (MbTexts) none = mb_texts_new ();

  mb_texts_set (all, "zh-Hans", "菠菜");
  mb_texts_set (all, "zh-Hant", "菠菜 ");

  g_assert_cmpstr (mb_texts_get (all, "en"), ==, "spinach");
  g_assert_cmpstr (mb_texts_get (all, "zh-Hant"), ==, "菠菜 ");
  g_assert_cmpstr (mb_texts_get (all, "fr"), ==, "菠菜");
  g_assert_cmpstr (mb_texts_get (one, "zh-Hant"), ==, "spinach");
  g_assert_cmpstr (mb_texts_get (none, "en"), ==, "");
  g_assert_cmpstr (mb_texts_get (NULL, "en"), ==, "");
  g_assert_null (mb_texts_get_exact (one, "zh-Hans"));
}

static void
test_set (void)
{
  g_autoptr (MbTexts) texts = mb_texts_new_single ("en", "leek");

  mb_texts_set (texts, "en", "chives");
  g_assert_cmpuint (mb_texts_get_n (texts), ==, 1);
  g_assert_cmpstr (mb_texts_get_nth (texts, 0), ==, "chives");

  mb_texts_set (texts, "zh-Hans", "韭菜");
  g_assert_cmpuint (mb_texts_get_n (texts), ==, 2);
  g_assert_cmpstr (mb_texts_get_language (texts, 1), ==, "zh-Hans");
}

static void
test_equal (void)
{
  g_autoptr (MbTexts) a = mb_texts_new_single ("en", "egg");
  g_autoptr (MbTexts) b = mb_texts_new_single ("en", "egg");
  g_autoptr (MbTexts) same = g_boxed_copy (MB_TYPE_TEXTS, a);

  g_assert_true (same == a);
  g_assert_true (mb_texts_equal (a, b));
  g_assert_true (mb_texts_equal (NULL, NULL));
  g_assert_false (mb_texts_equal (a, NULL));

  mb_texts_set (b, "zh-Hans", "蛋");
  g_assert_false (mb_texts_equal (a, b));
}

static void
test_language (void)
{
  static const char *const good[] = { "zh-Hans", "en", "zh-Hant-TW", "de-CH-1996", "x-a1" };
  static const char *const bad[] = {
    "",
    "-",
    "zh-",
    "-zh",
    "zh--Hans",
    "zh_Hans",
    "2h",
    "zh Hans",
    "toolongtag",
    "中文",
    "aa-bbbbbbbb-cccccccc-dddddddd-eeeeeeee",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (mb_language_is_valid (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (mb_language_is_valid (bad[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/texts/choice", test_choice);
  g_test_add_func ("/texts/set", test_set);
  g_test_add_func ("/texts/equal", test_equal);
  g_test_add_func ("/texts/language", test_language);

  return g_test_run ();
}
