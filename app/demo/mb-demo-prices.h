/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-time.h"

G_BEGIN_DECLS

/**
 * MbDemoPrices: the sample's prices, and what they do on a day.
 *
 * The evening before, the market closed on the sample's own prices. Stalls mark theirs as they open,
 * until seven; the office notes the averages trade by trade, before eight; from then on a few move
 * every few minutes, the basket's most, never far from where they began, and greens get cheaper
 * towards the evening. Figures are whole 角.
 */
typedef struct _MbDemoPrices MbDemoPrices;

/** MbDemoMove: one price becomes another. */
typedef struct
{
  gint64 us;
  guint price;
  gint64 change; /* fen, against the sample's own price */
} MbDemoMove;

/**
 * @date: the market day, in @zone (a reference is taken)
 * @days: how far that is from the sample's own day
 */
MbDemoPrices *mb_demo_prices_new (MbDate date, GTimeZone *zone, int days);
void mb_demo_prices_free (MbDemoPrices *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbDemoPrices, mb_demo_prices_free)

guint mb_demo_prices_get_n (MbDemoPrices *self);
const char *mb_demo_prices_get_id (MbDemoPrices *self, guint price);

/** mb_demo_prices_leave: nobody moves this one. Before mb_demo_prices_plan(). */
void mb_demo_prices_leave (MbDemoPrices *self, guint price);

/** mb_demo_prices_plan: the day's moves, a function of the seed. (transfer full): MbDemoMove, in order of time */
GArray *mb_demo_prices_plan (MbDemoPrices *self, guint32 seed);

/** mb_demo_prices_build: the value of a price that is off the sample's own by @change. (transfer full) */
GBytes *mb_demo_prices_build (MbDemoPrices *self, guint price, gint64 change, gint64 us);
/** mb_demo_prices_build_eve: on which it closed the evening before. (transfer full) */
GBytes *mb_demo_prices_build_eve (MbDemoPrices *self, guint price);

G_END_DECLS
