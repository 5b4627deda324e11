/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-board.h"
#include "media/mb-picture-loader.h"
#include "net/mb-media-cache.h"
#include "widgets/pictures/mb-verdicts.h"

G_BEGIN_DECLS

/**
 * MbGallery: the pictures of a board, for all its zones: which file a `media` record stands for, and whether it
 * is on this machine. Zones show them by #MbStill.
 *
 * Signals:
 * - changed: another file is here, or is no longer
 */
#define MB_TYPE_GALLERY (mb_gallery_get_type ())
G_DECLARE_FINAL_TYPE (MbGallery, mb_gallery, MB, GALLERY, GObject)

MbGallery *mb_gallery_new (void);

void mb_gallery_set_board (MbGallery *self, MbBoard *board);     /* (nullable) */
void mb_gallery_set_cache (MbGallery *self, MbMediaCache *cache); /* (nullable): nothing is here */
MbMediaCache *mb_gallery_get_cache (MbGallery *self);            /* (transfer none) (nullable) */
MbPictureLoader *mb_gallery_get_loader (MbGallery *self);        /* (transfer none) */

/** mb_gallery_find_picture: the digest of a picture's file.
 * @media: (nullable): the id of a `media` record
 *
 * Returns: (transfer none) (nullable): there is no such record, or it is no picture */
const char *mb_gallery_find_picture (MbGallery *self, const char *media);

/** mb_gallery_get_path: (transfer none) (nullable): the file is not here (yet) */
const char *mb_gallery_get_path (MbGallery *self, const char *sha256);

/** mb_gallery_get_length_ms: how long a film lasts by its file; %MB_UNSET: it is not here, or does not say */
gint64 mb_gallery_get_length_ms (MbGallery *self, const char *sha256);

/** mb_gallery_complain: a file cannot be made a picture of: the cache checks it, once. */
void mb_gallery_complain (MbGallery *self, const char *sha256);

/** mb_gallery_get_verdicts: on files that could not be shown. What comes anew because its bytes had changed is free of
 * them. (transfer none) */
MbVerdicts *mb_gallery_get_verdicts (MbGallery *self);

/** mb_gallery_count: so many places more, or less, wait for a file that is not here. */
void mb_gallery_count (MbGallery *self, int n_waiting);

/** mb_gallery_is_settled: nothing is being made, and nobody waits for a file that may still come. */
gboolean mb_gallery_is_settled (MbGallery *self);

G_END_DECLS
