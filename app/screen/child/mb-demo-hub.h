/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MbDemoHub: a hub of one's own on loopback, with one empty market in a folder that goes with it.
 *
 * MbDemoHub::lost: (hub) it ended by itself.
 */
#define MB_TYPE_DEMO_HUB (mb_demo_hub_get_type ())
G_DECLARE_FINAL_TYPE (MbDemoHub, mb_demo_hub, MB, DEMO_HUB, GObject)

MbDemoHub *mb_demo_hub_new (void);

/**
 * mb_demo_hub_start_async:
 * @market: the id of the market that it makes
 * @at_us: what time it is there
 * @speed: how fast it runs
 *
 * Errors: %MB_ERROR_NOT_FOUND when there is no marketboard-hub beside this program or in PATH; what
 * the hub says.
 */
void mb_demo_hub_start_async (MbDemoHub *self, const char *market, gint64 at_us, double speed,
                              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
gboolean mb_demo_hub_start_finish (MbDemoHub *self, GAsyncResult *result, GError **error);

const char *mb_demo_hub_get_url (MbDemoHub *self);

/** mb_demo_hub_end: ends the hub and removes its folder. Not while a main loop runs. */
void mb_demo_hub_end (MbDemoHub *self);

G_END_DECLS
