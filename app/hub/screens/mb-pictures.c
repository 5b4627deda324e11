/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/screens/mb-pictures.h"

#include "core/base/mb-error.h"

#include <string.h>

/* The head up to and with the size, and the last chunk, which has no data. */
#define PNG_HEAD "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"
#define PNG_TAIL "\0\0\0\0IEND\xae\x42\x60\x82"
#define LARGEST 16384

struct _MbPictures
{
  gsize limit, size;
  GHashTable *pictures; /* screen: MbPicture */
};

static void
picture_free (gpointer data)
{
  MbPicture *picture = data;

  g_bytes_unref (picture->bytes);
  g_free (picture);
}

MbPictures *
mb_pictures_new (gsize limit)
{
  MbPictures *self;

  g_return_val_if_fail (limit >= MB_PICTURE_MAX, NULL);

  self = g_new0 (MbPictures, 1);
  self->limit = limit;
  self->pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, picture_free);

  return self;
}

void
mb_pictures_free (MbPictures *self)
{
  g_hash_table_unref (self->pictures);
  g_free (self);
}

static guint32
read_uint32 (const guint8 *at)
{
  return (guint32) at[0] << 24 | (guint32) at[1] << 16 | (guint32) at[2] << 8 | at[3];
}

static gboolean
is_png (const guint8 *data, gsize size)
{
  gsize head = sizeof PNG_HEAD - 1, tail = sizeof PNG_TAIL - 1;
  guint32 width, height;

  if (size < head + 8 + tail || memcmp (data, PNG_HEAD, head) != 0 || memcmp (data + size - tail, PNG_TAIL, tail) != 0)
    return FALSE;

  width = read_uint32 (data + head);
  height = read_uint32 (data + head + 4);

  return width > 0 && width <= LARGEST && height > 0 && height <= LARGEST;
}

static gboolean
is_jpeg (const guint8 *data, gsize size)
{
  return size > 5 && memcmp (data, "\xff\xd8\xff", 3) == 0 && memcmp (data + size - 2, "\xff\xd9", 2) == 0;
}

static const char *
find_type (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  return is_png (data, size) ? "image/png" : is_jpeg (data, size) ? "image/jpeg" : NULL;
}

static void
drop (MbPictures *self, const char *screen)
{
  MbPicture *picture = g_hash_table_lookup (self->pictures, screen);

  if (picture == NULL)
    return;

  self->size -= g_bytes_get_size (picture->bytes);
  g_hash_table_remove (self->pictures, screen);
}

static const char *
find_oldest (MbPictures *self)
{
  const char *oldest = NULL;
  gint64 oldest_us = G_MAXINT64;
  GHashTableIter iter;
  gpointer screen, picture;

  g_hash_table_iter_init (&iter, self->pictures);
  while (g_hash_table_iter_next (&iter, &screen, &picture))
    if (((MbPicture *) picture)->at_us < oldest_us)
      {
        oldest_us = ((MbPicture *) picture)->at_us;
        oldest = screen;
      }

  return oldest;
}

gboolean
mb_pictures_put (MbPictures *self, const char *screen, GBytes *bytes, gint64 at_us, GError **error)
{
  const char *type = find_type (bytes);
  MbPicture *picture;

  if (type == NULL)
    {
      mb_error_set (error, MB_ERROR_INVALID, NULL, "A picture is a whole PNG or JPEG, of at most 16384 x 16384");
      return FALSE;
    }

  drop (self, screen);
  while (self->size + g_bytes_get_size (bytes) > self->limit)
    drop (self, find_oldest (self));
  picture = g_new0 (MbPicture, 1);
  picture->bytes = g_bytes_ref (bytes);
  picture->type = type;
  picture->at_us = at_us;
  g_hash_table_replace (self->pictures, g_strdup (screen), picture);
  self->size += g_bytes_get_size (bytes);

  return TRUE;
}

const MbPicture *
mb_pictures_get (MbPictures *self, const char *screen)
{
  return g_hash_table_lookup (self->pictures, screen);
}
