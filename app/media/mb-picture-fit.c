/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-picture-fit.h"

#include <math.h>

#define LARGEST_SCALE 2.0 /* beyond it, one sees pixels */

/* How much of a picture is seen that covers a box is how much of the box it fills when it is whole. */
#define HARDLY_CUT 0.7
#define LITTLE_CUT 0.6  /* of one that may be cut */
#define LEAST_FILLED 0.5
#define LEAST_SEEN 0.35 /* of one that may be cut: what it is */

static int
to_pixels (double length)
{
  return (int) MAX (round (length), 1);
}

static void
put (MbPicturePlan *plan, double width, double height)
{
  plan->w = to_pixels (width);
  plan->h = to_pixels (height);
  plan->x = (plan->width - plan->w) / 2;
  plan->y = (plan->height - plan->h) / 2;
}

static gboolean
is_whole (MbPictureFit fit, double seen)
{
  if (fit == MB_PICTURE_COVER)
    return FALSE;
  if (fit == MB_PICTURE_MOUNT)
    return seen < HARDLY_CUT;

  return seen < LEAST_SEEN || (seen >= LEAST_FILLED && seen < LITTLE_CUT);
}

MbPicturePlan
mb_picture_plan (const MbPictureBox *box, double width, double height, gboolean scalable)
{
  MbPicturePlan plan = { box->width, box->height, 0, 0, 0, 0, FALSE };
  double across = box->width / width, down = box->height / height;
  double covering = MAX (across, down), inside = MIN (across, down);
  double seen = inside / covering; /* of the side that is cut */

  if (!scalable)
    inside = MIN (inside, LARGEST_SCALE);
  if (box->fit == MB_PICTURE_CONTAIN)
    {
      plan.width = MIN (to_pixels (width * inside), box->width);
      plan.height = MIN (to_pixels (height * inside), box->height);
      put (&plan, plan.width, plan.height);
      return plan;
    }

  plan.mounted = is_whole (box->fit, seen) ||
                 (!scalable && covering > LARGEST_SCALE && box->fit != MB_PICTURE_COVER);
  if (plan.mounted)
    put (&plan, width * inside, height * inside);
  else
    put (&plan, width * covering, height * covering);
  return plan;
}
