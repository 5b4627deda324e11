/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MbTurn: what is drawn on a glass that hangs on its side, with the turn taken down to every line, surface and
 * picture of it. It looks the same to the pixel; but GTK looks for what has changed inside of a node that is moved,
 * not of one that is turned, and would paint a whole zone for one figure.
 */
typedef struct _MbTurn MbTurn;

MbTurn *mb_turn_new (void);
void mb_turn_free (MbTurn *self);

/** mb_turn_draw: what has not changed since the drawing before comes out as the same nodes.
 * @drawing: (transfer full): containers and marks around parts that are turned, or are not
 *
 * Returns: (transfer full) */
GskRenderNode *mb_turn_draw (MbTurn *self, GskRenderNode *drawing);

G_END_DECLS
