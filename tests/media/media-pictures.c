/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media-pictures.h"

#include <glib/gstdio.h>
#include <string.h>

#define RED 0xc02010ffu
#define BLUE 0x1030c0ffu

/* Bytes, the most significant first, as PNG has them. */
static void
append_be (GByteArray *bytes, guint32 value)
{
  guint32 swapped = GUINT32_TO_BE (value);

  g_byte_array_append (bytes, (const guint8 *) &swapped, sizeof swapped);
}

static void
append_le24 (GByteArray *bytes, guint32 value)
{
  guint8 parts[] = { value & 0xff, value >> 8 & 0xff, value >> 16 & 0xff };

  g_byte_array_append (bytes, parts, sizeof parts);
}

static void
append_text (GByteArray *bytes, const char *text)
{
  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
}

static GdkPixbuf *
paint (int width, int height)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autoptr (GdkPixbuf) left = gdk_pixbuf_new_subpixbuf (pixbuf, 0, 0, width / 2, height);

  gdk_pixbuf_fill (pixbuf, BLUE);
  gdk_pixbuf_fill (left, RED);
  return pixbuf;
}

/* How it has to be stored so that its orientation brings it back. */
static GdkPixbuf *
turn_back (GdkPixbuf *seen, int orientation)
{
  switch (orientation)
    {
    case 3:
      return gdk_pixbuf_rotate_simple (seen, GDK_PIXBUF_ROTATE_UPSIDEDOWN);
    case 6:
      return gdk_pixbuf_rotate_simple (seen, GDK_PIXBUF_ROTATE_COUNTERCLOCKWISE);
    case 8:
      return gdk_pixbuf_rotate_simple (seen, GDK_PIXBUF_ROTATE_CLOCKWISE);
    default:
      return g_object_ref (seen);
    }
}

/* The smallest EXIF segment there is: one entry, the orientation. */
static void
append_exif (GByteArray *bytes, int orientation)
{
  guint8 segment[] = { 0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8,
                       0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (guint8) orientation, 0, 0, 0, 0, 0, 0 };

  g_byte_array_append (bytes, segment, sizeof segment);
}

GBytes *
media_encode (const char *type, int width, int height, int orientation)
{
  g_autoptr (GdkPixbuf) seen = paint (width, height);
  g_autoptr (GdkPixbuf) stored = turn_back (seen, orientation);
  g_autoptr (GError) error = NULL;
  g_autofree char *buffer = NULL;
  GByteArray *bytes = g_byte_array_new ();
  gsize size;

  gdk_pixbuf_save_to_buffer (stored, &buffer, &size, type, &error, NULL);
  g_assert_no_error (error);
  if (orientation == 0)
    {
      g_byte_array_append (bytes, (const guint8 *) buffer, (guint) size);
      return g_byte_array_free_to_bytes (bytes);
    }

  g_assert_cmpstr (type, ==, "jpeg");
  g_byte_array_append (bytes, (const guint8 *) buffer, 2);
  append_exif (bytes, orientation);
  g_byte_array_append (bytes, (const guint8 *) buffer + 2, (guint) size - 2);
  return g_byte_array_free_to_bytes (bytes);
}

GBytes *
media_webp (gboolean lossy)
{
  static const guint8 lossless[] = { 0x52, 0x49, 0x46, 0x46, 0x22, 0x00, 0x00, 0x00, 0x57, 0x45, 0x42,
                                     0x50, 0x56, 0x50, 0x38, 0x4c, 0x15, 0x00, 0x00, 0x00, 0x2f, 0x0f,
                                     0xc0, 0x01, 0x00, 0x10, 0x12, 0x24, 0xfc, 0xff, 0x6d, 0xb4, 0xcf,
                                     0xff, 0xfc, 0xf7, 0x7f, 0x02, 0x94, 0xcc, 0x1f, 0x00 };
  static const guint8 rough[] = { 0x52, 0x49, 0x46, 0x46, 0x3c, 0x00, 0x00, 0x00, 0x57, 0x45, 0x42, 0x50,
                                  0x56, 0x50, 0x38, 0x20, 0x30, 0x00, 0x00, 0x00, 0x70, 0x01, 0x00, 0x9d,
                                  0x01, 0x2a, 0x10, 0x00, 0x08, 0x00, 0x02, 0xc0, 0x4c, 0x25, 0xa0, 0x02,
                                  0x74, 0x01, 0x40, 0x00, 0x00, 0xfe, 0xf0, 0xcb, 0x3f, 0xfe, 0x8f, 0xbf,
                                  0xfe, 0xb6, 0xff, 0xfd, 0x68, 0x7f, 0xad, 0xbf, 0xad, 0xb7, 0xff, 0x6d,
                                  0x0f, 0x4d, 0xff, 0xfe, 0xb4, 0x13, 0x40, 0x00 };

  return lossy ? g_bytes_new_static (rough, sizeof rough) : g_bytes_new_static (lossless, sizeof lossless);
}

/* Without its check sum: who declares too much is not asked for it. */
static void
append_chunk (GByteArray *bytes, const char *name, const guint8 *data, guint size)
{
  append_be (bytes, size);
  append_text (bytes, name);
  if (size > 0)
    g_byte_array_append (bytes, data, size);
  append_be (bytes, 0);
}

GBytes *
media_declare (guint32 width, guint32 height, gboolean animated)
{
  GByteArray *bytes = g_byte_array_new (), *header = g_byte_array_new ();
  static const guint8 depth[] = { 8, 2, 0, 0, 0 }, frames[] = { 0, 0, 0, 2, 0, 0, 0, 0 };

  append_be (header, width);
  append_be (header, height);
  g_byte_array_append (header, depth, sizeof depth);
  append_text (bytes, "\x89PNG\r\n\x1a\n");
  append_chunk (bytes, "IHDR", header->data, header->len);
  if (animated)
    append_chunk (bytes, "acTL", frames, sizeof frames);
  append_chunk (bytes, "IEND", NULL, 0);
  g_byte_array_unref (header);
  return g_byte_array_free_to_bytes (bytes);
}

GBytes *
media_webp_declare (guint32 width, guint32 height, gboolean animated)
{
  GByteArray *bytes = g_byte_array_new ();
  guint8 riff[] = { 'R', 'I', 'F', 'F', 22, 0, 0, 0, 'W', 'E', 'B', 'P', 'V', 'P', '8', 'X', 10, 0, 0, 0,
                    animated ? 2 : 0, 0, 0, 0 };

  g_byte_array_append (bytes, riff, sizeof riff);
  append_le24 (bytes, width - 1);
  append_le24 (bytes, height - 1);
  return g_byte_array_free_to_bytes (bytes);
}

GBytes *
media_cut (GBytes *whole, gsize size)
{
  GBytes *part = g_bytes_new_from_bytes (whole, 0, MIN (size, g_bytes_get_size (whole)));

  g_bytes_unref (whole);
  return part;
}

char *
media_write (const char *folder, const char *name, GBytes *bytes)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  /* Nobody pulls the plug in between: thousands of these need not reach the disk. What is written like this
   * over another file leaves the other's end. */
  g_unlink (path);
  g_file_set_contents_full (path, data != NULL ? data : "", (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
  g_bytes_unref (bytes);
  return path;
}

char *
media_write_text (const char *folder, const char *name, const char *text)
{
  return media_write (folder, name, g_bytes_new (text, strlen (text)));
}

guint32
media_pixel (GdkTexture *texture, int x, int y)
{
  int width = gdk_texture_get_width (texture), height = gdk_texture_get_height (texture);
  g_autofree guint32 *pixels = g_new (guint32, (gsize) width * (gsize) height);

  g_assert_true (x >= 0 && x < width && y >= 0 && y < height);
  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * 4);
  g_assert_cmphex (pixels[y * width + x] >> 24, ==, 0xff);
  return pixels[y * width + x] & 0xffffff;
}

gboolean
media_is_reddish (guint32 colour)
{
  return (int) (colour >> 16) > 2 * (int) (colour & 0xff) + 8;
}

gboolean
media_is_bluish (guint32 colour)
{
  return (int) (colour & 0xff) > 2 * (int) (colour >> 16) + 8;
}
