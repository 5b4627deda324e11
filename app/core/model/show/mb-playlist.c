/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/show/mb-playlist.h"

#include "core/model/mb-schema-private.h"

static const MbField item_fields[] = {
  MB_FIELD (MbPlaylistItem, media, REF, MB_REQUIRED, MB_TO (MEDIA)),
  MB_FIELD (MbPlaylistItem, seconds, INT, MB_RANGE (1, 86400)),
  MB_FIELD (MbPlaylistItem, when, STRUCT, MB_OF (mb_when_schema)),
  MB_FIELD (MbPlaylistItem, priority, INT, MB_PRIORITY),
};
static const MbSchema item_schema = MB_SCHEMA (MbPlaylistItem, item_fields, NULL);

static const MbField fields[] = {
  MB_FIELD (MbPlaylist, items, LIST, MB_REQUIRED, MB_OF (item_schema)),
  MB_FIELD (MbPlaylist, shuffle, BOOL),
  MB_FIELD (MbPlaylist, fallback, REF, MB_TO (MEDIA)),
  MB_FIELD (MbPlaylist, priority, INT, MB_PRIORITY),
  MB_FIELD (MbPlaylist, when, STRUCT, MB_OF (mb_when_schema)),
  MB_FIELD (MbPlaylist, volume, INT, MB_RANGE (0, 100)),
  MB_FIELD (MbPlaylist, changed_at, TIME, MB_DERIVED),
  MB_FIELD (MbPlaylist, playing, STRING, MB_DERIVED, MB_BYTES (64)),
  MB_FIELD (MbPlaylist, playing_since, TIME, MB_DERIVED),
  MB_FIELD (MbPlaylist, playing_from_ms, INT, MB_DERIVED, MB_RANGE (0, G_MAXINT64)),
};

MB_DEFINE_KIND (MbPlaylist, mb_playlist, MB_KIND_PLAYLIST, fields, NULL)
