/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-clock.h"
#include "core/model/mb-board.h"
#include "net/mb-cached-board.h"
#include "net/mb-feed.h"
#include "net/mb-hub-client.h"
#include "screen/mb-box-clock.h"

G_BEGIN_DECLS

/**
 * MbScreenSession: what a screen knows: a board that follows its hub, and the hub's time; until the hub
 * is there, the board that was shown last, and as much of the time as can be trusted. No widget:
 * whoever draws calls mb_screen_session_fold() once a frame.
 *
 * Properties: client (MbHubClient: NULL until the market is known), link (MbLink), problem (string:
 * why it is not live, for a person), time-known (boolean: whether the clock shows the time). All notify.
 *
 * Signals:
 * - emergency (MbNotice *): arrived, and may show before the delta that it is part of
 * - pending: there is something to fold; emitted again only after all was folded. A session whose
 *   frames do not come folds by itself, slowly.
 * - command (guint MbScreenCommand): the hub tells this screen to do something
 */
#define MB_TYPE_SCREEN_SESSION (mb_screen_session_get_type ())
G_DECLARE_FINAL_TYPE (MbScreenSession, mb_screen_session, MB, SCREEN_SESSION, GObject)

/** MB_SCREEN_SLICE_US: how long folding may take in one frame. */
#define MB_SCREEN_SLICE_US 4000

/**
 * mb_screen_session_new:
 * @hub: base URL
 * @market: (nullable): NULL is for a hub that has only one
 * @clock: kept at the market's time, unless it stands still (speed 0)
 */
MbScreenSession *mb_screen_session_new (const char *hub, const char *market, MbClock *clock);
/** mb_screen_session_set_screen: which screen this is, so that the hub can speak to it; before the start. */
void mb_screen_session_set_screen (MbScreenSession *self, const char *screen);
/** mb_screen_session_set_cache: where the board is kept from one start to the next; before the start. */
void mb_screen_session_set_cache (MbScreenSession *self, MbCachedBoard *cache);
/** mb_screen_session_set_box_clock: whom to ask for the time while there is no hub; before the start. */
void mb_screen_session_set_box_clock (MbScreenSession *self, MbReadBoxTime read);
/**
 * mb_screen_session_set_moment: not the hub's present, but what stood at @us; before the start. The
 * clock, which stands still, is moved through the minutes before it, then stands at it; only then
 * is the link %MB_LINK_LIVE.
 */
void mb_screen_session_set_moment (MbScreenSession *self, gint64 us);
void mb_screen_session_start (MbScreenSession *self);
void mb_screen_session_stop (MbScreenSession *self);

/** mb_screen_session_reload: asks the hub for the whole board again; the old one stands until it is there. */
void mb_screen_session_reload (MbScreenSession *self);

/** mb_screen_session_get_markets: the hub's markets, while none of them can be chosen: none, or several; or
 * while the one that was chosen is none of them. NULL: it has not said, or the market is known. */
const char *const *mb_screen_session_get_markets (MbScreenSession *self);
const char *mb_screen_session_get_hub (MbScreenSession *self);
MbBoard *mb_screen_session_get_board (MbScreenSession *self);      /* (transfer none) */
MbHubClient *mb_screen_session_get_client (MbScreenSession *self); /* (transfer none) (nullable) */
const char *mb_screen_session_get_market (MbScreenSession *self);  /* NULL until it is known */
MbLink mb_screen_session_get_link (MbScreenSession *self);
const char *mb_screen_session_get_problem (MbScreenSession *self);
gboolean mb_screen_session_is_time_known (MbScreenSession *self);
/** mb_screen_session_stamp: an instant as the hub would write it, in its offset. */
MbTime mb_screen_session_stamp (MbScreenSession *self, gint64 us);

/** mb_screen_session_fold: goes on folding for at most @budget_us.
 *
 * Returns: whether something is left to fold */
gboolean mb_screen_session_fold (MbScreenSession *self, gint64 budget_us);

G_END_DECLS
