/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Nanoseconds of a livestream that are kept before it begins to play, and again when its buffer has run dry. */
#define MB_PLAYER_BUFFER_LIVE (G_GUINT64_CONSTANT (1500) * 1000 * 1000)

/**
 * MbPlayerBuffer: whether what a pipeline has kept is enough to play it. A buffer may count bytes by the rate that the
 * stream promised: of a picture that hardly moves they never come. So what a livestream sent in so long is enough.
 *
 * Belongs to the thread of its pipeline, in whose context it waits.
 */
typedef struct _MbPlayerBuffer MbPlayerBuffer;

/**
 * mb_player_buffer_new:
 * @live: it is not waited for for ever
 * @context: (not owned): outlives it
 * @on_enough: it has waited long enough, and may play whatever its buffer says
 */
MbPlayerBuffer *mb_player_buffer_new (gboolean live, GMainContext *context, void (*on_enough) (gpointer data), gpointer data);
void mb_player_buffer_free (MbPlayerBuffer *self);

/** mb_player_buffer_fill: the buffer says that it is so full.
 * Returns: whether that is enough to play */
gboolean mb_player_buffer_fill (MbPlayerBuffer *self, int percent);

G_END_DECLS
