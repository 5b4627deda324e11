/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/mb-hub-client.h"

G_BEGIN_DECLS

/**
 * MbMarketFinder: which market a screen shows to which nobody named one: the hub's only one, asked for until there
 * is; and which there are, where the one that was named is none of them. In the thread of its maker.
 */
typedef struct _MbMarketFinder MbMarketFinder;

/** MbMarketFinderFunc: an answer came; not called any more after mb_market_finder_stop(). */
typedef void (*MbMarketFinderFunc) (MbMarketFinder *self, gpointer data);

/** mb_market_finder_new: @hub: base URL; @func: may stop @self, but not free it */
MbMarketFinder *mb_market_finder_new (const char *hub, MbMarketFinderFunc func, gpointer data);
void mb_market_finder_stop (MbMarketFinder *self);
void mb_market_finder_free (MbMarketFinder *self); /* stops it, too */

/** mb_market_finder_start: asks until there is just one market. */
void mb_market_finder_start (MbMarketFinder *self);

/** mb_market_finder_look: asks once whether @named is among the markets. */
void mb_market_finder_look (MbMarketFinder *self, const char *named);
void mb_market_finder_forget (MbMarketFinder *self); /* the list: it is of no use any more */

const char *mb_market_finder_get_found (const MbMarketFinder *self); /* (nullable) */
const char *mb_market_finder_get_problem (const MbMarketFinder *self); /* (nullable): for a person */

/** mb_market_finder_get_markets: NULL: the hub has not said, or the market is known. */
const char *const *mb_market_finder_get_markets (const MbMarketFinder *self);

G_END_DECLS
