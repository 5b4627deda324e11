/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-time.h"

G_BEGIN_DECLS

/**
 * MbClock: the only way to the time. Everything that depends on it is given one, so that a test, a
 * demo day or a past moment runs on the clock it says.
 *
 * Thread-safe.
 */
#define MB_TYPE_CLOCK (mb_clock_get_type ())
G_DECLARE_FINAL_TYPE (MbClock, mb_clock, MB, CLOCK, GObject)

/** mb_clock_new_system: the machine's own wall clock and %CLOCK_BOOTTIME. */
MbClock *mb_clock_new_system (void);

/**
 * mb_clock_new_at: stands at @us at the moment of the call and runs @speed times as fast as
 * %CLOCK_BOOTTIME; with @speed 0 it stands still until mb_clock_set() (tests).
 */
MbClock *mb_clock_new_at (gint64 us, double speed);

/** mb_clock_now: microseconds since 1970-01-01T00:00:00Z. */
gint64 mb_clock_now (MbClock *self);

/** mb_clock_set: jumps to @us and goes on from there at @speed; emits #MbClock::jumped in the
 * calling thread. A screen follows its hub this way. */
void mb_clock_set (MbClock *self, gint64 us, double speed);

double mb_clock_get_speed (MbClock *self);

/** mb_clock_wait_ms: how many real milliseconds to wait from now until the clock shows @us: 0 when
 * it already does, %G_MAXUINT when it stands still. */
guint mb_clock_wait_ms (MbClock *self, gint64 us);

G_END_DECLS
