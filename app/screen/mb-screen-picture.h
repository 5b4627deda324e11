/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "screen/mb-screen-media.h"
#include "screen/mb-screen-window.h"

G_BEGIN_DECLS

/**
 * MbPictureOrder: what picture is wanted.
 * @file: a PNG
 * @description: (nullable): a file for what stands on the picture, see mb_description_write()
 * @screen_id: (nullable): the screen whose panel the picture takes the shape of; %NULL: the window's size
 * @timeout_s: until the board must be live
 */
typedef struct
{
  const char *file;
  const char *description;
  const char *screen_id;
  guint timeout_s;
} MbPictureOrder;

/**
 * mb_screen_picture_take_async: draws one whole frame of the session's board into a PNG file, which may be larger
 * than any monitor. Waits until the board is live and the view has come to rest.
 *
 * @order: copied
 *
 * Errors: %MB_ERROR_NETWORK with the session's problem when it cannot become live, or does not in time; what
 * writing the file says.
 */
void mb_screen_picture_take_async (MbScreenWindow *window, MbScreenSession *session, MbScreenMedia *media,
                                   const MbPictureOrder *order, GAsyncReadyCallback callback, gpointer data);
gboolean mb_screen_picture_take_finish (GAsyncResult *result, GError **error);

G_END_DECLS
