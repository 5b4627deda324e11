/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * mb_picture_node_append: draws a picture that mb-picture-decode.h made, as what is drawn straight from its pixels: GTK's
 * cairo renderer copies all of a texture for every frame that touches any of it. The same picture in the same place is the
 * same node every time, so it is not painted again either.
 */
void mb_picture_node_append (GtkSnapshot *snapshot, GdkTexture *picture, const graphene_rect_t *bounds);

G_END_DECLS
