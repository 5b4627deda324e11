/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-picture-header.h"

#include "core/base/mb-error.h"

#include <string.h>

#define SVG_WITHIN 4096 /* where the first element has to begin: after comments and a licence */

#define PNG_SIGNATURE "\x89PNG\r\n\x1a\n"
#define PNG_CHUNK 12 /* length, name, check sum */
#define WEBP_HEADER 30

#define VP8X_ANIMATED 0x02

#define MARKER_END 0xd9
#define MARKER_SCAN 0xda

static guint32
read_be (const guint8 *bytes, guint n)
{
  guint32 value = 0;

  for (guint i = 0; i < n; i++)
    value = value << 8 | bytes[i];

  return value;
}

static guint32
read_le (const guint8 *bytes, guint n)
{
  guint32 value = 0;

  for (guint i = n; i > 0; i--)
    value = value << 8 | bytes[i - 1];

  return value;
}

static gboolean
refuse_cut (GError **error)
{
  mb_error_set (error, MB_ERROR_CORRUPT, NULL, "The picture ends before it is whole");
  return FALSE;
}

static gboolean
refuse_animated (GError **error)
{
  mb_error_set (error, MB_ERROR_UNSUPPORTED, NULL, "The picture is animated; still ones are shown");
  return FALSE;
}

gboolean
mb_picture_check_size (double width, double height, double max_pixels, GError **error)
{
  if (!(width > 0 && height > 0)) /* nor what is no number */
    {
      mb_error_set (error, MB_ERROR_CORRUPT, NULL, "The picture says that it has no size");
      return FALSE;
    }
  if (width <= MB_PICTURE_MAX_SIDE && height <= MB_PICTURE_MAX_SIDE && width * height <= max_pixels)
    return TRUE;

  mb_error_set (error, MB_ERROR_TOO_LARGE, NULL,
                "The picture declares %.0f × %.0f pixels; no side may have more than %d, and all of it %.0f million",
                width, height, MB_PICTURE_MAX_SIDE, max_pixels / 1e6);
  return FALSE;
}

static gboolean
set_size (MbPictureHeader *header, guint32 width, guint32 height, double max_pixels, GError **error)
{
  if (!mb_picture_check_size (width, height, max_pixels, error))
    return FALSE;

  header->width = (int) width;
  header->height = (int) height;
  return TRUE;
}

/* Chunk by chunk to the last. An animation says so in one of them. */
static gboolean
walk_png (const guint8 *bytes, gsize size, GError **error)
{
  gsize at = strlen (PNG_SIGNATURE);

  while (at + PNG_CHUNK <= size)
    {
      const guint8 *name = bytes + at + 4;

      if (memcmp (name, "acTL", 4) == 0)
        return refuse_animated (error);
      if (memcmp (name, "IEND", 4) == 0)
        return TRUE;
      at += PNG_CHUNK + (gsize) read_be (bytes + at, 4);
    }

  return refuse_cut (error);
}

static gboolean
read_png (const guint8 *bytes, gsize size, MbPictureHeader *header, GError **error)
{
  const guint8 *chunk = bytes + strlen (PNG_SIGNATURE);

  header->format = MB_PICTURE_PNG;
  if (size < strlen (PNG_SIGNATURE) + PNG_CHUNK + 13 || memcmp (chunk + 4, "IHDR", 4) != 0)
    return refuse_cut (error);
  if (!set_size (header, read_be (chunk + 8, 4), read_be (chunk + 12, 4), MB_PICTURE_MAX_PIXELS, error))
    return FALSE;

  return walk_png (bytes, size, error);
}

/* Start of frame: all of 0xc0 to 0xcf but tables (c4, cc) and what is reserved (c8). */
static gboolean
is_frame (guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static gboolean
is_progressive (guint8 marker)
{
  return (marker & 0x03) == 0x02;
}

/* Where the next marker begins after the coded data of a scan: 0xff stands in them only before 0 or a
 * restart marker. */
static gsize
skip_scan (const guint8 *bytes, gsize size, gsize at)
{
  while (at + 2 <= size && (bytes[at] != 0xff || bytes[at + 1] == 0 || (bytes[at + 1] & 0xf8) == 0xd0))
    at++;

  return at;
}

/* Segment by segment to the end of the image. */
static gboolean
read_jpeg (const guint8 *bytes, gsize size, MbPictureHeader *header, GError **error)
{
  gsize at = 2;

  header->format = MB_PICTURE_JPEG;
  while (at + 4 <= size && bytes[at] == 0xff)
    {
      guint8 marker = bytes[at + 1];
      gsize length = MAX (read_be (bytes + at + 2, 2), 2);

      if (marker == MARKER_END)
        break;
      if (marker == 0xff) /* padding */
        {
          at++;
          continue;
        }
      if (is_frame (marker) && header->width == 0 && at + 9 <= size &&
          !set_size (header, read_be (bytes + at + 7, 2), read_be (bytes + at + 5, 2),
                     is_progressive (marker) ? MB_PICTURE_MAX_PIXELS : 4.0 * MB_PICTURE_MAX_PIXELS, error))
        return FALSE;
      at += 2 + length;
      if (marker == MARKER_SCAN)
        at = skip_scan (bytes, size, at);
    }

  return header->width > 0 && at + 2 <= size && bytes[at] == 0xff && bytes[at + 1] == MARKER_END ? TRUE
                                                                                                : refuse_cut (error);
}

static gboolean
read_webp (const guint8 *bytes, gsize size, MbPictureHeader *header, GError **error)
{
  guint32 bits;

  header->format = MB_PICTURE_WEBP;
  if (size < WEBP_HEADER || read_le (bytes + 4, 4) > size - 8)
    return refuse_cut (error);

  if (memcmp (bytes + 12, "VP8X", 4) == 0)
    {
      if (!set_size (header, read_le (bytes + 24, 3) + 1, read_le (bytes + 27, 3) + 1, MB_PICTURE_MAX_PIXELS, error))
        return FALSE;
      return (bytes[20] & VP8X_ANIMATED) != 0 ? refuse_animated (error) : TRUE;
    }
  if (memcmp (bytes + 12, "VP8L", 4) == 0 && bytes[20] == 0x2f)
    {
      bits = read_le (bytes + 21, 4);
      return set_size (header, (bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1, MB_PICTURE_MAX_PIXELS, error);
    }
  if (memcmp (bytes + 12, "VP8 ", 4) == 0 && read_be (bytes + 23, 3) == 0x9d012a)
    return set_size (header, read_le (bytes + 26, 2) & 0x3fff, read_le (bytes + 28, 2) & 0x3fff,
                     MB_PICTURE_MAX_PIXELS, error);

  return refuse_cut (error);
}

static gboolean
begins_with (const guint8 *bytes, gsize size, const char *what)
{
  return size >= strlen (what) && memcmp (bytes, what, strlen (what)) == 0;
}

static gboolean
is_svg (const guint8 *bytes, gsize size)
{
  g_autofree char *head = g_strndup ((const char *) bytes, MIN (size, SVG_WITHIN));
  const char *start = g_str_has_prefix (head, "\xef\xbb\xbf") ? head + 3 : head;

  while (g_ascii_isspace (*start))
    start++;
  return *start == '<' && strstr (start, "<svg") != NULL;
}

gboolean
mb_picture_header_read (const guint8 *bytes, gsize size, MbPictureHeader *header, GError **error)
{
  g_return_val_if_fail (bytes != NULL || size == 0, FALSE);
  g_return_val_if_fail (header != NULL, FALSE);

  *header = (MbPictureHeader){ MB_PICTURE_SVG, 0, 0 };
  if (size == 0)
    {
      mb_error_set (error, MB_ERROR_CORRUPT, NULL, "The file is empty");
      return FALSE;
    }

  if (begins_with (bytes, size, PNG_SIGNATURE))
    return read_png (bytes, size, header, error);
  if (begins_with (bytes, size, "\xff\xd8\xff"))
    return read_jpeg (bytes, size, header, error);
  if (begins_with (bytes, size, "RIFF") && size >= 12 && memcmp (bytes + 8, "WEBP", 4) == 0)
    return read_webp (bytes, size, header, error);
  if (is_svg (bytes, size))
    return TRUE;

  mb_error_set (error, MB_ERROR_UNSUPPORTED, NULL, "The file is no PNG, JPEG, WebP or SVG picture");
  return FALSE;
}
