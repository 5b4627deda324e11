/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-clock.h"
#include "core/base/mb-time.h"

G_BEGIN_DECLS

/**
 * MbDemo: a market day that is the same every time: publishes the sample market to a hub and then
 * lives its day, from opening until closing time, as a client like any other (`by: demo`).
 *
 * What the records say at a minute of the day is a pure function of the seed: a demo that begins at
 * 07:58 first publishes, in three transactions, what one that began at 05:30 would have by then.
 *
 * Signals, in the main context that made it:
 * - ready: everything up to the clock's present is published
 * - moved (guint): so many records changed in one transaction
 * - failed (GError *): the hub refused, or is gone; it has stopped
 */
#define MB_TYPE_DEMO (mb_demo_get_type ())
G_DECLARE_FINAL_TYPE (MbDemo, mb_demo, MB, DEMO, GObject)

#define MB_DEMO_MARKET "guihua"           /* the market's id; it must exist in the hub, empty */
#define MB_DEMO_ZONE "Asia/Shanghai"
#define MB_DEMO_DAY 20261108              /* the sample day: a Sunday in autumn, and a member day */
#define MB_DEMO_OPENING (5 * 60 + 30)     /* minutes after midnight: where a demo begins unless told */
#define MB_DEMO_CLOSING (19 * 60 + 30)
#define MB_DEMO_SEED 5110

/**
 * mb_demo_parse_time: a moment of the sample day, as a person says it: "07:58", "07:58:30", or RFC
 * 3339 on any day.
 * @us: (out): microseconds since 1970, what to give to the clocks of hub and demo
 */
gboolean mb_demo_parse_time (const char *text, gint64 *us, GError **error);
/** mb_demo_check_screen: whether the sample market has that screen; the error lists those it has. */
gboolean mb_demo_check_screen (const char *id, GError **error);

/**
 * mb_demo_new:
 * @hub: base URL, "http://127.0.0.1:8080"
 * @market: %MB_DEMO_MARKET unless the hub calls it otherwise
 * @clock: the day's time and speed, the same as the hub's (`--clock`)
 */
MbDemo *mb_demo_new (const char *hub, const char *market, MbClock *clock, guint32 seed);
/** mb_demo_set_films: before it is started: what the hall's playlist shows.
 * @folder: (nullable): of films; they are not the sample's own, and it lives its day without them, too */
void mb_demo_set_films (MbDemo *self, const char *folder);

void mb_demo_start (MbDemo *self);
void mb_demo_stop (MbDemo *self); /* nothing is sent or emitted afterwards; also when it is disposed */
gboolean mb_demo_is_ready (MbDemo *self);

G_END_DECLS
