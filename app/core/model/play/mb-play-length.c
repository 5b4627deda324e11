/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/play/mb-play-length.h"

#define UNKNOWN_US (60 * G_TIME_SPAN_SECOND)
#define PICTURE_US (10 * G_TIME_SPAN_SECOND)

gint64
mb_play_lengths_get_film_ms (const MbPlayLengths *self, const MbMedia *media)
{
  if (media->type != MB_MEDIA_VIDEO || media->duration_ms != MB_UNSET || self->find == NULL)
    return media->duration_ms;

  return self->find (media, self->data);
}

gint64
mb_play_lengths_get_us (const MbPlayLengths *self, const MbMedia *media, gint64 seconds)
{
  gint64 film_ms = seconds == MB_UNSET ? mb_play_lengths_get_film_ms (self, media) : MB_UNSET;
  gint64 us = seconds != MB_UNSET            ? seconds * G_TIME_SPAN_SECOND
              : media->type == MB_MEDIA_LIVE  ? G_MAXINT64
              : film_ms != MB_UNSET           ? film_ms * G_TIME_SPAN_MILLISECOND
              : media->type == MB_MEDIA_IMAGE ? PICTURE_US
                                              : UNKNOWN_US;

  return MAX (us, MB_PLAY_SHORTEST_US);
}
