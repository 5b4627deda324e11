/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-board.h"

G_BEGIN_DECLS

/**
 * mb_daily_is_on: whether a moment lies in daily windows, by the time of the board's market.
 * @windows: (element-type MbWindow): at least one
 * @next_us: (out) (optional): when that will be otherwise
 */
gboolean mb_daily_is_on (MbBoard *board, GArray *windows, gint64 now_us, gint64 *next_us);

G_END_DECLS
