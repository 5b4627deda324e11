/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-record.h"
#include "core/model/show/mb-when.h"

G_BEGIN_DECLS

/** MbPlaylistItem: one of the things a playlist shows. */
typedef struct
{
  char *media;    /* media */
  gint64 seconds; /* how long; MB_UNSET: as long as it lasts */
  MbWhen *when;
  gint64 priority;
  char *extra;
} MbPlaylistItem;

/** MbPlaylist: films and pictures in turn. */
#define MB_TYPE_PLAYLIST (mb_playlist_get_type ())
G_DECLARE_FINAL_TYPE (MbPlaylist, mb_playlist, MB, PLAYLIST, MbRecord)

struct _MbPlaylist
{
  MbRecord parent_instance;
  GPtrArray *items; /* MbPlaylistItem */
  gboolean shuffle;
  char *fallback; /* media: what shows when nothing else can */
  gint64 priority;
  MbWhen *when;
  gint64 volume; /* 0 to 100 */
  MbTime changed_at;      /* derived: when it came to be as it is */
  char *playing;          /* derived: media: what it showed then; NULL: nothing, or nobody can tell */
  MbTime playing_since;   /* derived: since when */
  gint64 playing_from_ms; /* derived: from where in it; MB_UNSET: its beginning */
  char *extra;
};

G_END_DECLS
