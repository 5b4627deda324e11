/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/daily/mb-daily.h"

#include "core/model/time/mb-schedule.h"

gboolean
mb_daily_is_on (MbBoard *board, GArray *windows, gint64 now_us, gint64 *next_us)
{
  g_autoptr(MbMarketTime) time = mb_market_time_new ((MbMarket *) mb_board_get (board, MB_KIND_MARKET, "market"));
  MbWhen when = { .from = MB_TIME_UNSET, .to = MB_TIME_UNSET, .daily = windows };
  MbSchedule schedule;

  mb_schedule_init (&schedule, &when);
  if (next_us != NULL)
    *next_us = mb_schedule_get_next_change (&schedule, now_us, time);
  return mb_schedule_is_on (&schedule, now_us, time);
}
