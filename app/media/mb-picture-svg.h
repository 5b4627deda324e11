/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <librsvg/rsvg.h>

G_BEGIN_DECLS

/**
 * mb_picture_svg_open: reads a drawing that stands by itself. What brings other files or pictures in it
 * is refused: nobody would have checked their size; so are entities, which can hide anything.
 * @width, @height: (out): pixels that it declares, else a rectangle of its shape; zeroes: it has none
 *
 * Errors: %MB_ERROR_UNSUPPORTED, %MB_ERROR_TOO_LARGE, %MB_ERROR_CORRUPT
 */
RsvgHandle *mb_picture_svg_open (const guint8 *bytes, gsize size, double *width, double *height, GError **error);

G_END_DECLS
