/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** MbPictureFormat: what is decoded. What a file is called does not matter, only how it begins. */
typedef enum
{
  MB_PICTURE_PNG,
  MB_PICTURE_JPEG,
  MB_PICTURE_WEBP,
  MB_PICTURE_SVG
} MbPictureFormat;

/** MbPictureHeader: what a file says of itself. */
typedef struct
{
  MbPictureFormat format;
  int width, height; /* pixels, before it is turned; 0 for SVG, which is drawn at any size */
} MbPictureHeader;

/** The longest side that is believed, and the largest area that is decoded. A JPEG that is not
 * progressive is scaled while it is decoded, so it may be four times as large. */
#define MB_PICTURE_MAX_SIDE 16384
#define MB_PICTURE_MAX_PIXELS (4096 * 4096)

/**
 * mb_picture_header_read: walks along a file's parts and decodes nothing, so that a picture which declares
 * more than anybody needs costs nothing; and as far as the end, since the decoders fill up what is missing
 * from one that was cut off, and call it a picture.
 * @bytes: the whole file
 *
 * Formats: PNG (RFC 2083 and its animation chunk), JPEG (ITU-T T.81), WebP (its container specification).
 *
 * Errors: %MB_ERROR_UNSUPPORTED for what is no picture, or an animated one, %MB_ERROR_TOO_LARGE,
 * %MB_ERROR_CORRUPT for one that ends too early
 */
gboolean mb_picture_header_read (const guint8 *bytes, gsize size, MbPictureHeader *header, GError **error);

/** mb_picture_check_size: whether a declared size is one that is drawn. */
gboolean mb_picture_check_size (double width, double height, double max_pixels, GError **error);

G_END_DECLS
