/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/pictures/mb-gallery.h"

G_BEGIN_DECLS

typedef enum
{
  MB_STILL_NONE,   /* nobody named a picture, or there is no record of it */
  MB_STILL_COMING, /* its file is not here */
  MB_STILL_MAKING, /* it is, and is being decoded: a matter of some frames */
  MB_STILL_READY,
  MB_STILL_BROKEN  /* the file is no picture that can be shown */
} MbStillState;

/**
 * MbStill: a picture in one place of the glass. It is told what should stand there as often as its owner
 * likes; it asks for it, and says when that has changed.
 */
typedef struct _MbStill MbStill;

/** mb_still_new: @changed: what mb_still_get_texture() or mb_still_get_state() tells is another; never within a call */
MbStill *mb_still_new (MbGallery *gallery, GSourceFunc changed, gpointer data);
void mb_still_free (MbStill *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbStill, mb_still_free)

/**
 * mb_still_show: this one, at this size. While another file of the same record is made for the same box, the
 * old one stands.
 * @media: (nullable): none
 * @box: (nullable): there is no room for it
 */
void mb_still_show (MbStill *self, const char *media, const MbPictureBox *box);

/** mb_still_look_ahead: that one will be shown soon: it is made if it is here, and kept for a while.
 * @media: (nullable)
 * @box: (nullable) */
void mb_still_look_ahead (MbStill *self, const char *media, const MbPictureBox *box);

MbStillState mb_still_get_state (const MbStill *self);
GdkTexture *mb_still_get_texture (const MbStill *self); /* (transfer none) (nullable) to be drawn now */

G_END_DECLS
