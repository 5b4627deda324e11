/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-time.h"
#include "core/wire/mb-change-codec.h"

G_BEGIN_DECLS

/**
 * MbDemoDay: the sample market and what its prices do on one day, all of it a function of the seed.
 * It knows no hub and no clock.
 *
 * The evening before, the market closed on the sample's own prices. At opening every price is noted
 * anew and some differ; from then on a few move every few minutes, never far from where they
 * began, and greens get cheaper towards the evening.
 */
typedef struct _MbDemoDay MbDemoDay;

/** @date: the market day, in @zone (a reference is taken) */
MbDemoDay *mb_demo_day_new (MbDate date, GTimeZone *zone, guint32 seed);
void mb_demo_day_free (MbDemoDay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbDemoDay, mb_demo_day_free)

/** mb_demo_day_build_market: everything but prices: the market, its products, layouts, screens, notices. */
MbChangeSet *mb_demo_day_build_market (MbDemoDay *self);
/** mb_demo_day_build_eve: the prices on which the market closed the evening before. */
MbChangeSet *mb_demo_day_build_eve (MbDemoDay *self);

/** mb_demo_day_count_until: how many of the day's moves have happened by @us. */
guint mb_demo_day_count_until (MbDemoDay *self, gint64 us);
/** mb_demo_day_get_time: when the move after the first @done happens; MB_UNSET after the last. */
gint64 mb_demo_day_get_time (MbDemoDay *self, guint done);
/** mb_demo_day_build_moves: the newest price of everything that moves from the first @done moves to
 * the first @until; empty when they are equal. */
MbChangeSet *mb_demo_day_build_moves (MbDemoDay *self, guint done, guint until);

G_END_DECLS
