/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "widgets/type/mb-palette.h"

G_BEGIN_DECLS

/** MbFace: they differ in outline, so that nobody has to tell them by their colour. */
typedef enum
{
  MB_FACE_SMILE, /* in a circle: passed */
  MB_FACE_CLOCK, /* in a square: being tested again */
  MB_FACE_STOP   /* an octagon with a frown: a failure */
} MbFace;

/** mb_face_draw: @x, @y: the upper left corner; @alpha: 1, but while a page turns */
void mb_face_draw (GtkSnapshot *snapshot, MbFace face, int x, int y, int size, MbTone tone, float alpha);

G_END_DECLS
