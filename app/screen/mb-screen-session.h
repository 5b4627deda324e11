/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-clock.h"
#include "core/model/mb-board.h"
#include "net/mb-feed.h"
#include "net/mb-hub-client.h"

G_BEGIN_DECLS

/**
 * MbScreenSession: what a screen knows: a board that follows its hub, and the hub's time. No widget:
 * whoever draws calls mb_screen_session_fold() once a frame.
 *
 * Properties: client (MbHubClient: NULL until the market is known), link (MbLink), problem (string:
 * why it is not live, for a person). All notify.
 *
 * Signals:
 * - pending: there is something to fold; emitted again only after all was folded. A session whose
 *   frames do not come folds by itself, slowly.
 */
#define MB_TYPE_SCREEN_SESSION (mb_screen_session_get_type ())
G_DECLARE_FINAL_TYPE (MbScreenSession, mb_screen_session, MB, SCREEN_SESSION, GObject)

/** MB_SCREEN_SLICE_US: how long folding may take in one frame. */
#define MB_SCREEN_SLICE_US 4000

/**
 * mb_screen_session_new:
 * @hub: base URL
 * @market: (nullable): NULL is for a hub that has only one
 * @clock: set to the hub's time with every live, unless it stands still (speed 0)
 */
MbScreenSession *mb_screen_session_new (const char *hub, const char *market, MbClock *clock);
void mb_screen_session_start (MbScreenSession *self);
void mb_screen_session_stop (MbScreenSession *self);

MbBoard *mb_screen_session_get_board (MbScreenSession *self);      /* (transfer none) */
MbHubClient *mb_screen_session_get_client (MbScreenSession *self); /* (transfer none) (nullable) */
MbLink mb_screen_session_get_link (MbScreenSession *self);
const char *mb_screen_session_get_problem (MbScreenSession *self);
/** mb_screen_session_stamp: an instant as the hub would write it, in its offset. */
MbTime mb_screen_session_stamp (MbScreenSession *self, gint64 us);

/** mb_screen_session_fold: goes on folding for at most @budget_us.
 *
 * Returns: whether something is left to fold */
gboolean mb_screen_session_fold (MbScreenSession *self, gint64 budget_us);

G_END_DECLS
