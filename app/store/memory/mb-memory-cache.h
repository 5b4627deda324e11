/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-cache-storage.h"

G_BEGIN_DECLS

/** MbMemoryCache: a board that is gone when its last holder is; for tests. */
#define MB_TYPE_MEMORY_CACHE (mb_memory_cache_get_type ())
G_DECLARE_FINAL_TYPE (MbMemoryCache, mb_memory_cache, MB, MEMORY_CACHE, MbCacheStorage)

MbCacheStorage *mb_memory_cache_new (void);

G_END_DECLS
