/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** MB_MEDIA_MAGIC: how many of a file's first bytes say what it is. */
#define MB_MEDIA_MAGIC 512

/** mb_media_type_guess: the media type by a file's first bytes; what nobody here plays or shows is
 * application/octet-stream, whatever it was called. */
const char *mb_media_type_guess (const guint8 *bytes, gsize n);

G_END_DECLS
