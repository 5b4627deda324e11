/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/money/mb-money.h"

#include "core/model/money/mb-decimal.h"

#define PLACES 2

gboolean
mb_money_parse (const char *text, gssize length, MbRounding rounding, gint64 *fen, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (fen != NULL, FALSE);

  return mb_decimal_parse (text, length, PLACES, rounding, fen, error);
}

char *
mb_money_format (gint64 fen, guint decimals)
{
  g_return_val_if_fail (fen != MB_UNSET, NULL);
  g_return_val_if_fail (decimals <= PLACES, NULL);

  return mb_decimal_format (fen, PLACES, decimals);
}

gboolean
mb_money_is_whole_jiao (gint64 fen)
{
  return fen == MB_UNSET || fen % 10 == 0;
}

gint64
mb_money_amount (gint64 grams, gint64 fen_per, MbPer per)
{
  guint64 unit = (guint64) mb_per_get_grams (per);
  guint64 product;

  /* An unset one is negative too. */
  if (unit == 0 || grams < 0 || fen_per < 0 ||
      !g_uint64_checked_mul (&product, (guint64) grams, (guint64) fen_per) ||
      !g_uint64_checked_add (&product, product, unit / 2) || product / unit > G_MAXINT64)
    return MB_UNSET;

  return (gint64) (product / unit);
}
