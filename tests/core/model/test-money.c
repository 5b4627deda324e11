/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/mb-error.h"
#include "core/model/money/mb-mass.h"
#include "core/model/money/mb-money.h"

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    gint64 fen;     /* MB_UNSET: refused unless rounded */
    gint64 rounded; /* half up */
  } cases[] = {
    { "3.50", 350, 350 },
    { "3.5", 350, 350 },
    { "3", 300, 300 },
    { "0", 0, 0 },
    { "0.01", 1, 1 },
    { "0012.30", 1230, 1230 },
    { "3.500000", 350, 350 },
    { "0.1", 10, 10 },
    { "1.005", MB_UNSET, 101 },
    { "1.004999999999999999999", MB_UNSET, 100 },
    { "2.675", MB_UNSET, 268 },
    { "0.005", MB_UNSET, 1 },
    { "0.00499", MB_UNSET, 0 },
    { "9.999", MB_UNSET, 1000 },
    { "1.0000000000000000000000000000001", MB_UNSET, 100 },
    { "10000000000000", 1000000000000000, 1000000000000000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 fen = -7;

      g_test_message ("%s", cases[i].text);
      if (cases[i].fen != MB_UNSET)
        {
          g_assert_true (mb_money_parse (cases[i].text, -1, MB_ROUNDING_REFUSED, &fen, &error));
          g_assert_cmpint (fen, ==, cases[i].fen);
        }
      else
        {
          g_assert_false (mb_money_parse (cases[i].text, -1, MB_ROUNDING_REFUSED, &fen, &error));
          g_assert_error (error, MB_ERROR, MB_ERROR_INVALID);
          g_assert_cmpint (fen, ==, -7);
        }
      g_assert_true (mb_money_parse (cases[i].text, -1, MB_ROUNDING_HALF_UP, &fen, NULL));
      g_assert_cmpint (fen, ==, cases[i].rounded);
    }
}

static void
test_parse_refuses (void)
{
  static const char *const wrong[] = { "",     ".",    "3.",    ".5",   "-3.5",  "+3.5", "3,5",
                                       "1e3",  " 3.5", "3.5 ",  "3.5元", "0x10", "1.2.3", "..1",
                                       "1_000", "NaN", "inf", "３", "2.7（个）", "1,000" };
  static const char *const large[] = { "10000000000000.01", "99999999999999999999999999999999",
                                       "9223372036854775808", "18446744073709551617" };
  gint64 fen;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (mb_money_parse (wrong[i], -1, MB_ROUNDING_HALF_UP, &fen, &error));
      g_assert_error (error, MB_ERROR, MB_ERROR_SYNTAX);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (large); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (mb_money_parse (large[i], -1, MB_ROUNDING_HALF_UP, &fen, &error));
      g_assert_error (error, MB_ERROR, MB_ERROR_TOO_LARGE);
    }
  g_assert_true (mb_money_parse ("3.50元", 4, MB_ROUNDING_REFUSED, &fen, NULL));
}

static void
test_format (void)
{
  static const struct
  {
    gint64 fen;
    guint decimals;
    const char *text;
  } cases[] = {
    { 350, 1, "3.5" },          { 350, 2, "3.50" },          { 0, 2, "0.00" },
    { 5, 2, "0.05" },           { 5, 1, "0.1" },             { 4, 1, "0.0" },
    { -4, 1, "0.0" },           { -5, 1, "-0.1" },           { -20, 2, "-0.20" },
    { 995, 1, "10.0" },         { 999950, 1, "9999.5" },     { 999999, 2, "9999.99" },
    { 999999, 1, "10,000.0" },  { 1000000, 2, "10,000.00" }, { 123456789012, 2, "1,234,567,890.12" },
    { 1234567, 0, "12,346" },   { 350, 0, "4" },             { G_MAXINT64, 2, "92,233,720,368,547,758.07" },
    { -G_MAXINT64, 2, "-92,233,720,368,547,758.07" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = mb_money_format (cases[i].fen, cases[i].decimals);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
  g_assert_true (mb_money_is_whole_jiao (350));
  g_assert_true (mb_money_is_whole_jiao (MB_UNSET));
  g_assert_false (mb_money_is_whole_jiao (355));
}

/* What is written is read back, for every amount up to a hundred yuan. */
static void
test_round_trip (void)
{
  for (gint64 fen = 0; fen <= 10000; fen++)
    {
      g_autofree char *text = mb_money_format (fen, 2);
      gint64 back;

      g_assert_true (mb_money_parse (text, -1, MB_ROUNDING_REFUSED, &back, NULL));
      g_assert_cmpint (back, ==, fen);
    }
}

static void
test_convert (void)
{
  static const struct
  {
    gint64 fen;
    MbPer from, to;
    gint64 result;
  } cases[] = {
    { 700, MB_PER_KG, MB_PER_500G, 350 },
    { 701, MB_PER_KG, MB_PER_500G, 351 },  /* 350.5: half up */
    { 350, MB_PER_500G, MB_PER_KG, 700 },
    { 351, MB_PER_500G, MB_PER_KG, 702 },
    { 4800, MB_PER_500G, MB_PER_50G, 480 },
    { 4805, MB_PER_500G, MB_PER_50G, 481 },
    { 4804, MB_PER_500G, MB_PER_50G, 480 },
    { 480, MB_PER_50G, MB_PER_KG, 9600 },
    { 9, MB_PER_KG, MB_PER_50G, 0 },
    { 10, MB_PER_KG, MB_PER_50G, 1 },
    { 300, MB_PER_PIECE, MB_PER_PIECE, 300 },
    { 300, MB_PER_PIECE, MB_PER_KG, MB_UNSET },
    { 300, MB_PER_KG, MB_PER_BOX, MB_UNSET },
    { 300, MB_PER_BUNCH, MB_PER_BOX, MB_UNSET },
    { MB_UNSET, MB_PER_KG, MB_PER_500G, MB_UNSET },
    { G_MAXINT64, MB_PER_KG, MB_PER_500G, MB_UNSET },
    { G_MAXINT64, MB_PER_KG, MB_PER_KG, G_MAXINT64 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (mb_per_convert (cases[i].fen, cases[i].from, cases[i].to), ==,
                       cases[i].result);
    }
}

static void
test_amount (void)
{
  g_assert_cmpint (mb_money_amount (510, 980, MB_PER_500G), ==, 1000); /* 999.6 */
  g_assert_cmpint (mb_money_amount (512, 3500, MB_PER_KG), ==, 1792);
  g_assert_cmpint (mb_money_amount (1, 500, MB_PER_KG), ==, 1); /* half a fen */
  g_assert_cmpint (mb_money_amount (1, 499, MB_PER_KG), ==, 0);
  g_assert_cmpint (mb_money_amount (0, 980, MB_PER_500G), ==, 0);
  g_assert_cmpint (mb_money_amount (25, 1, MB_PER_50G), ==, 1);
  g_assert_cmpint (mb_money_amount (510, 980, MB_PER_PIECE), ==, MB_UNSET);
  g_assert_cmpint (mb_money_amount (MB_UNSET, 980, MB_PER_KG), ==, MB_UNSET);
  g_assert_cmpint (mb_money_amount (510, MB_UNSET, MB_PER_KG), ==, MB_UNSET);
  g_assert_cmpint (mb_money_amount (-510, 980, MB_PER_KG), ==, MB_UNSET);
  g_assert_cmpint (mb_money_amount (G_MAXINT64, 1, MB_PER_KG), ==, G_MAXINT64 / 1000 + 1);
  g_assert_cmpint (mb_money_amount (G_MAXINT64, 2, MB_PER_KG), ==, MB_UNSET);
}

static void
test_mass (void)
{
  static const struct
  {
    gint64 grams;
    MbPer per;
    const char *text;
  } cases[] = {
    { 510, MB_PER_KG, "0.51" },       { 510, MB_PER_500G, "1.02" }, { 12500, MB_PER_KG, "12.5" },
    { 12000, MB_PER_KG, "12" },       { 1, MB_PER_KG, "0.001" },    { 1, MB_PER_500G, "0.002" },
    { 0, MB_PER_KG, "0" },            { 500, MB_PER_500G, "1" },    { -35, MB_PER_KG, "-0.035" },
    { 12345678, MB_PER_KG, "12,345.678" },
  };
  gint64 grams;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = mb_mass_format (cases[i].grams, cases[i].per);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
  g_assert_true (mb_mass_parse_kg ("0.512", -1, MB_ROUNDING_REFUSED, &grams, NULL));
  g_assert_cmpint (grams, ==, 512);
  g_assert_true (mb_mass_parse_kg ("12", -1, MB_ROUNDING_REFUSED, &grams, NULL));
  g_assert_cmpint (grams, ==, 12000);
  g_assert_false (mb_mass_parse_kg ("0.5125", -1, MB_ROUNDING_REFUSED, &grams, NULL));
  g_assert_true (mb_mass_parse_kg ("0.5125", -1, MB_ROUNDING_HALF_UP, &grams, NULL));
  g_assert_cmpint (grams, ==, 513);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/money/parse", test_parse);
  g_test_add_func ("/money/parse/refuses", test_parse_refuses);
  g_test_add_func ("/money/format", test_format);
  g_test_add_func ("/money/round-trip", test_round_trip);
  g_test_add_func ("/money/convert", test_convert);
  g_test_add_func ("/money/amount", test_amount);
  g_test_add_func ("/mass", test_mass);

  return g_test_run ();
}
