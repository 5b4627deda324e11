/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-cache-storage.h"

G_BEGIN_DECLS

/** MbSqliteCache: a board in one SQLite file. */
#define MB_TYPE_SQLITE_CACHE (mb_sqlite_cache_get_type ())
G_DECLARE_FINAL_TYPE (MbSqliteCache, mb_sqlite_cache, MB, SQLITE_CACHE, MbCacheStorage)

/** mb_sqlite_cache_new: @path and its folders are made where they are not there; what is of no use there
 * is set aside as PATH-aside, in place of what was set aside before. */
MbCacheStorage *mb_sqlite_cache_new (const char *path);

G_END_DECLS
