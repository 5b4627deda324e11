/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-clock.h"

G_BEGIN_DECLS

/**
 * MbHubOptions:
 * @data: the folder that holds everything: markets/ID.db, markets/ID.media/, control.sock,
 *   the lock
 * @listen: (nullable): "127.0.0.1:8080", "[::1]:0"; port 0 takes a free one. NULL listens on
 *   control.sock only
 * @insecure: @listen may be an address that others reach
 * @clock: what time it is for everything that the hub writes
 */
typedef struct
{
  const char *data;
  const char *listen;
  gboolean insecure;
  MbClock *clock;
} MbHubOptions;

/**
 * MbHub: all markets of one data folder, served. Takes the folder's lock, so there is one at a time.
 *
 * Belongs to the main context that made it (the default one: libsoup's listener lives there).
 */
#define MB_TYPE_HUB (mb_hub_get_type ())
G_DECLARE_FINAL_TYPE (MbHub, mb_hub, MB, HUB, GObject)

/** mb_hub_new: @options are copied. */
MbHub *mb_hub_new (const MbHubOptions *options);

/**
 * mb_hub_start_async: opens the markets, then listens.
 *
 * Errors: %MB_ERROR_BUSY when another hub holds the folder; %MB_ERROR_DENIED for an address that
 * others reach, unless insecure; %MB_ERROR_FAILED.
 */
void mb_hub_start_async (MbHub *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
gboolean mb_hub_start_finish (MbHub *self, GAsyncResult *result, GError **error);

/** mb_hub_get_url: "http://127.0.0.1:35421", NULL when it listens on control.sock only. */
const char *mb_hub_get_url (MbHub *self);

/** mb_hub_stop_async: takes nothing new, finishes and flushes what is under way, ends the streams. */
void mb_hub_stop_async (MbHub *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
gboolean mb_hub_stop_finish (MbHub *self, GAsyncResult *result, GError **error);

G_END_DECLS
