/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "screen/mb-screen-media.h"
#include "screen/mb-screen-window.h"

G_BEGIN_DECLS

/**
 * mb_screen_picture_take_async: draws one whole frame of the session's board into a PNG file, at the
 * window's size, which may be larger than any monitor. Waits until the board is live and the view
 * has come to rest.
 *
 * @description: (nullable): a file for what stands on the picture, see mb_description_write()
 *
 * Errors: %MB_ERROR_NETWORK with the session's problem when it cannot become live, or does not within
 * @timeout_s; what writing the file says.
 */
void mb_screen_picture_take_async (MbScreenWindow *window, MbScreenSession *session, MbScreenMedia *media,
                                   const char *file,
                                   const char *description, guint timeout_s, GAsyncReadyCallback callback,
                                   gpointer data);
gboolean mb_screen_picture_take_finish (GAsyncResult *result, GError **error);

G_END_DECLS
