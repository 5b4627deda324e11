/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-clock.h"
#include "core/wire/mb-report-codec.h"
#include "hub/fanout/mb-fanout.h"
#include "hub/ledger/mb-ledger.h"
#include "hub/media/mb-media-store.h"
#include "hub/screens/mb-histories.h"
#include "hub/screens/mb-pictures.h"

G_BEGIN_DECLS

/**
 * MbHubMarket: one market as the hub runs it: its ledger, the streams, what is known of its screens, and its films and
 * pictures.
 */
#define MB_TYPE_HUB_MARKET (mb_hub_market_get_type ())
G_DECLARE_FINAL_TYPE (MbHubMarket, mb_hub_market, MB, HUB_MARKET, GObject)

/**
 * mb_hub_market_open_async: opens the ledger in file @path.
 * @media: the folder for its films and pictures
 * @create: makes the file where there is none
 *
 * Errors: as mb_ledger_open_async().
 */
void mb_hub_market_open_async (const char *id, const char *path, const char *media, gboolean create, MbClock *clock,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
MbHubMarket *mb_hub_market_open_finish (GAsyncResult *result, GError **error);

const char *mb_hub_market_get_id (MbHubMarket *self);
MbLedger *mb_hub_market_get_ledger (MbHubMarket *self);
MbJournal *mb_hub_market_get_journal (MbHubMarket *self); /* its ledger's */
MbFacts *mb_hub_market_get_facts (MbHubMarket *self);     /* the same */
MbFanout *mb_hub_market_get_fanout (MbHubMarket *self);
MbPictures *mb_hub_market_get_pictures (MbHubMarket *self);
MbHistories *mb_hub_market_get_histories (MbHubMarket *self);
gint64 mb_hub_market_now (MbHubMarket *self); /* by the hub's clock */
MbMediaStore *mb_hub_market_get_media (MbHubMarket *self);
GCancellable *mb_hub_market_get_closing (MbHubMarket *self); /* cancelled when it is closed */

/** mb_hub_market_note_painted: a screen has reported; its pulse is out. */
void mb_hub_market_note_painted (MbHubMarket *self, const MbPainted *painted);

/** mb_hub_market_keep_house: from now on, what time asks for is done by itself, until it is closed. */
void mb_hub_market_keep_house (MbHubMarket *self);

/** mb_hub_market_close_async: ends the streams; what is being written is finished first. */
void mb_hub_market_close_async (MbHubMarket *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data);
gboolean mb_hub_market_close_finish (MbHubMarket *self, GAsyncResult *result, GError **error);

G_END_DECLS
