/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/commands/mb-control.h"

G_BEGIN_DECLS

/** MbSendProgress: bytes of a file that the hub has. */
typedef void (*MbSendProgress) (gpointer data, guint64 sent, guint64 bytes);

/**
 * mb_media_sender_send_async: brings a film or a picture to a hub, from where an earlier attempt ended; what the hub
 * knows already is not sent.
 * @path: of the file
 * @progress: gets @data, too
 *
 * Errors: what the hub says; %MB_ERROR_INVALID for what is neither film nor picture
 */
void mb_media_sender_send_async (MbControl *control, const char *market, const char *path, MbSendProgress progress,
                                 GAsyncReadyCallback callback, gpointer data);

/** mb_media_sender_send_finish: Returns: (transfer full): `{"sha256","bytes","type","duration_ms"?}`, as the hub answers */
MbControlAnswer *mb_media_sender_send_finish (GAsyncResult *result, GError **error);

G_END_DECLS
