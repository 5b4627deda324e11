/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-delta.h"

G_BEGIN_DECLS

/**
 * MbCachedBoard: the board that this screen showed last, as a delta to begin with, and what keeps it up
 * to date on disk. Reading, decoding and writing happen in the cache's own thread.
 *
 * Belongs to the main context that made it. Losing the last reference waits until what was applied is
 * written.
 *
 * Properties: problem (string, notify: why not all of it came back or will, for a person).
 */
#define MB_TYPE_CACHED_BOARD (mb_cached_board_get_type ())
G_DECLARE_FINAL_TYPE (MbCachedBoard, mb_cached_board, MB, CACHED_BOARD, GObject)

/**
 * mb_cached_board_new:
 * @path: its file; made where it is not there
 * @market: (nullable): NULL: the hub's only one
 */
MbCachedBoard *mb_cached_board_new (const char *path, const char *hub, const char *market, const char *screen);

/** mb_cached_board_load_async: once, before anything else. */
void mb_cached_board_load_async (MbCachedBoard *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer data);

/**
 * mb_cached_board_load_finish:
 *
 * Returns: (transfer full) (nullable): a reset; `at` is the newest time that the hub told. Its position
 * is NULL where the hub must not be asked to go on from there: this program knows other kinds than
 * the one that wrote it, or could not read every record. NULL without an error: there is nothing.
 * The only error is to be cancelled.
 */
MbDelta *mb_cached_board_load_finish (MbCachedBoard *self, GAsyncResult *result, GError **error);

/** mb_cached_board_apply: keeps what a delta of the feed said; it is not held on to. */
void mb_cached_board_apply (MbCachedBoard *self, const MbDelta *delta);

/** mb_cached_board_note_time: the hub's time, now and then, where no delta tells it. */
void mb_cached_board_note_time (MbCachedBoard *self, MbTime at);

const char *mb_cached_board_get_problem (MbCachedBoard *self);

G_END_DECLS
