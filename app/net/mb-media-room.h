/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/page/mb-media-want.h"
#include "net/mb-media-stock.h"

G_BEGIN_DECLS

/** MB_MEDIA_ROOM: room on its disk that a media cache leaves to others. */
#define MB_MEDIA_ROOM (64 * 1024 * 1024)

/** MbMediaRoom: by what it is decided what gives way. */
typedef struct
{
  MbMediaStock *stock;
  const char *folder;
  GHashTable *wanted; /* sha256: MbMediaWant */
  gint64 now_us;      /* by the market's clock */
  guint64 max_bytes;
} MbMediaRoom;

/**
 * mb_media_room_make: makes room for a file, as far as that is allowed: what is not wanted gives way first, the
 * longest unneeded before others; then what is wanted later than @want and not within 24 hours, the last first.
 *
 * Returns: (transfer full) (element-type utf8): the digests of the files that are gone, NULL-terminated
 */
char **mb_media_room_make (const MbMediaRoom *self, const MbMediaWant *want, gboolean *made);

G_END_DECLS
