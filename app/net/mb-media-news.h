/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/mb-media-cache.h"

G_BEGIN_DECLS

/** MbMediaNews: what crosses from the media cache's thread to the main loop, one at a time. */
typedef enum
{
  MB_MEDIA_NEWS_FILE,    /* sha256, path: NULL when it is no longer there, length_ms */
  MB_MEDIA_NEWS_SPOILT,  /* sha256: it was there, and its bytes were wrong */
  MB_MEDIA_NEWS_FAILURE, /* sha256, reason: NULL when it may be well again */
  MB_MEDIA_NEWS_PROGRESS
} MbMediaNewsType;

typedef struct
{
  MbMediaNewsType type;
  char *sha256;
  char *path;
  char *reason;
  gint64 length_ms; /* MB_UNSET: no film, or not known */
  guint n_orders; /* how many of the main loop's are done */
  MbMediaProgress progress; /* its under_way is sha256, its problem reason */
} MbMediaNews;

MbMediaNews *mb_media_news_new (MbMediaNewsType type, const char *sha256);
void mb_media_news_free (MbMediaNews *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbMediaNews, mb_media_news_free)

G_END_DECLS
