/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-clock.h"
#include "core/model/mb-board.h"

G_BEGIN_DECLS

/**
 * MbPower: when a display is meant to be lit: in its screen record's daily windows (`power`, in the market's
 * time; none: always), and whenever somebody has to see it. Decides, and switches nothing.
 *
 * Properties: lit (boolean, notify; TRUE until a record says otherwise).
 */
#define MB_TYPE_POWER (mb_power_get_type ())
G_DECLARE_FINAL_TYPE (MbPower, mb_power, MB, POWER, GObject)

MbPower *mb_power_new (MbBoard *board, MbClock *clock, const char *screen);

gboolean mb_power_is_lit (MbPower *self);

/** mb_power_set_needed: an emergency stands, or the screen is to show which it is. */
void mb_power_set_needed (MbPower *self, gboolean needed);
/** mb_power_set_time_known: without the time nobody can say that it is night. */
void mb_power_set_time_known (MbPower *self, gboolean known);

G_END_DECLS
