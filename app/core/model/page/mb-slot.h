/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/time/mb-market-time.h"

G_BEGIN_DECLS

/**
 * MbSlot: a stretch of the market day in which one page stands. Slots are counted from the market's
 * midnight, all of one length, so that neighbouring screens turn together; the last of a day also
 * takes what is left of it, so that midnight cuts no page short.
 */
typedef struct
{
  MbDate day;
  gint64 number;             /* from 0 */
  gint64 begin_us, end_us;
} MbSlot;

/**
 * mb_slot_get_length: how long a page of @n_rows stands: 1.2 s a row, 8 to 14 s; for the elderly
 * 1.8 s, to 20 s.
 */
gint64 mb_slot_get_length (guint n_rows, gboolean elder);

MbSlot mb_slot_at (gint64 us, gint64 length_us, MbMarketTime *time);

G_END_DECLS
