/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/money/mb-unit.h"

#include "core/model/money/mb-money.h"

gint64
mb_per_get_grams (MbPer per)
{
  switch (per)
    {
    case MB_PER_KG:
      return 1000;
    case MB_PER_500G:
      return 500;
    case MB_PER_50G:
      return 50;
    case MB_PER_PIECE:
    case MB_PER_BUNCH:
    case MB_PER_BOX:
    default:
      return 0;
    }
}

gint64
mb_per_convert (gint64 fen, MbPer from, MbPer to)
{
  gint64 grams = mb_per_get_grams (to);

  if (fen == MB_UNSET || from == to)
    return fen;
  if (grams == 0)
    return MB_UNSET;

  return mb_money_amount (grams, fen, from);
}
