/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/mb-error.h"
#include "core/model/place/mb-market-choice.h"

#include <string.h>

static void
test_only (void)
{
  static const char *const none[] = { NULL }, *const one[] = { "guihua", NULL }, *const two[] = { "guihua", "huaiyin", NULL };
  g_autoptr (GError) no_market = NULL, several = NULL, error = NULL;
  g_autofree char *only = mb_market_choose_only (one, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (only, ==, "guihua");
  g_assert_null (mb_market_choose_only (none, &no_market));
  g_assert_error (no_market, MB_ERROR, MB_ERROR_NOT_FOUND);
  g_assert_null (mb_market_choose_only (two, &several));
  g_assert_error (several, MB_ERROR, MB_ERROR_INVALID);
  g_assert_nonnull (strstr (several->message, "--market says which one: guihua, huaiyin"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/market-choice/only", test_only);
  return g_test_run ();
}
