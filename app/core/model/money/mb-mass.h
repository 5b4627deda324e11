/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/money/mb-money.h"

G_BEGIN_DECLS

/**
 * Mass is integer grams, %MB_UNSET when nobody said.
 */

/**
 * mb_mass_parse_kg: reads kilograms in decimals: "12.5", "0.512"; errors as mb_money_parse(), with
 * three decimals.
 */
gboolean mb_mass_parse_kg (const char *text, gssize length, MbRounding rounding, gint64 *grams,
                           GError **error);

/**
 * mb_mass_format: in kilograms or in units of 500 g, exactly, with no more decimals than needed.
 * @per: %MB_PER_KG or %MB_PER_500G
 *
 * Returns: (transfer full): 510 g are "0.51" and "1.02"
 */
char *mb_mass_format (gint64 grams, MbPer per);

G_END_DECLS
