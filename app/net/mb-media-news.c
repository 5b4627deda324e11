/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-net"

#include "net/mb-media-news.h"

#include "core/base/mb-time.h"

MbMediaNews *
mb_media_news_new (MbMediaNewsType type, const char *sha256)
{
  MbMediaNews *self = g_new0 (MbMediaNews, 1);

  self->type = type;
  self->length_ms = MB_UNSET;
  self->sha256 = g_strdup (sha256);
  return self;
}

void
mb_media_news_free (MbMediaNews *self)
{
  g_free (self->sha256);
  g_free (self->path);
  g_free (self->reason);
  g_free (self);
}
