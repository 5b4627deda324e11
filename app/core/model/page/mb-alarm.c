/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/page/mb-alarm.h"

#include "core/model/time/mb-schedule.h"

#define CLEAR_US (60 * G_TIME_SPAN_SECOND)

void
mb_alarm_init (MbAlarm *self)
{
  *self = (MbAlarm){ NULL, NULL, MB_UNSET };
}

void
mb_alarm_clear (MbAlarm *self)
{
  g_clear_object (&self->early);
  g_clear_object (&self->notice);
}

void
mb_alarm_set_early (MbAlarm *self, MbNotice *notice)
{
  g_return_if_fail (self != NULL);

  g_set_object (&self->early, notice);
}

static MbNotice *
find_standing (MbAlarm *self, GPtrArray *standing, gint64 now_us, MbMarketTime *time, gint64 *next_us)
{
  MbNotice *gravest = standing->len > 0 ? standing->pdata[0] : NULL;
  MbSchedule schedule;

  if (gravest != NULL && gravest->level == MB_LEVEL_EMERGENCY)
    return gravest;
  if (self->early == NULL)
    return NULL;

  mb_schedule_init (&schedule, self->early->when);
  *next_us = mb_schedule_get_next_change (&schedule, now_us, time);
  return mb_schedule_is_on (&schedule, now_us, time) ? self->early : NULL;
}

/* When it said that it would, or now, because somebody took it back. */
static gint64
get_end (MbNotice *notice, gint64 now_us)
{
  gint64 to_us = notice->when != NULL ? notice->when->to.us : MB_UNSET;

  return to_us != MB_UNSET && to_us < now_us ? to_us : now_us;
}

MbAlarmState
mb_alarm_look (MbAlarm *self, GPtrArray *standing, gint64 ended_us, gint64 now_us, MbMarketTime *time,
               gint64 *next_us)
{
  MbNotice *notice;

  g_return_val_if_fail (self != NULL && standing != NULL && time != NULL, MB_ALARM_NONE);

  *next_us = G_MAXINT64;
  notice = find_standing (self, standing, now_us, time, next_us);
  if (notice != NULL)
    {
      g_set_object (&self->notice, notice);
      self->clear_until_us = MB_UNSET;
      return MB_ALARM_EMERGENCY;
    }

  if (self->notice != NULL)
    self->clear_until_us = get_end (self->notice, now_us) + CLEAR_US;
  else if (ended_us != MB_UNSET)
    self->clear_until_us = MAX (self->clear_until_us, ended_us + CLEAR_US);
  g_clear_object (&self->notice);
  if (self->clear_until_us == MB_UNSET || now_us >= self->clear_until_us ||
      now_us < self->clear_until_us - CLEAR_US)
    return MB_ALARM_NONE;

  *next_us = MIN (*next_us, self->clear_until_us);
  return MB_ALARM_CLEAR;
}

int
mb_arrow_find (const char *place)
{
  static const struct
  {
    gunichar arrow;
    int degrees;
  } arrows[] = { { 0x2191, 0 },   { 0x2197, 45 },  { 0x2192, 90 },  { 0x2198, 135 },
                 { 0x2193, 180 }, { 0x2199, 225 }, { 0x2190, 270 }, { 0x2196, 315 } };

  for (const char *c = place; c != NULL && *c != '\0'; c = g_utf8_next_char (c))
    for (gsize i = 0; i < G_N_ELEMENTS (arrows); i++)
      if (g_utf8_get_char (c) == arrows[i].arrow)
        return arrows[i].degrees;

  return -1;
}
