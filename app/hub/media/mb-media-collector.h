/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/media/mb-media-intake.h"
#include "store/mb-change.h"

G_BEGIN_DECLS

/** MB_MEDIA_KEEP_US: how long after its last record a file stays. */
#define MB_MEDIA_KEEP_US (30 * G_TIME_SPAN_DAY)

/**
 * mb_media_list_named: the digests in what media records have been.
 * @changes: (element-type MbChange): of such records
 *
 * Returns: (transfer full) (element-type utf8)
 */
GHashTable *mb_media_list_named (GPtrArray *changes);

/**
 * mb_media_collect: removes the files that no record has named for that long, and parts of files that nobody has
 * brought on. What was brought since the last collection stays: its record may be on its way. Collects once a day of
 * the hub's clock, however often it is called, and not the first time, nor when that clock has gone back or leapt
 * by more than a week: a wrong one is to be mended before anything goes by it. Waits for the disk.
 *
 * @named: mb_media_list_named() of that time
 * @intake: what is under way there stays
 * @now_us: by the hub's clock
 *
 * Returns: how many files are gone
 */
guint mb_media_collect (const char *folder, GHashTable *named, MbMediaIntake *intake, gint64 now_us);

G_END_DECLS
