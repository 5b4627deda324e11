/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-record.h"
#include "core/model/mb-texts.h"

G_BEGIN_DECLS

typedef enum
{
  MB_MEDIA_VIDEO,
  MB_MEDIA_IMAGE,
  MB_MEDIA_LIVE
} MbMediaType;

/** MbMedia: a film or a picture (a file, known by its digest), or a livestream (by its address). */
#define MB_TYPE_MEDIA (mb_media_get_type ())
G_DECLARE_FINAL_TYPE (MbMedia, mb_media, MB, MEDIA, MbRecord)

struct _MbMedia
{
  MbRecord parent_instance;
  char *name;   /* for the market's own people */
  int type;     /* MbMediaType */
  char *sha256; /* 64 hex digits in lower case */
  gint64 bytes;
  char *uri; /* live: http(s), rtsp(s), srt, rtmp(s) */
  MbTexts *title;
  MbTime starts_at;
  char *link; /* to watch on a phone */
  gint64 duration_ms;
  gboolean sound;
  char *poster; /* media */
  char *extra;
};

G_END_DECLS
