/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/show/mb-notice.h"
#include "core/model/time/mb-market-time.h"

G_BEGIN_DECLS

typedef enum
{
  MB_ALARM_NONE,
  MB_ALARM_EMERGENCY, /* over everything */
  MB_ALARM_CLEAR      /* it is over: for a minute */
} MbAlarmState;

/**
 * MbAlarm: the emergency that stands, which may have come before its delta, and the minute after it. All
 * by the clock, so that it ends where no hub is heard. Begins as zeroes with mb_alarm_init().
 */
typedef struct
{
  MbNotice *early;       /* (owned) (nullable): its delta is not in yet */
  MbNotice *notice;      /* (owned) (nullable): stands */
  gint64 clear_until_us; /* MB_UNSET */
} MbAlarm;

void mb_alarm_init (MbAlarm *self);
void mb_alarm_clear (MbAlarm *self);

/** mb_alarm_set_early: %NULL when its delta is in. */
void mb_alarm_set_early (MbAlarm *self, MbNotice *notice);

/**
 * mb_alarm_look: what stands at @now_us.
 * @standing: (element-type MbNotice): the board's notices that do, the gravest first
 * @ended_us: when the last emergency that is over ended, for who did not see it; MB_UNSET: none
 * @next_us: (out): when that may be otherwise by time alone, but for what stands
 */
MbAlarmState mb_alarm_look (MbAlarm *self, GPtrArray *standing, gint64 ended_us, gint64 now_us, MbMarketTime *time,
                            gint64 *next_us);

/** mb_arrow_find: the first arrow in what a screen's place is called ("东门 →"), in degrees clockwise from
 * up; -1: it has none. Where the way out lies is what people say of a screen's place. */
int mb_arrow_find (const char *place);

G_END_DECLS
