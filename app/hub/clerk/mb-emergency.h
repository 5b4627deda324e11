/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-record.h"
#include "core/model/time/mb-market-time.h"

G_BEGIN_DECLS

/**
 * mb_emergency_complete: an emergency must end, and whoever raises one is in a hurry: without
 * `when.to` it ends two hours after it begins.
 * @value: JSON object, as sent
 * @at_us: now; when one that says no later beginning begins
 *
 * Returns: (transfer full): @value with its end, the rest as it stood; @value itself where it has one,
 * is no emergency, or makes no sense (which is for the decoder to say)
 */
GBytes *mb_emergency_complete (MbKind kind, GBytes *value, gint64 at_us, MbMarketTime *time);

G_END_DECLS
