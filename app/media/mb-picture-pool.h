/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

#include "media/mb-picture-fit.h"

G_BEGIN_DECLS

/**
 * MbPicturePool: pictures that were made, by file and box, so that what stands again need not be made again:
 * as many as its bytes allow; the longest unused goes first. What goes is freed when nobody draws it any
 * more.
 */
typedef struct _MbPicturePool MbPicturePool;

MbPicturePool *mb_picture_pool_new (gsize max_bytes);
void mb_picture_pool_free (MbPicturePool *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbPicturePool, mb_picture_pool_free)

/** mb_picture_pool_find: (transfer none) (nullable): it is the latest used from now on */
GdkTexture *mb_picture_pool_find (MbPicturePool *self, const char *path, const MbPictureBox *box);
void mb_picture_pool_put (MbPicturePool *self, const char *path, const MbPictureBox *box, GdkTexture *texture);
gsize mb_picture_pool_get_bytes (const MbPicturePool *self); /* at most as many as it may have */

/** mb_picture_key: a word for a file in a box. */
char *mb_picture_key (const char *path, const MbPictureBox *box);

G_END_DECLS
