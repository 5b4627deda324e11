/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/mb-media-news.h"

G_BEGIN_DECLS

/**
 * MbMediaKeeper: the media cache's work in its own thread: which file is fetched next, which gives way,
 * and what to wait for when it does not go on.
 *
 * Belongs to the main context that made it.
 */
typedef struct _MbMediaKeeper MbMediaKeeper;

/** @say: takes the news */
typedef void (*MbMediaSay) (gpointer data, MbMediaNews *news);

/**
 * mb_media_keeper_new: looks through the folder before it returns.
 * @options: copied, without its hub; the clock outlives it
 * @cancellable: ends what takes long, from another thread
 */
MbMediaKeeper *mb_media_keeper_new (const char *folder, const MbMediaCacheOptions *options, GCancellable *cancellable,
                                    MbMediaSay say, gpointer data);
void mb_media_keeper_free (MbMediaKeeper *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbMediaKeeper, mb_media_keeper_free)

void mb_media_keeper_set_hub (MbMediaKeeper *self, const char *hub, const char *market);
/** @wants: (element-type MbMediaWant) (transfer full) */
void mb_media_keeper_set_wanted (MbMediaKeeper *self, GArray *wants);
void mb_media_keeper_distrust (MbMediaKeeper *self, const char *sha256);

G_END_DECLS
