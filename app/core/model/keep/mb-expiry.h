/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-record.h"
#include "core/model/time/mb-market-time.h"

G_BEGIN_DECLS

/**
 * mb_expiry_find: what falls out of a board on the market day of @now_us. A record stays for the day on
 * which it ended and for as many whole days as `market.keep` says for its kind: a test from when it was
 * made or its handling was closed; a batch from its arrival; a promotion or notice from when it showed
 * for the last time. A failure that is open stays, and so does what a record that stays names.
 * @records: MbRecord: all that stand
 * @market: (nullable): the usual days
 *
 * Returns: (transfer container): MbRecord, of those given, in no order
 */
GPtrArray *mb_expiry_find (GPtrArray *records, MbMarket *market, MbMarketTime *time, gint64 now_us);

G_END_DECLS
