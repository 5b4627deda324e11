/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/mb-hub-market.h"
#include "hub/mb-hub.h"

G_BEGIN_DECLS

/* What the routes ask of a hub. */

GPtrArray *mb_hub_get_markets (MbHub *self); /* MbHubMarket, by id; (transfer none) */
MbHubMarket *mb_hub_find_market (MbHub *self, const char *id); /* (transfer none) (nullable) */

/** mb_hub_get_trouble: why a market that is there could not be opened; NULL when it is not one of those. */
const char *mb_hub_get_trouble (MbHub *self, const char *id);
/** mb_hub_list_troubled: the ids of those. Returns: (transfer full) */
char **mb_hub_list_troubled (MbHub *self);
char *mb_hub_dup_market_path (MbHub *self, const char *id);

/** mb_hub_add_market_async: begins a journal; @id must be free. */
void mb_hub_add_market_async (MbHub *self, const char *id, GAsyncReadyCallback callback, gpointer data);
MbHubMarket *mb_hub_add_market_finish (MbHub *self, GAsyncResult *result, GError **error);

/** mb_hub_hold: a request begins, and is over when @message is finalized. */
void mb_hub_hold (MbHub *self, GObject *message);

/** mb_hub_admit: whether a body of that size may come in beside the large ones that are there, and not
 * answered. One alone always may. Small ones are not asked about. */
gboolean mb_hub_admit (MbHub *self, GObject *message, gsize size);

G_END_DECLS
