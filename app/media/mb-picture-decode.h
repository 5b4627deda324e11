/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

#include "media/mb-picture-fit.h"

G_BEGIN_DECLS

/**
 * mb_picture_decode: makes of a file what a box on the glass needs, and nothing larger: turned as its EXIF
 * data say, scaled, cut or mounted, on white where it is transparent. Blocks: for a worker's thread.
 *
 * Returns: (transfer full): opaque, in the format that is drawn fastest
 *
 * Errors: those of mb_picture_header_read(), %MB_ERROR_NOT_FOUND, %G_IO_ERROR_CANCELLED
 */
GdkTexture *mb_picture_decode (const char *path, const MbPictureBox *box, GCancellable *cancellable, GError **error);

/** mb_picture_get_surface: (transfer none): the pixels of a picture that was decoded, for cairo. */
cairo_surface_t *mb_picture_get_surface (GdkTexture *picture);

G_END_DECLS
