/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/page/mb-pager.h"
#include "core/model/place/mb-market.h"
#include "core/model/place/mb-stall.h"
#include "widgets/bands/mb-bar-band.h"
#include "widgets/bands/mb-header-band.h"
#include "widgets/bands/mb-ticker-band.h"

G_BEGIN_DECLS

/** What the bands say, from what is on the board. */

/** mb_header_band_tell: whose board it is, and the time.
 * @market: (nullable)
 * @stall: (nullable): whose screen it is, which then bears its name
 * @prices: (nullable): a board calls itself today's when a figure of today's stands on it
 * @now_us: MB_UNSET when nobody knows it */
void mb_header_band_tell (MbHeaderBand *band, MbMarket *market, MbStall *stall, MbPriceTable *prices, gint64 now_us,
                          GTimeZone *zone, const MbCatalogue *catalogue);

/** mb_bar_band_tell_pages: the trades, with the present ones marked.
 * @pager: (nullable) before the list has a size */
void mb_bar_band_tell_pages (MbBarBand *band, MbPriceTable *table, MbPager *pager, const MbCatalogue *catalogue);

/** mb_bar_band_tell_remarks: what all figures are.
 * @first: (nullable): something more urgent
 * @clock: (nullable): where no header says it
 * @with_unit: no row says it */
void mb_bar_band_tell_remarks (MbBarBand *band, MbPriceTable *table, const char *first, const char *clock,
                               gboolean with_unit, const MbCatalogue *catalogue);

/** mb_band_words_have_failure: whether a failure is open. @board: (nullable) */
gboolean mb_band_words_have_failure (MbBoard *board);

/** mb_ticker_band_tell: open failures first, then @notices (element-type MbNotice); with neither, whom
 * to complain to. Each in every language, one after the other.
 * @failures: whether no other zone shows them */
void mb_ticker_band_tell (MbTickerBand *band, MbBoard *board, gboolean failures, GPtrArray *notices, gint64 now_us,
                          GTimeZone *zone, const MbCatalogue *const *catalogues, guint n_catalogues);

G_END_DECLS
