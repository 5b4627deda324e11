/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-time.h"
#include "core/model/goods/mb-per.h"

G_BEGIN_DECLS

/** mb_per_get_grams: how much one unit weighs; 0 for what is counted. */
gint64 mb_per_get_grams (MbPer per);

/** mb_per_convert: a price for another unit, rounded half up to the fen.
 *
 * Returns: %MB_UNSET when @fen is, when one of two different units is counted, or when the result
 * has no room */
gint64 mb_per_convert (gint64 fen, MbPer from, MbPer to);

G_END_DECLS
