/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-board.h"
#include "core/model/show/mb-notice.h"
#include "core/model/time/mb-market-time.h"

G_BEGIN_DECLS

/**
 * MbNotices: which of a board's notices stand now, the gravest first. Their rules are worked out once
 * a market day.
 */
typedef struct _MbNotices MbNotices;

MbNotices *mb_notices_new (void);
void mb_notices_free (MbNotices *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbNotices, mb_notices_free)

void mb_notices_forget (MbNotices *self, const char *id); /* (nullable): all; it has changed */

/** mb_notices_look: (transfer container) (element-type MbNotice) what stands at @now_us.
 * @next_us: (out): when that may be otherwise by time alone */
GPtrArray *mb_notices_look (MbNotices *self, MbBoard *board, gint64 now_us, MbMarketTime *time, gint64 *next_us);

/** mb_notices_find_end: when the last emergency on the board ended that is over; MB_UNSET: there is none. */
gint64 mb_notices_find_end (MbBoard *board, gint64 now_us);

G_END_DECLS
