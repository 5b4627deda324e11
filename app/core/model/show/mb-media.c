/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/show/mb-media.h"

#include "core/model/mb-schema-private.h"

#define SHA256_LENGTH 64
#define FILE_MAX (G_GINT64_CONSTANT (2) << 30)
#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

static const char *const type_names[] = { "video", "image", "live", NULL };

static const MbField fields[] = {
  MB_FIELD (MbMedia, name, STRING),
  MB_FIELD (MbMedia, type, ENUM, MB_REQUIRED, MB_NAMES (type_names)),
  MB_FIELD (MbMedia, sha256, STRING),
  MB_FIELD (MbMedia, bytes, INT, MB_RANGE (1, FILE_MAX)),
  MB_FIELD (MbMedia, uri, STRING, MB_BYTES (2048)),
  MB_FIELD (MbMedia, title, TEXTS),
  MB_FIELD (MbMedia, starts_at, TIME),
  MB_FIELD (MbMedia, link, STRING, MB_BYTES (2048)),
  MB_FIELD (MbMedia, duration_ms, INT, MB_RANGE (1, DAY_MS)),
  MB_FIELD (MbMedia, sound, BOOL),
  MB_FIELD (MbMedia, poster, REF, MB_TO (MEDIA)),
};

static gboolean
check_live (const MbMedia *self, GError **error)
{
  static const char *const schemes[] = {
    "https://", "http://", "rtsp://", "rtsps://", "srt://", "rtmp://", "rtmps://",
  };

  if (self->uri == NULL)
    return mb_refuse (error, "/uri", "A livestream has an address");

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_str_has_prefix (self->uri, schemes[i]))
      return TRUE;

  return mb_refuse (error, "/uri", "Must be HLS over http(s), rtsp, srt or rtmp");
}

static gboolean
check (gconstpointer structure, GError **error)
{
  const MbMedia *self = structure;

  if (self->type == MB_MEDIA_LIVE)
    return check_live (self, error);

  if (self->sha256 == NULL)
    return mb_refuse (error, "/sha256", "A file is known by its digest");

  if (self->bytes == MB_UNSET)
    return mb_refuse (error, "/bytes", "A file has a size");

  return mb_check_text (self->sha256, G_CSET_DIGITS "abcdef", SHA256_LENGTH, SHA256_LENGTH,
                        "/sha256", error);
}

MB_DEFINE_KIND (MbMedia, mb_media, MB_KIND_MEDIA, fields, check)
