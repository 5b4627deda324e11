/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/media/mb-media-visit.h"
#include "store/media/mb-media-part.h"

G_BEGIN_DECLS

/** MB_MEDIA_RESERVE: room on the disk that media leave to the journal. */
#define MB_MEDIA_RESERVE (64 * 1024 * 1024)

/**
 * MbMediaUpload: the bytes of one file, from a connection onto the disk. Whatever ends it before its end leaves
 * what has come, and the next goes on from there.
 *
 * Belongs to the main context in which it was made.
 */
typedef struct _MbMediaUpload MbMediaUpload;

/** @visit: (transfer full): with its answer */
typedef void (*MbMediaDone) (gpointer data, MbMediaVisit *visit);

/**
 * mb_media_upload_new: begins by itself.
 * @visit: (not owned) until it is handed to @done, once; then the upload may be freed
 * @part: (transfer full) (nullable): NULL: the file is there; what comes is passed over
 * @total: bytes of the whole file; what this visit brings may be less
 */
MbMediaUpload *mb_media_upload_new (const char *folder, MbMediaVisit *visit, MbMediaPart *part, guint64 total,
                                    MbMediaDone done, gpointer data);
void mb_media_upload_free (MbMediaUpload *self);

MbMediaVisit *mb_media_upload_get_visit (MbMediaUpload *self);
/** mb_media_upload_is_alive: whether something has come of late. */
gboolean mb_media_upload_is_alive (MbMediaUpload *self);

G_END_DECLS
