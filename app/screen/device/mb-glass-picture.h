/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** MB_GLASS_PICTURE_MAX: bytes that a hub takes; a picture that is larger has half as many pixels each way. */
#define MB_GLASS_PICTURE_MAX (4 * 1024 * 1024)

/**
 * mb_glass_picture_take_async: what is on a widget's part of the glass, as a PNG. Drawn from the frame that
 * stands; encoded in a thread.
 */
void mb_glass_picture_take_async (GtkWidget *widget, GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data);
/** Returns: (transfer full): Errors: %MB_ERROR_FAILED when nothing has been drawn. */
GBytes *mb_glass_picture_take_finish (GtkWidget *widget, GAsyncResult *result, GError **error);

G_END_DECLS
