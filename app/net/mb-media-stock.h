/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "store/media/mb-media-folder.h"

G_BEGIN_DECLS

/**
 * MbMediaStock: what stands in a media cache's folder, and what is known of it. A list beside the files says how
 * large each was and when it was written when its digest was checked last: one that looks otherwise, or is not on
 * the list, is checked again before anybody sees it.
 *
 * All of it waits for the disk; one thread at a time.
 */
typedef struct _MbMediaStock MbMediaStock;

/** MbMediaItem: a file that is there. */
typedef struct
{
  MbMediaFile file;
  gint64 scheduled_us; /* when it was last known to be needed some time, by the market's clock */
  gboolean checked;
} MbMediaItem;

/** mb_media_stock_new: looks through the folder, which need not be there. */
MbMediaStock *mb_media_stock_new (const char *folder);
/** mb_media_stock_free: writes the list. */
void mb_media_stock_free (MbMediaStock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbMediaStock, mb_media_stock_free)

/** mb_media_stock_hold: makes the folder, and takes it for this program alone. Errors: %MB_ERROR_BUSY,
 * %MB_ERROR_FAILED; may be tried again */
gboolean mb_media_stock_hold (MbMediaStock *self, GError **error);

/** mb_media_stock_get_items: (transfer none) (element-type utf8 MbMediaItem): by digest */
GHashTable *mb_media_stock_get_items (MbMediaStock *self);
MbMediaItem *mb_media_stock_find (MbMediaStock *self, const char *sha256); /* NULL: not there, or not checked */

/** mb_media_stock_add: a file has come, and was checked. */
void mb_media_stock_add (MbMediaStock *self, const char *sha256, gint64 now_us);
/** mb_media_stock_check: reads a file for its digest. FALSE: it was wrong, and is gone, or @cancellable was
 * cancelled. */
gboolean mb_media_stock_check (MbMediaStock *self, const char *sha256, GCancellable *cancellable);
void mb_media_stock_drop (MbMediaStock *self, const char *sha256);

/** mb_media_stock_get_bytes: of all files, and of parts of files. */
guint64 mb_media_stock_get_bytes (MbMediaStock *self);
/** mb_media_stock_drop_parts: of all files but those in @wanted (a set of digests). */
void mb_media_stock_drop_parts (MbMediaStock *self, GHashTable *wanted);

/** mb_media_stock_save: writes the list. */
void mb_media_stock_save (MbMediaStock *self);

G_END_DECLS
