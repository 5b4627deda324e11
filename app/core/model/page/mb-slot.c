/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/page/mb-slot.h"

#define MS G_GINT64_CONSTANT (1000)

gint64
mb_slot_get_length (guint n_rows, gboolean elder)
{
  gint64 length_ms = (gint64) n_rows * (elder ? 1800 : 1200);

  return CLAMP (length_ms, 8000, elder ? 20000 : 14000) * MS;
}

MbSlot
mb_slot_at (gint64 us, gint64 length_us, MbMarketTime *time)
{
  MbSlot slot = { 0 };
  gint64 midnight, next_midnight, n_slots;

  g_return_val_if_fail (length_us > 0, slot);
  g_return_val_if_fail (time != NULL, slot);

  slot.day = mb_market_time_get_date (time, us);
  midnight = mb_market_time_get_midnight (time, slot.day);
  next_midnight = mb_market_time_get_midnight (time, mb_date_add (slot.day, 1));
  n_slots = MAX ((next_midnight - midnight) / length_us, 1);

  slot.number = MIN ((us - midnight) / length_us, n_slots - 1);
  slot.begin_us = midnight + slot.number * length_us;
  slot.end_us = slot.number == n_slots - 1 ? next_midnight : slot.begin_us + length_us;

  return slot;
}
