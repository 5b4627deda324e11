/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-time.h"

G_BEGIN_DECLS

/**
 * Recurrence by RFC 5545, in days of the market's calendar: FREQ DAILY, WEEKLY, MONTHLY or YEARLY,
 * INTERVAL, UNTIL, COUNT (to 1000), BYMONTH, BYMONTHDAY, BYDAY, BYSETPOS, WKST; nothing below a day.
 *
 * Worked out here and not by libical, which spins for up to a second inside one call on rules that
 * look harmless and never fall (FREQ=MONTHLY;BYDAY=6MO), and which passes over BYSETPOS below a
 * month. The tests compare the two.
 */

/**
 * mb_rrule_check: whether a rule may be written.
 * @has_from: whether a first day is given, which INTERVAL above 1 and COUNT need
 *
 * Errors: %MB_ERROR_INVALID, the pointer is ""
 */
gboolean mb_rrule_check (const char *rrule, gboolean has_from, GError **error);

/**
 * mb_rrule_next: the first day at @after or later on which the rule falls, at most 10,000 steps from
 * its beginning. Not for the main loop more than once a market day.
 * @rrule: passed mb_rrule_check()
 * @start: the first day; 0: 2000-01-01
 * @zone: what an UNTIL in UTC is read in
 *
 * Returns: 0 when it falls no more, or was refused
 */
MbDate mb_rrule_next (const char *rrule, MbDate start, MbDate after, GTimeZone *zone);

G_END_DECLS
