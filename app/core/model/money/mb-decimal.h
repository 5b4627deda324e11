/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/money/mb-money.h"

/* What money and mass share: decimal text and integers of its last place. Private to this room. */

/* @places: the decimals that the integer holds */
gboolean mb_decimal_parse (const char *text, gssize length, guint places, MbRounding rounding,
                           gint64 *value, GError **error);

/* @decimals: at most @places */
char *mb_decimal_format (gint64 value, guint places, guint decimals);
