/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* memmem */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/media/mb-media-type.h"

#include <string.h>

/* By the signatures of the formats' own specifications. */

typedef struct
{
  gsize at;
  const char *bytes;
  gsize n;
  const char *type;
} Magic;

#define MAGIC(at, text, type) { at, text, sizeof text - 1, type }

static const Magic magics[] = {
  MAGIC (0, "\x89PNG\r\n\x1a\n", "image/png"),
  MAGIC (0, "\xff\xd8\xff", "image/jpeg"),
  MAGIC (0, "GIF87a", "image/gif"),
  MAGIC (0, "GIF89a", "image/gif"),
  MAGIC (8, "WEBP", "image/webp"),
  MAGIC (8, "AVI ", "video/x-msvideo"),
  MAGIC (0, "II*\0", "image/tiff"),
  MAGIC (0, "MM\0*", "image/tiff"),
  MAGIC (4, "ftypqt  ", "video/quicktime"),
  MAGIC (4, "ftypavif", "image/avif"),
  MAGIC (4, "ftyp", "video/mp4"),
  MAGIC (0, "OggS", "video/ogg"),
  MAGIC (0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c", "video/x-ms-asf"),
  MAGIC (0, "FLV\x01", "video/x-flv"),
  MAGIC (0, "\0\0\x01\xba", "video/mpeg"),
  MAGIC (0, "\0\0\x01\xb3", "video/mpeg"),
};

static gboolean
holds (const guint8 *bytes, gsize n, const char *text)
{
  return memmem (bytes, n, text, strlen (text)) != NULL;
}

/* EBML says in its head which of its two children it is. */
static const char *
guess_matroska (const guint8 *bytes, gsize n)
{
  return holds (bytes, MIN (n, 64), "webm") ? "video/webm" : "video/x-matroska";
}

/* Packets of 188 bytes, each with the same first one. */
static gboolean
is_transport (const guint8 *bytes, gsize n)
{
  return n > 376 && bytes[0] == 0x47 && bytes[188] == 0x47 && bytes[376] == 0x47;
}

static gboolean
is_svg (const guint8 *bytes, gsize n)
{
  while (n > 0 && (g_ascii_isspace (*bytes) || *bytes == 0xef || *bytes == 0xbb || *bytes == 0xbf))
    bytes++, n--;

  return n > 0 && *bytes == '<' && holds (bytes, n, "<svg");
}

const char *
mb_media_type_guess (const guint8 *bytes, gsize n)
{
  for (guint i = 0; i < G_N_ELEMENTS (magics); i++)
    {
      const Magic *magic = &magics[i];

      if (n >= magic->at + magic->n && memcmp (bytes + magic->at, magic->bytes, magic->n) == 0
          && (magic->at != 8 || memcmp (bytes, "RIFF", 4) == 0))
        return magic->type;
    }

  if (n >= 4 && memcmp (bytes, "\x1a\x45\xdf\xa3", 4) == 0)
    return guess_matroska (bytes, n);
  if (is_transport (bytes, n))
    return "video/mp2t";

  return is_svg (bytes, n) ? "image/svg+xml" : "application/octet-stream";
}
