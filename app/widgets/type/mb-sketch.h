/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** MbSketch: our own drawings of what a person is to do. */
typedef enum
{
  MB_SKETCH_NONE,
  MB_SKETCH_SCALE, /* a scale with nothing on it */
  MB_SKETCH_TICKET /* a ticket, with its code in a frame */
} MbSketch;

/** mb_sketch_draw: @x, @y: the upper left corner of a square */
void mb_sketch_draw (MbSketch sketch, GtkSnapshot *snapshot, int x, int y, int size);

G_END_DECLS
