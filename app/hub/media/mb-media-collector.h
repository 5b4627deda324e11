/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/media/mb-media-intake.h"

G_BEGIN_DECLS

/** MB_MEDIA_KEEP_US: how long after its last record a file stays. */
#define MB_MEDIA_KEEP_US (30 * G_TIME_SPAN_DAY)

/**
 * mb_media_collect: removes the files that no record has named for that long, and parts of files that nobody has
 * brought on. What came since the last collection stays: its record may be on its way. Collects once a day,
 * however often it is called, and not the first time. Waits for the disk.
 *
 * @named: (element-type utf8): the digests that records have named since
 * @intake: what is under way there stays
 *
 * Returns: how many files are gone
 */
guint mb_media_collect (const char *folder, GHashTable *named, MbMediaIntake *intake);

G_END_DECLS
