/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-time.h"
#include "core/wire/mb-change-codec.h"

G_BEGIN_DECLS

/**
 * MbDemoDay: the sample market and what happens in it on one day: its script (tests, what is done
 * with failed goods, promotions, notices, a drill) and its prices. All of it is a function of the
 * seed, which moves only prices. It knows no hub and no clock.
 */
typedef struct _MbDemoDay MbDemoDay;

/** @date: the market day, in @zone (a reference is taken) */
MbDemoDay *mb_demo_day_new (MbDate date, GTimeZone *zone, guint32 seed);
void mb_demo_day_free (MbDemoDay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbDemoDay, mb_demo_day_free)

/** mb_demo_day_build_market: everything but prices, as it stands before the day begins. */
MbChangeSet *mb_demo_day_build_market (MbDemoDay *self);
/** mb_demo_day_build_eve: the prices on which the market closed the evening before. */
MbChangeSet *mb_demo_day_build_eve (MbDemoDay *self);

/** mb_demo_day_count_until: how many of the day's events have happened by @us. */
guint mb_demo_day_count_until (MbDemoDay *self, gint64 us);
/** mb_demo_day_get_time: when the event after the first @done happens; MB_UNSET after the last. */
gint64 mb_demo_day_get_time (MbDemoDay *self, guint done);
/**
 * mb_demo_day_build_events: the newest value of everything that the events after the first @done, up
 * to the first @until, change, in the order in which they last did; empty when they are equal.
 */
MbChangeSet *mb_demo_day_build_events (MbDemoDay *self, guint done, guint until);

G_END_DECLS
