/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-picture-fit.h"

#include <math.h>

#define LARGEST_SCALE 2.0 /* beyond it, one sees pixels */
#define LEAST_SEEN 0.7    /* the part of a picture that covering a box has to leave; as much of the box it fills whole */
#define LEAST_FILLED 0.5

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

MbPicturePlan
mb_picture_plan (const MbPictureBox *box, double width, double height, gboolean scalable)
{
  MbPicturePlan plan = { box->width, box->height, 0, 0, 0, 0, FALSE };
  double across = box->width / width, down = box->height / height;
  double covering = MAX (across, down), inside = MIN (across, down);
  double seen = inside / covering; /* of the side that is cut */
  gboolean may_cut = box->fit == MB_PICTURE_CROP;

  if (!scalable)
    inside = MIN (inside, LARGEST_SCALE);
  if (box->fit == MB_PICTURE_CONTAIN)
    {
      plan.width = MIN (to_pixels (width * inside), box->width);
      plan.height = MIN (to_pixels (height * inside), box->height);
      put (&plan, plan.width, plan.height);
      return plan;
    }

  plan.mounted = box->fit != MB_PICTURE_COVER && ((seen < LEAST_SEEN && (seen >= LEAST_FILLED || !may_cut)) ||
                                                  (!scalable && covering > LARGEST_SCALE));
  if (plan.mounted)
    put (&plan, width * inside, height * inside);
  else
    put (&plan, width * covering, height * covering);
  return plan;
}
