/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "media/mb-video-sink.h"
#include "widgets/type/mb-type.h"

G_BEGIN_DECLS

/**
 * MbVideoPicture: a frame of a film on its part of the glass: over a blurred still where it has another shape, and
 * fading in over the one before where it should.
 *
 * What is painted is the pipeline's own buffer. Cairo copies one that is freed while a frame that is not replaced
 * yet refers to it, so the last few are kept.
 */
typedef struct _MbVideoPicture MbVideoPicture;

MbVideoPicture *mb_video_picture_new (GtkWidget *widget);
void mb_video_picture_free (MbVideoPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbVideoPicture, mb_video_picture_free)

void mb_video_picture_set_frame (MbVideoPicture *self, MbFilmFrame *frame); /* (nullable) */
gboolean mb_video_picture_has_frame (const MbVideoPicture *self);
void mb_video_picture_fade (MbVideoPicture *self); /* the next frame comes in over the present one */

void mb_video_picture_draw (MbVideoPicture *self, GtkSnapshot *snapshot, int width, int height);

guint mb_video_picture_get_missed (const MbVideoPicture *self); /* frames that another took the place of undrawn */

G_END_DECLS
