/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/show/mb-when.h"
#include "core/model/time/mb-market-time.h"

G_BEGIN_DECLS

/**
 * mb_promotion_find_start: when the promotion that is on at @now_us began. One that comes again begins
 * anew each time: on the first day of an unbroken run of days on which its rule falls, at the first
 * of that day's hours. Between the hours of such days it goes on.
 * @when: (nullable): always on
 * @known_us: the start that was found before, which holds for as long as its run lasts; %MB_UNSET
 *
 * Returns: %MB_UNSET when none is on; @now_us when there is no saying (it has no beginning, or began
 * more than a year ago)
 */
gint64 mb_promotion_find_start (const MbWhen *when, gint64 known_us, gint64 now_us, MbMarketTime *time);

G_END_DECLS
