/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/money/mb-unit.h"

G_BEGIN_DECLS

/**
 * Money is integer fen, %MB_UNSET when nobody said; 100 fen are one yuan. No floating point comes
 * near it.
 */

typedef enum
{
  MB_ROUNDING_REFUSED, /* what does not fit is an error */
  MB_ROUNDING_HALF_UP
} MbRounding;

/**
 * mb_money_parse: reads yuan in decimals: "3.5", "12", "0.08". Without sign, without separators.
 * More than two decimals are refused, unless they are zeros or @rounding allows to round.
 *
 * Errors: %MB_ERROR_SYNTAX not a number, %MB_ERROR_INVALID finer than a fen,
 * %MB_ERROR_TOO_LARGE above 10^13 yuan
 */
gboolean mb_money_parse (const char *text, gssize length, MbRounding rounding, gint64 *fen,
                         GError **error);

/**
 * mb_money_format: yuan in decimals, with a comma in every thousand from 10,000 yuan on.
 * @decimals: 0, 1 or 2; what is finer is rounded half up
 *
 * Returns: (transfer full): "3.5", "-0.20", "12,345.00"
 */
char *mb_money_format (gint64 fen, guint decimals);

/** mb_money_is_whole_jiao: whether one decimal says all of it; %MB_UNSET is. */
gboolean mb_money_is_whole_jiao (gint64 fen);

/**
 * mb_money_amount: round_half_up (@grams x @fen_per / grams of @per).
 *
 * Returns: %MB_UNSET when one of them is unset or negative, @per is counted, or the amount has no
 * room
 */
gint64 mb_money_amount (gint64 grams, gint64 fen_per, MbPer per);

G_END_DECLS
