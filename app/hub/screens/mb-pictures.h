/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MbPictures: the newest picture of each screen's glass, in memory: they are for looking at now, and the
 * hub's next start may ask for new ones. All together are bounded; the oldest give way.
 */
typedef struct _MbPictures MbPictures;

/** MB_PICTURE_MAX: bytes of one */
#define MB_PICTURE_MAX (4 * 1024 * 1024)

typedef struct
{
  GBytes *bytes;
  const char *type; /* "image/png", "image/jpeg" */
  gint64 at_us;     /* the hub's clock when it came */
} MbPicture;

/** mb_pictures_new: @limit: bytes of all together, at least MB_PICTURE_MAX */
MbPictures *mb_pictures_new (gsize limit);
void mb_pictures_free (MbPictures *self);

/** mb_pictures_put: Errors: %MB_ERROR_INVALID for what is neither a whole PNG nor a whole JPEG. */
gboolean mb_pictures_put (MbPictures *self, const char *screen, GBytes *bytes, gint64 at_us, GError **error);
const MbPicture *mb_pictures_get (MbPictures *self, const char *screen); /* (nullable), until the next put */

G_END_DECLS
