/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/media/mb-media-upload.h"

G_BEGIN_DECLS

/**
 * MbMediaDelivery: one file, or a range of it, from the disk into a connection. It holds nothing of it in
 * memory: what a socket does not take is read again.
 *
 * Belongs to the main context in which it was made.
 */
typedef struct _MbMediaDelivery MbMediaDelivery;

/** mb_media_delivery_new: begins by itself. @visit: (not owned) until it is handed to @done, once; then the
 * delivery may be freed */
MbMediaDelivery *mb_media_delivery_new (const char *folder, MbMediaVisit *visit, MbMediaDone done, gpointer data);
void mb_media_delivery_free (MbMediaDelivery *self);

MbMediaVisit *mb_media_delivery_get_visit (MbMediaDelivery *self);

G_END_DECLS
