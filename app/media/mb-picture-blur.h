/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mb_picture_blur: nearly a Gaussian: the mean of each pixel's surroundings, three times over. Its time
 * does not depend on the radius.
 * @pixels: four bytes each, in any order, premultiplied
 * @stride: bytes from one row to the next
 * @radius: pixels; less than either side
 */
void mb_picture_blur (guint8 *pixels, int width, int height, int stride, int radius);

G_END_DECLS
