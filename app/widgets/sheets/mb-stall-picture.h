/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/place/mb-stall.h"
#include "widgets/pictures/mb-still.h"
#include "widgets/type/mb-card.h"

G_BEGIN_DECLS

/** MbStallPicture: the picture of the one stall that a sheet is about, in the room that its row leaves. */
typedef struct _MbStallPicture MbStallPicture;

/** mb_stall_picture_new: @changed: it is to be drawn anew */
MbStallPicture *mb_stall_picture_new (MbGallery *gallery, GSourceFunc changed, gpointer data);
void mb_stall_picture_free (MbStallPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbStallPicture, mb_stall_picture_free)

/** mb_stall_picture_show: @stall: (nullable)
 * @below, @beside: where there is room: in either it stands, where it is larger; of no size: there is none
 * @n: mb_type_get_n() */
void mb_stall_picture_show (MbStallPicture *self, MbStall *stall, const graphene_rect_t *below,
                            const graphene_rect_t *beside, int n);

MbStillState mb_stall_picture_get_state (const MbStallPicture *self);
void mb_stall_picture_draw (MbStallPicture *self, GtkSnapshot *snapshot, int n);

G_END_DECLS
