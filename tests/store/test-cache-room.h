/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-board-cache.h"

G_BEGIN_DECLS

#define TEST_OWNER "http://127.0.0.1:8080 guihua entrance"
#define TEST_SCOPE "market price"
#define TEST_AT_US G_GINT64_CONSTANT (1795388292000000)

/** TestCacheRoom: a cache of either kind, and a folder that goes with it. */
typedef struct
{
  gboolean sqlite;
  char *folder, *path;
  MbCacheStorage *memory; /* what outlives a cache of the other kind */
  MbBoardCache *cache;
  char *loaded; /* as text; "" for nothing */
  gboolean done;
} TestCacheRoom;

/** For g_test_add(). @sqlite: whether it is one */
void test_cache_set_up (TestCacheRoom *room, gconstpointer sqlite);
void test_cache_tear_down (TestCacheRoom *room, gconstpointer sqlite);

/** test_cache_describe: "position time kind/id=bytes …", the rows in order, the time in seconds from
 * TEST_AT_US. */
char *test_cache_describe (MbCacheDelta *board);

void test_cache_make (TestCacheRoom *room, const char *owner, const char *scope);
void test_cache_on_loaded (GObject *source, GAsyncResult *result, gpointer room);
/** test_cache_open: closes what is open, and loads, without any problem. */
void test_cache_open (TestCacheRoom *room);
void test_cache_open_as (TestCacheRoom *room, const char *owner, const char *scope);
/** test_cache_open_expecting: a problem that says @problem. */
void test_cache_open_expecting (TestCacheRoom *room, const char *problem);
/** test_cache_close: what was applied is written then. */
void test_cache_close (TestCacheRoom *room);

/** test_cache_apply: pairs of "kind/id" and value, to a NULL; an empty value drops. */
void test_cache_apply (TestCacheRoom *room, gboolean reset, const char *position, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
