/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** MbPictureFit: how a picture fills a box. None of them distorts it. */
typedef enum
{
  MB_PICTURE_COVER,   /* the whole box; what reaches over is cut off */
  MB_PICTURE_CONTAIN, /* inside of the box, and no larger than it is drawn */
  MB_PICTURE_MOUNT,   /* the whole box: as COVER where little is cut off, else whole, over a blurred still of itself */
  MB_PICTURE_CROP     /* the same, but rather cut than less than half of the box: it goes with words */
} MbPictureFit;

/** MbPictureBox: what a picture is made for, in pixels of the glass. */
typedef struct
{
  int width, height;
  MbPictureFit fit;
} MbPictureBox;

/** MbPicturePlan: what becomes of it. */
typedef struct
{
  int width, height;    /* of what is made */
  int x, y, w, h;       /* where the whole picture stands on it; it may reach over */
  gboolean mounted;     /* over a blurred still */
} MbPicturePlan;

/** mb_picture_plan: @width, @height: of the picture, as it is seen
 * @scalable: it is as sharp at any size; others are not drawn at more than twice theirs, unless they have to cover */
MbPicturePlan mb_picture_plan (const MbPictureBox *box, double width, double height, gboolean scalable);

G_END_DECLS
