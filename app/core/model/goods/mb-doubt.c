/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/goods/mb-doubt.h"

static gint64
first_amount (const MbFigures *figures)
{
  if (figures->fen != MB_UNSET)
    return figures->fen;

  return figures->low_fen != MB_UNSET ? figures->low_fen : figures->high_fen;
}

void
mb_doubt_get_amounts (const MbFigures *former, const MbFigures *news, gint64 *old_fen, gint64 *new_fen)
{
  const gint64 pairs[][2] = {
    { former->fen, news->fen },
    { former->low_fen, news->low_fen },
    { former->high_fen, news->high_fen },
  };

  *old_fen = first_amount (former);
  *new_fen = first_amount (news);
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (pairs[i][0] != MB_UNSET && pairs[i][1] != MB_UNSET)
      {
        *old_fen = pairs[i][0];
        *new_fen = pairs[i][1];
        return;
      }
}

MbDoubt
mb_doubt (const MbFigures *former, const MbFigures *news, gint64 percent)
{
  gint64 old_fen, new_fen;

  g_return_val_if_fail (former != NULL, MB_DOUBT_NONE);
  g_return_val_if_fail (news != NULL, MB_DOUBT_NONE);

  if (former->per != news->per)
    return MB_DOUBT_UNIT;

  mb_doubt_get_amounts (former, news, &old_fen, &new_fen);
  if (old_fen == MB_UNSET || new_fen == MB_UNSET)
    return MB_DOUBT_NONE;
  if (percent == MB_UNSET)
    percent = MB_PRICE_JUMP_PERCENT;

  return ABS (new_fen - old_fen) * 100 > old_fen * percent ? MB_DOUBT_JUMP : MB_DOUBT_NONE;
}

int
mb_doubt_find_slip (gint64 old_fen, gint64 new_fen)
{
  gint64 small = MIN (old_fen, new_fen), large = MAX (old_fen, new_fen);

  if (old_fen == MB_UNSET || new_fen == MB_UNSET)
    return 0;
  for (int factor = 10; factor <= 1000; factor *= 10)
    if (large * 5 >= small * factor * 4 && large * 4 <= small * factor * 5)
      return new_fen > old_fen ? factor : -factor;

  return 0;
}
