/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "widgets/type/mb-palette.h"

G_BEGIN_DECLS

/** mb_face_draw_stop: an octagon with a frown: a failure. Faces differ in outline, so that nobody has
 * to tell them by their colour.
 * @x, @y: the upper left corner */
void mb_face_draw_stop (GtkSnapshot *snapshot, int x, int y, int size, MbTone tone);

G_END_DECLS
