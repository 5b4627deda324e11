/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/goods/mb-doubt.h"

#define NO MB_UNSET

static void
test_rule (void)
{
  static const struct
  {
    MbFigures former, news;
    gint64 percent;
    MbDoubt doubt;
  } cases[] = {
    { { 350, NO, NO, MB_PER_500G }, { 360, NO, NO, MB_PER_500G }, NO, MB_DOUBT_NONE },
    { { 350, NO, NO, MB_PER_500G }, { 3500, NO, NO, MB_PER_500G }, NO, MB_DOUBT_JUMP },
    { { 350, NO, NO, MB_PER_500G }, { 35, NO, NO, MB_PER_500G }, NO, MB_DOUBT_JUMP },
    { { 350, NO, NO, MB_PER_500G }, { 350, NO, NO, MB_PER_KG }, NO, MB_DOUBT_UNIT },
    /* exactly on the limit is within it */
    { { 200, NO, NO, MB_PER_KG }, { 300, NO, NO, MB_PER_KG }, NO, MB_DOUBT_NONE },
    { { 200, NO, NO, MB_PER_KG }, { 301, NO, NO, MB_PER_KG }, NO, MB_DOUBT_JUMP },
    { { 200, NO, NO, MB_PER_KG }, { 100, NO, NO, MB_PER_KG }, NO, MB_DOUBT_NONE },
    { { 3, NO, NO, MB_PER_KG }, { 4, NO, NO, MB_PER_KG }, NO, MB_DOUBT_NONE },
    { { 200, NO, NO, MB_PER_KG }, { 300, NO, NO, MB_PER_KG }, 20, MB_DOUBT_JUMP },
    { { 200, NO, NO, MB_PER_KG }, { 1000, NO, NO, MB_PER_KG }, 400, MB_DOUBT_NONE },
    /* the range moves more freely than the price */
    { { 200, 50, 300, MB_PER_KG }, { 200, 190, 900, MB_PER_KG }, NO, MB_DOUBT_NONE },
    { { NO, 200, NO, MB_PER_KG }, { NO, 500, NO, MB_PER_KG }, NO, MB_DOUBT_JUMP },
    /* a list that has only the lowest after one that had it and the average */
    { { 260, 200, 300, MB_PER_KG }, { NO, 200, NO, MB_PER_KG }, NO, MB_DOUBT_NONE },
    { { 500, NO, NO, MB_PER_KG }, { NO, 200, NO, MB_PER_KG }, NO, MB_DOUBT_JUMP },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %u", i);
      g_assert_cmpint (mb_doubt (&cases[i].former, &cases[i].news, cases[i].percent), ==, cases[i].doubt);
    }
}

static void
test_slip (void)
{
  g_assert_cmpint (mb_doubt_find_slip (350, 3500), ==, 10);
  g_assert_cmpint (mb_doubt_find_slip (350, 3200), ==, 10);
  g_assert_cmpint (mb_doubt_find_slip (3500, 350), ==, -10);
  g_assert_cmpint (mb_doubt_find_slip (350, 36000), ==, 100);
  g_assert_cmpint (mb_doubt_find_slip (350, 350000), ==, 1000);
  g_assert_cmpint (mb_doubt_find_slip (350, 350), ==, 0);
  g_assert_cmpint (mb_doubt_find_slip (350, 1750), ==, 0);
  g_assert_cmpint (mb_doubt_find_slip (NO, 350), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/doubt/rule", test_rule);
  g_test_add_func ("/doubt/slip", test_slip);

  return g_test_run ();
}
