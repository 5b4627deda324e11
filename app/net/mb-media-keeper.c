/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-net"

#include "net/mb-media-keeper.h"

#define BLOCK (256 * 1024)

struct _MbMediaKeeper
{
  char *folder;
  GArray *wants; /* MbMediaWant */
  GHashTable *files; /* sha256: those that are whole */
  MbMediaSay say;
  gpointer data;
};

static void
say_file (MbMediaKeeper *self, const char *sha256, char *path)
{
  MbMediaNews *news = mb_media_news_new (MB_MEDIA_NEWS_FILE, sha256);

  news->path = path;
  self->say (self->data, news);
}

static void
say_progress (MbMediaKeeper *self)
{
  MbMediaNews *news = mb_media_news_new (MB_MEDIA_NEWS_PROGRESS, NULL);

  news->progress.settled = TRUE;
  for (guint i = 0; i < self->wants->len; i++)
    {
      const MbMediaWant *want = &g_array_index (self->wants, MbMediaWant, i);

      news->progress.wanted++;
      if (g_hash_table_contains (self->files, want->sha256))
        news->progress.present++;
      else
        news->progress.bytes_left += want->bytes;
    }
  self->say (self->data, news);
}

static gboolean
is_whole (const char *path, const char *sha256)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFileInputStream) in = g_file_read (file, NULL, NULL);
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guchar *block = g_malloc (BLOCK);
  gssize n = -1;

  while (in != NULL && (n = g_input_stream_read (G_INPUT_STREAM (in), block, BLOCK, NULL, NULL)) > 0)
    g_checksum_update (sum, block, n);
  return n == 0 && g_str_equal (g_checksum_get_string (sum), sha256);
}

static void
look_through (MbMediaKeeper *self)
{
  g_autoptr(GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      if (strlen (name) == 64 && is_whole (path, name))
        {
          g_hash_table_add (self->files, g_strdup (name));
          say_file (self, name, g_steal_pointer (&path));
        }
    }
  say_progress (self);
}

MbMediaKeeper *
mb_media_keeper_new (const char *folder, const MbMediaCacheOptions *options, MbMediaSay say, gpointer data)
{
  MbMediaKeeper *self = g_new0 (MbMediaKeeper, 1);

  self->folder = g_strdup (folder);
  self->wants = g_array_new (FALSE, FALSE, sizeof (MbMediaWant));
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->say = say;
  self->data = data;
  look_through (self);
  return self;
}

void
mb_media_keeper_free (MbMediaKeeper *self)
{
  g_clear_pointer (&self->wants, g_array_unref);
  g_clear_pointer (&self->files, g_hash_table_unref);
  g_free (self->folder);
  g_free (self);
}

void
mb_media_keeper_set_hub (MbMediaKeeper *self, const char *hub, const char *market)
{
}

void
mb_media_keeper_set_wanted (MbMediaKeeper *self, GArray *wants)
{
  g_array_unref (self->wants);
  self->wants = wants;
  say_progress (self);
}

void
mb_media_keeper_distrust (MbMediaKeeper *self, const char *sha256)
{
  g_autofree char *path = g_build_filename (self->folder, sha256, NULL);

  if (g_hash_table_remove (self->files, sha256))
    say_file (self, sha256, NULL);
  if (is_whole (path, sha256))
    {
      g_hash_table_add (self->files, g_strdup (sha256));
      say_file (self, sha256, g_steal_pointer (&path));
    }
  say_progress (self);
}
