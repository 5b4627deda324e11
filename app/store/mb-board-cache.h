/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-cache-storage.h"

G_BEGIN_DECLS

/**
 * MbBoardCache: the board that a screen showed last, for the day on which it starts without a hub. It
 * knows rows, not records: kinds are words, values the bytes that came.
 *
 * What is kept is always a whole board: of what a screen was given, the newest or a slightly older.
 * A cache that cannot be read, or not be written, is never fatal: it is set aside, or left alone, and
 * the property `problem` says so; there is then nothing to load, or what is written is lost.
 *
 * Everything is done in its own thread, some time after it was asked for. Belongs to the thread that
 * made it. Losing the last reference waits until what was applied is written.
 *
 * Properties: problem (string, notify: for a person; NULL when all is well).
 */
#define MB_TYPE_BOARD_CACHE (mb_board_cache_get_type ())
G_DECLARE_FINAL_TYPE (MbBoardCache, mb_board_cache, MB, BOARD_CACHE, GObject)

/** MbCacheDecoder: makes of the rows what the loader wants, in the cache's thread.
 * @board: (transfer full) */
typedef gpointer (*MbCacheDecoder) (MbCacheDelta *board);

/**
 * mb_board_cache_new:
 * @storage: (transfer full)
 * @owner: whose board: market and screen
 * @scope: what its position was asked for
 */
MbBoardCache *mb_board_cache_new (MbCacheStorage *storage, const char *owner, const char *scope);

/** mb_board_cache_set_delay: for how long after a change more of them are waited for, to be written
 * together (2 s: a busy market would wear out a memory card); before mb_board_cache_load_async(). */
void mb_board_cache_set_delay (MbBoardCache *self, guint delay_ms);

/**
 * mb_board_cache_load_async: begins: reads the whole board. Once, before anything else.
 * @decoder: (nullable)
 */
void mb_board_cache_load_async (MbBoardCache *self, MbCacheDecoder decoder, GDestroyNotify free_decoded,
                                GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);

/**
 * mb_board_cache_load_finish:
 *
 * Returns: (transfer full) (nullable): what @decoder returned, or the MbCacheDelta, whose position is
 * NULL where it was asked for in another scope. NULL without an error: there is no board. The only
 * error is to be cancelled.
 */
gpointer mb_board_cache_load_finish (MbBoardCache *self, GAsyncResult *result, GError **error);

/** mb_board_cache_apply: keeps what the board became; where none is kept, only from a reset on.
 * @delta: (transfer full): follows the one before, or what was loaded */
void mb_board_cache_apply (MbBoardCache *self, MbCacheDelta *delta);

/** mb_board_cache_note_time: the newest time that the hub told. */
void mb_board_cache_note_time (MbBoardCache *self, MbTime at);

const char *mb_board_cache_get_problem (MbBoardCache *self);

G_END_DECLS
