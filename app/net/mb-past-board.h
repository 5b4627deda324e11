/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-delta.h"
#include "net/mb-hub-client.h"

G_BEGIN_DECLS

/**
 * mb_past_board_load_async: what stood at a moment, from the hub's journal. Which page stood then
 * depends on what people changed before, so the board is asked for some minutes earlier, and the
 * transactions since one by one. Decoding happens in a thread of its own.
 *
 * A moment that is still to come gets what stands now.
 */
void mb_past_board_load_async (MbHubClient *client, gint64 moment_us, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data);

/**
 * mb_past_board_load_finish:
 *
 * Returns: (transfer full) (element-type MbDelta): at least one. The first begins anew; each has in `at`
 * when it came to stand, none of them after the moment. %MB_ERROR_NOT_FOUND for a moment before the
 * journal begins, with a sentence that says when it does
 */
GPtrArray *mb_past_board_load_finish (MbHubClient *client, GAsyncResult *result, GError **error);

G_END_DECLS
