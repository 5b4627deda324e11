/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/media/mb-media-upload.h"

G_BEGIN_DECLS

/** MB_MEDIA_MAX_FILE: how long a file may be: 2 GiB. */
#define MB_MEDIA_MAX_FILE (G_GUINT64_CONSTANT (2) << 30)

/**
 * MbMediaIntake: who may bring a file, and from where on; the uploads that are under way.
 *
 * Belongs to the main context in which it was made.
 */
typedef struct _MbMediaIntake MbMediaIntake;

MbMediaIntake *mb_media_intake_new (const char *folder, MbMediaDone done, gpointer data);
/** mb_media_intake_free: ends what is under way; what has come stays. */
void mb_media_intake_free (MbMediaIntake *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbMediaIntake, mb_media_intake_free)

/** mb_media_intake_take: @visit: (transfer full) */
void mb_media_intake_take (MbMediaIntake *self, MbMediaVisit *visit);

/** mb_media_intake_is_busy: whether somebody brings this file. */
gboolean mb_media_intake_is_busy (MbMediaIntake *self, const char *sha256);

G_END_DECLS
