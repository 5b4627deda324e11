/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-cache-delta.h"

G_BEGIN_DECLS

/** MbCacheLabel: whose board it is, and how far its position reaches; both are words to the cache. */
typedef struct
{
  char *owner; /* another owner's board is nobody's: never shown, overwritten by the first reset */
  char *scope; /* what the position was asked for; with another one the board stands, without it */
} MbCacheLabel;

void mb_cache_label_clear (MbCacheLabel *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MbCacheLabel, mb_cache_label_clear)

/**
 * MbCacheStorage: where a board is kept: the whole of what a back-end has to know. Used by one thread
 * at a time; errors are MB_ERROR.
 */
#define MB_TYPE_CACHE_STORAGE (mb_cache_storage_get_type ())
G_DECLARE_DERIVABLE_TYPE (MbCacheStorage, mb_cache_storage, MB, CACHE_STORAGE, GObject)

struct _MbCacheStorageClass
{
  GObjectClass parent_class;

  /* Takes hold, for writing or only for reading; again after close() or when it failed. CORRUPT and
   * UNSUPPORTED: what is there is of no use, now or later. */
  gboolean (*open) (MbCacheStorage *self, gboolean writable, GError **error);
  void (*close) (MbCacheStorage *self);

  /* The whole board as the last write() left it, with its label. NULL without an error: none. CORRUPT
   * where it is not exactly that. */
  MbCacheDelta *(*load) (MbCacheStorage *self, MbCacheLabel *label, GError **error);
  /* All of it, or nothing. */
  gboolean (*write) (MbCacheStorage *self, const MbCacheLabel *label, MbCacheDelta *delta, GError **error);

  /* Puts what is there out of the way, closed, for somebody to look at.
   * Returns: (transfer full): where it is now */
  char *(*set_aside) (MbCacheStorage *self, GError **error);
};

G_END_DECLS
