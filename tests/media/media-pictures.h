/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

/* Pictures made for a test. All of them are red on the left and blue on the right, as one sees them. */

/** media_encode: @type: "png" or "jpeg"; @orientation: EXIF's, as which it is stored; 0: it says nothing of it */
GBytes *media_encode (const char *type, int width, int height, int orientation);

/** media_webp: 16 x 8; @lossy: in the other of its two formats */
GBytes *media_webp (gboolean lossy);

/** media_declare: a PNG that says it is so large, and has no more than that; @animated: and an animation */
GBytes *media_declare (guint32 width, guint32 height, gboolean animated);

/** media_webp_declare: an extended WebP that says it is so large. */
GBytes *media_webp_declare (guint32 width, guint32 height, gboolean animated);

GBytes *media_cut (GBytes *whole, gsize size); /* its first bytes; (transfer full) of both */

/** media_write: into a file of a folder. Returns: (transfer full): its path; takes @bytes */
char *media_write (const char *folder, const char *name, GBytes *bytes);
char *media_write_text (const char *folder, const char *name, const char *text);

/** media_pixel: the colour at a place of a texture, as 0xrrggbb. */
guint32 media_pixel (GdkTexture *texture, int x, int y);
gboolean media_is_reddish (guint32 colour);
gboolean media_is_bluish (guint32 colour);
