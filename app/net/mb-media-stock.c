/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-net"

#include "net/mb-media-stock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/base/mb-error.h"

/* A line of it: digest, size, time of writing, when it was last needed. */
#define LIST "checked"
#define WORDS 4

struct _MbMediaStock
{
  char *folder;
  GHashTable *items; /* sha256: MbMediaItem */
  int lock;          /* -1: not held */
};

static char *
dup_path (MbMediaStock *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static MbMediaItem *
put (MbMediaStock *self, const MbMediaFile *file)
{
  MbMediaItem *item = g_new0 (MbMediaItem, 1);

  item->file = *file;
  g_hash_table_replace (self->items, item->file.sha256, item);
  return item;
}

static gboolean
read_numbers (char **words, gint64 *numbers)
{
  for (guint i = 1; i < WORDS; i++)
    if (!g_ascii_string_to_signed (words[i], 10, G_MININT64, G_MAXINT64, &numbers[i], NULL))
      return FALSE;

  return TRUE;
}

static void
read_line (MbMediaStock *self, const char *line)
{
  g_auto(GStrv) words = g_strsplit (line, " ", -1);
  gint64 numbers[WORDS];
  MbMediaItem *item;

  if (g_strv_length (words) != WORDS || !read_numbers (words, numbers))
    return;

  item = g_hash_table_lookup (self->items, words[0]);
  if (item == NULL)
    return;

  item->scheduled_us = numbers[3];
  item->checked = item->file.bytes == (guint64) numbers[1] && item->file.modified_ns == numbers[2];
}

static void
read_list (MbMediaStock *self)
{
  g_autofree char *path = dup_path (self, LIST);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    read_line (self, lines[i]);
}

MbMediaStock *
mb_media_stock_new (const char *folder)
{
  MbMediaStock *self = g_new0 (MbMediaStock, 1);
  g_autoptr(GArray) files = mb_media_folder_list (folder);

  self->folder = g_strdup (folder);
  self->lock = -1;
  self->items = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  for (guint i = 0; i < files->len; i++)
    if (g_array_index (files, MbMediaFile, i).whole)
      put (self, &g_array_index (files, MbMediaFile, i));
  read_list (self);
  return self;
}

void
mb_media_stock_free (MbMediaStock *self)
{
  mb_media_stock_save (self);
  if (self->lock >= 0)
    close (self->lock);
  g_hash_table_unref (self->items);
  g_free (self->folder);
  g_free (self);
}

gboolean
mb_media_stock_hold (MbMediaStock *self, GError **error)
{
  g_autofree char *path = dup_path (self, "lock");
  int lock;

  if (self->lock >= 0)
    return TRUE;

  lock = g_mkdir_with_parents (self->folder, 0700) == 0 ? g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
  if (lock < 0)
    {
      mb_error_set (error, MB_ERROR_FAILED, NULL, "Media cannot be kept in %s: %s", self->folder, g_strerror (errno));
      return FALSE;
    }
  if (flock (lock, LOCK_EX | LOCK_NB) != 0)
    {
      mb_error_set (error, MB_ERROR_BUSY, NULL, "Another program keeps its media in %s", self->folder);
      close (lock);
      return FALSE;
    }

  self->lock = lock;
  return TRUE;
}

GHashTable *
mb_media_stock_get_items (MbMediaStock *self)
{
  return self->items;
}

MbMediaItem *
mb_media_stock_find (MbMediaStock *self, const char *sha256)
{
  MbMediaItem *item = g_hash_table_lookup (self->items, sha256);

  return item != NULL && item->checked ? item : NULL;
}

void
mb_media_stock_add (MbMediaStock *self, const char *sha256, gint64 now_us)
{
  MbMediaFile file;
  MbMediaItem *item;

  if (!mb_media_folder_find (self->folder, sha256, &file))
    return;

  item = put (self, &file);
  item->checked = TRUE;
  item->scheduled_us = now_us;
  mb_media_stock_save (self);
}

gboolean
mb_media_stock_check (MbMediaStock *self, const char *sha256, GCancellable *cancellable)
{
  MbMediaItem *item = g_hash_table_lookup (self->items, sha256);
  MbMediaFile file;

  if (item == NULL)
    return FALSE;

  item->checked = mb_media_folder_find (self->folder, sha256, &file)
                  && mb_media_folder_check (self->folder, sha256, cancellable, NULL);
  if (item->checked)
    item->file = file;
  else if (!g_cancellable_is_cancelled (cancellable))
    mb_media_stock_drop (self, sha256);
  mb_media_stock_save (self);
  return mb_media_stock_find (self, sha256) != NULL;
}

void
mb_media_stock_drop (MbMediaStock *self, const char *sha256)
{
  mb_media_folder_remove (self->folder, sha256);
  g_hash_table_remove (self->items, sha256);
}

guint64
mb_media_stock_get_bytes (MbMediaStock *self)
{
  g_autoptr(GArray) files = mb_media_folder_list (self->folder);
  guint64 bytes = 0;

  for (guint i = 0; i < files->len; i++)
    bytes += g_array_index (files, MbMediaFile, i).bytes;
  return bytes;
}

void
mb_media_stock_drop_parts (MbMediaStock *self, GHashTable *wanted)
{
  g_autoptr(GArray) files = mb_media_folder_list (self->folder);

  for (guint i = 0; i < files->len; i++)
    {
      const MbMediaFile *file = &g_array_index (files, MbMediaFile, i);

      if (!file->whole && !g_hash_table_contains (wanted, file->sha256))
        mb_media_folder_remove_part (self->folder, file->sha256);
    }
}

void
mb_media_stock_save (MbMediaStock *self)
{
  g_autofree char *path = dup_path (self, LIST);
  g_autoptr(GString) text = g_string_new (NULL);
  GHashTableIter iter;
  gpointer value;

  if (self->lock < 0)
    return;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const MbMediaItem *item = value;

      if (item->checked)
        g_string_append_printf (text,
                                "%s %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
                                item->file.sha256, item->file.bytes, item->file.modified_ns, item->scheduled_us);
    }
  g_file_set_contents (path, text->str, (gssize) text->len, NULL);
}
