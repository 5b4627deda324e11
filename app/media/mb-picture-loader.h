/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

#include "media/mb-picture-fit.h"

G_BEGIN_DECLS

/**
 * MbPictureLoader: pictures from files, made in a thread of its own, one after another, exactly as large as
 * they are drawn. What was made is kept as long as there is room (#MbPicturePool); what several ask for is
 * made once.
 *
 * Belongs to the main context that made it; every function is for its thread. Where making one takes too
 * long it is given up: its thread goes on alone, at the lowest priority, and another takes its place.
 */
#define MB_TYPE_PICTURE_LOADER (mb_picture_loader_get_type ())
G_DECLARE_FINAL_TYPE (MbPictureLoader, mb_picture_loader, MB, PICTURE_LOADER, GObject)

/** mb_picture_loader_new: @max_bytes: that the pictures which nobody draws may have */
MbPictureLoader *mb_picture_loader_new (gsize max_bytes);

/** mb_picture_loader_set_patience: how long one picture may take; 10 s unless set. */
void mb_picture_loader_set_patience (MbPictureLoader *self, guint ms);

/** mb_picture_loader_find: a picture that need not be made first. (transfer none) (nullable) */
GdkTexture *mb_picture_loader_find (MbPictureLoader *self, const char *path, const MbPictureBox *box);

/**
 * mb_picture_load_async: @path: a file that does not change while it has this name
 *
 * A call that is cancelled answers at once; the rest of its work is left undone, if nobody else waits.
 */
void mb_picture_load_async (MbPictureLoader *self, const char *path, const MbPictureBox *box,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);

/**
 * mb_picture_load_finish:
 *
 * Returns: (transfer full): opaque
 *
 * Errors: those of mb_picture_decode(), %MB_ERROR_BUSY for one that takes too long
 */
GdkTexture *mb_picture_load_finish (MbPictureLoader *self, GAsyncResult *result, GError **error);

/** mb_picture_loader_is_busy: whether anybody waits for a picture. */
gboolean mb_picture_loader_is_busy (MbPictureLoader *self);

G_END_DECLS
