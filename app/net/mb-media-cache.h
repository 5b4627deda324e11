/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-clock.h"
#include "core/model/page/mb-media-want.h"

G_BEGIN_DECLS

/**
 * MbMediaCache: the films and pictures of a board, as files in a folder of this machine, each known by
 * the SHA-256 of its bytes. What is wanted is fetched from the hub, in the order in which it is needed;
 * what is not wanted any more gives way when there is no room, the longest unneeded first. What the
 * next 24 hours need never does.
 *
 * A file is available only when it is whole and its digest was checked. Its thread does all that touches
 * the disk or the network; nothing here blocks.
 *
 * Belongs to the main context that made it. Losing the last reference ends the thread.
 *
 * Signals:
 * - changed (sha256: string): a file became available, or no longer is
 * - spoilt (sha256: string): a file was not what it should be, and is gone: what comes in its place has other bytes
 * - progressed: mb_media_cache_get_progress() tells something else; at most some times a second
 */
#define MB_TYPE_MEDIA_CACHE (mb_media_cache_get_type ())
G_DECLARE_FINAL_TYPE (MbMediaCache, mb_media_cache, MB, MEDIA_CACHE, GObject)

/**
 * MbMediaCacheOptions: all 0 is a cache that never fetches: it has what stands in its folder.
 * @hub: (nullable): base URL; NULL: nothing is fetched until mb_media_cache_set_hub()
 * @market: which market of that hub
 * @max_bytes: how large the folder may grow; 0: 16 GiB
 * @bytes_per_second: how fast files are fetched ahead; 0: 4 MiB/s. What shows already comes as fast as it can
 * @clock: (nullable): the market's time, which says what is needed soon; NULL: the machine's own
 * @seed: of the waiting before files are fetched ahead, so that two hundred screens do not begin at once
 * @patience_ms: how long that waiting is at most; 0: five minutes
 */
typedef struct
{
  const char *hub;
  const char *market;
  guint64 max_bytes;
  guint64 bytes_per_second;
  MbClock *clock;
  guint32 seed;
  guint patience_ms;
} MbMediaCacheOptions;

/**
 * MbMediaProgress: how far the cache is, for the screen's status.
 * @settled: nothing is under way or about to be: what is wanted is there, or was tried in vain
 * @under_way: (nullable): the digest of the file that is being fetched
 * @problem: (nullable): why files that are wanted do not come, for a person; waited out
 */
typedef struct
{
  guint wanted;  /* files */
  guint present; /* of those */
  guint64 bytes_left;
  gboolean settled;
  const char *under_way;
  guint64 under_way_bytes; /* of it that are here */
  guint failed;            /* files that were tried in vain */
  const char *problem;
} MbMediaProgress;

/**
 * mb_media_cache_new:
 * @folder: made where it is not there; files in it are called by their digest
 * @options: (nullable): copied
 */
MbMediaCache *mb_media_cache_new (const char *folder, const MbMediaCacheOptions *options);

/** mb_media_cache_set_hub: where to fetch from, as soon as it is known. Once. */
void mb_media_cache_set_hub (MbMediaCache *self, const char *hub, const char *market);

/** mb_media_cache_set_wanted: what the board will show, instead of what was said before; what is needed first comes
 * first (as mb_media_wants_list() has it). Copied. */
void mb_media_cache_set_wanted (MbMediaCache *self, const MbMediaWant *wants, gsize n);

/**
 * mb_media_cache_get_path:
 *
 * Returns: (transfer none) (nullable): the absolute path of a file that is whole and checked; valid until
 * the next ::changed of it
 */
const char *mb_media_cache_get_path (MbMediaCache *self, const char *sha256);

/** mb_media_cache_get_length_ms: how long a film that is or was here lasts, by its file (mb_film_length_find());
 * %MB_UNSET: not known */
gint64 mb_media_cache_get_length_ms (MbMediaCache *self, const char *sha256);

/** mb_media_cache_distrust: what reads the file says that it is broken: it is checked once more, and
 * fetched again when its bytes are not what they should be. When they are, it is the file itself that is of
 * no use, and stays. Until it is known, it is not available. A file that was found right is not checked again. */
void mb_media_cache_distrust (MbMediaCache *self, const char *sha256);

/** mb_media_cache_get_failure: why a file could not be fetched. Returns: (transfer none) (nullable) */
const char *mb_media_cache_get_failure (MbMediaCache *self, const char *sha256);

/** mb_media_cache_get_progress: (transfer none): valid until the main loop runs again */
const MbMediaProgress *mb_media_cache_get_progress (MbMediaCache *self);

G_END_DECLS
