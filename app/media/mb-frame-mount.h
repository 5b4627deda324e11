/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "media/mb-video-sink.h"

G_BEGIN_DECLS

/**
 * mb_frame_mount_async: a blurred, darkened still of a frame, as large as the box that it does not fill: what
 * stands beside a film of another shape. Made in a thread of its own.
 *
 * @even_dark: also of a frame on which there is as good as nothing to be seen: those that films begin with. Else that
 * is an error (%MB_ERROR_NOT_FOUND)
 */
void mb_frame_mount_async (MbFilmFrame *frame, int width, int height, gboolean even_dark, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data);
cairo_surface_t *mb_frame_mount_finish (GAsyncResult *result, GError **error); /* (transfer full) */

G_END_DECLS
