/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/media/mb-media-visit.h"

G_BEGIN_DECLS

/**
 * MbMediaStore: a market's films and pictures: a folder (store/media), and two threads, one of which brings files
 * in and one sends them out, so that no disk and no digest keeps the hub's own thread from its streams. They begin
 * when they are needed first.
 *
 * Belongs to the main context that made it. Losing the last reference ends what is under way, and waits for it.
 */
#define MB_TYPE_MEDIA_STORE (mb_media_store_get_type ())
G_DECLARE_FINAL_TYPE (MbMediaStore, mb_media_store, MB, MEDIA_STORE, GObject)

/** mb_media_store_new: @folder: made when the first file comes */
MbMediaStore *mb_media_store_new (const char *folder);

const char *mb_media_store_get_folder (MbMediaStore *self);

/** mb_media_store_receive: @visit: (transfer full): brings a file. */
void mb_media_store_receive (MbMediaStore *self, MbMediaVisit *visit);
/** mb_media_store_send: @visit: (transfer full): wants one. */
void mb_media_store_send (MbMediaStore *self, MbMediaVisit *visit);

/** mb_media_store_collect: mb_media_collect() in its thread. @named: (transfer full) */
void mb_media_store_collect (MbMediaStore *self, GHashTable *named, gint64 now_us);

/** mb_media_store_end: takes nothing more, and ends what is under way. */
void mb_media_store_end (MbMediaStore *self);

G_END_DECLS
