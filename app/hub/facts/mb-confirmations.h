/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/wire/mb-report-codec.h"
#include "hub/fanout/mb-fanout.h"
#include "hub/ledger/mb-ledger.h"

G_BEGIN_DECLS

/**
 * MbConfirmations: writes down, once for each screen and each publish of a ledger, what of it was on that screen's
 * glass: as soon as all of it was, or after 120 s with what is known then. A hub that is killed
 * meanwhile goes on where it was.
 */
#define MB_TYPE_CONFIRMATIONS (mb_confirmations_get_type ())
G_DECLARE_FINAL_TYPE (MbConfirmations, mb_confirmations, MB, CONFIRMATIONS, GObject)

/** mb_confirmations_new: goes on with what was left. @ledger, @fanout: (not owned): until mb_confirmations_stop() */
MbConfirmations *mb_confirmations_new (MbLedger *ledger, MbFanout *fanout, MbClock *clock);

/** mb_confirmations_note: a screen has reported; its pulse is the newest already. */
void mb_confirmations_note (MbConfirmations *self, const MbPainted *painted);

void mb_confirmations_stop (MbConfirmations *self);

G_END_DECLS
