/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/money/mb-mass.h"

#include "core/model/money/mb-decimal.h"

#define PLACES 3

gboolean
mb_mass_parse_kg (const char *text, gssize length, MbRounding rounding, gint64 *grams,
                  GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (grams != NULL, FALSE);

  return mb_decimal_parse (text, length, PLACES, rounding, grams, error);
}

char *
mb_mass_format (gint64 grams, MbPer per)
{
  gint64 thousandths;
  guint decimals = PLACES;

  g_return_val_if_fail (grams > G_MININT64 / 2 && grams < G_MAXINT64 / 2, NULL);
  g_return_val_if_fail (per == MB_PER_KG || per == MB_PER_500G, NULL);

  thousandths = per == MB_PER_KG ? grams : grams * 2;
  for (gint64 rest = thousandths; decimals > 0 && rest % 10 == 0; rest /= 10)
    decimals--;

  return mb_decimal_format (thousandths, PLACES, decimals);
}
