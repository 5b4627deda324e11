/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/ledger/mb-ledger.h"

G_BEGIN_DECLS

/**
 * MbKeeper: has a market's house kept when the time has come: at once, for what was missed; at the
 * market's midnights; when a promotion begins; and when somebody has changed what those follow from.
 * Each is one transaction by "hub", or none where nothing is to be done.
 *
 * Signal "day-kept": a market's day has begun, or the keeper has, and its house is kept.
 *
 * Main context.
 */
#define MB_TYPE_KEEPER (mb_keeper_get_type ())
G_DECLARE_FINAL_TYPE (MbKeeper, mb_keeper, MB, KEEPER, GObject)

/** mb_keeper_new: @ledger: (not owned): until mb_keeper_stop() */
MbKeeper *mb_keeper_new (MbLedger *ledger, MbClock *clock);

/** mb_keeper_stop: asks nothing more. */
void mb_keeper_stop (MbKeeper *self);

G_END_DECLS
