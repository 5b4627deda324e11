/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/time/mb-market-clock.h"

/* Time when nobody can be asked. */

#define BELIEVED_US (7 * G_TIME_SPAN_DAY)
/* The network's delay and ours; a clock this near is right. */
#define NEAR_US (250 * G_TIME_SPAN_MILLISECOND)

void
mb_market_clock_init (MbMarketClock *self, MbClock *clock)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (MB_IS_CLOCK (clock));

  self->clock = g_object_ref (clock);
  self->stored_us = MB_UNSET;
  self->trust = mb_clock_get_speed (clock) == 0 ? MB_TRUST_EXACT : MB_TRUST_UNKNOWN;
}

void
mb_market_clock_clear (MbMarketClock *self)
{
  g_clear_object (&self->clock);
}

static void
follow (MbMarketClock *self, gint64 us)
{
  double speed = mb_clock_get_speed (self->clock);

  if (ABS (us - mb_clock_now (self->clock)) > NEAR_US * MAX (speed, 1.0))
    mb_clock_set (self->clock, us, speed);
}

void
mb_market_clock_restore (MbMarketClock *self, gint64 stored_us)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (stored_us != MB_UNSET);

  self->stored_us = stored_us;
  if (self->trust != MB_TRUST_EXACT)
    mb_clock_set (self->clock, stored_us, mb_clock_get_speed (self->clock));
}

static gboolean
is_believed (MbMarketClock *self, const MbBoxTime *box)
{
  if (self->stored_us == MB_UNSET)
    return box->synchronised;

  return box->us > self->stored_us && (box->synchronised || box->us - self->stored_us < BELIEVED_US);
}

void
mb_market_clock_look (MbMarketClock *self, const MbBoxTime *box)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (box != NULL);

  if (self->trust == MB_TRUST_EXACT || !is_believed (self, box))
    return;

  follow (self, box->us);
  self->trust = MB_TRUST_CARRIED;
}

void
mb_market_clock_hear (MbMarketClock *self, gint64 hub_us)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (hub_us != MB_UNSET);

  if (mb_clock_get_speed (self->clock) == 0)
    return;

  follow (self, hub_us);
  self->trust = MB_TRUST_EXACT;
}
