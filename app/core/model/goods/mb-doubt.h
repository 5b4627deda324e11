/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-time.h"
#include "core/model/goods/mb-per.h"

G_BEGIN_DECLS

/** What a market allows from one price to the next, in percent of the former, unless it says otherwise. */
#define MB_PRICE_JUMP_PERCENT 50

/** MbFigures: what a price says; an amount that it does not is %MB_UNSET. */
typedef struct
{
  gint64 fen, low_fen, high_fen;
  MbPer per;
} MbFigures;

/** MbDoubt: why a new price needs a second look before a hall of shoppers sees it. */
typedef enum
{
  MB_DOUBT_NONE,
  MB_DOUBT_UNIT, /* it is for another unit than the former */
  MB_DOUBT_JUMP  /* it is off the former by more than the market's limit */
} MbDoubt;

/**
 * mb_doubt: the one rule of hub, import and editor. Compared is what shoppers read first: the price,
 * where both say one, else the lowest, else the highest, else the first that each says.
 * @percent: the market's limit, %MB_UNSET: the usual
 */
MbDoubt mb_doubt (const MbFigures *former, const MbFigures *news, gint64 percent);

/** mb_doubt_get_amounts: the two amounts that mb_doubt() compares. */
void mb_doubt_get_amounts (const MbFigures *former, const MbFigures *news, gint64 *old_fen, gint64 *new_fen);

/**
 * mb_doubt_find_slip: whether one amount is about ten, a hundred or a thousand times the other (give or
 * take a quarter): a decimal point that slipped.
 *
 * Returns: the factor, negative where the new one is the smaller; 0: neither
 */
int mb_doubt_find_slip (gint64 old_fen, gint64 new_fen);

G_END_DECLS
