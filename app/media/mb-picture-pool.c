/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-picture-pool.h"

#define BYTES_PER_PIXEL 4

typedef struct
{
  char *key;
  GdkTexture *texture; /* (owned) */
  gsize bytes;
} Entry;

/* The entries hang in a queue, the latest used first; the table knows their links. */
struct _MbPicturePool
{
  gsize max_bytes, bytes;
  GQueue entries;    /* of Entry */
  GHashTable *links; /* key -> GList, in the queue */
};

static void
entry_free (Entry *entry)
{
  g_object_unref (entry->texture);
  g_free (entry->key);
  g_free (entry);
}

MbPicturePool *
mb_picture_pool_new (gsize max_bytes)
{
  MbPicturePool *self = g_new0 (MbPicturePool, 1);

  self->max_bytes = max_bytes;
  self->links = g_hash_table_new (g_str_hash, g_str_equal);
  g_queue_init (&self->entries);
  return self;
}

void
mb_picture_pool_free (MbPicturePool *self)
{
  g_hash_table_unref (self->links);
  g_queue_clear_full (&self->entries, (GDestroyNotify) entry_free);
  g_free (self);
}

char *
mb_picture_key (const char *path, const MbPictureBox *box)
{
  return g_strdup_printf ("%d %d %d %s", box->width, box->height, box->fit, path);
}

static void
drop (MbPicturePool *self, GList *link)
{
  Entry *entry = link->data;

  self->bytes -= entry->bytes;
  g_hash_table_remove (self->links, entry->key);
  g_queue_delete_link (&self->entries, link);
  entry_free (entry);
}

GdkTexture *
mb_picture_pool_find (MbPicturePool *self, const char *path, const MbPictureBox *box)
{
  g_autofree char *key = mb_picture_key (path, box);
  GList *link = g_hash_table_lookup (self->links, key);

  if (link == NULL)
    return NULL;

  g_queue_unlink (&self->entries, link);
  g_queue_push_head_link (&self->entries, link);
  return ((Entry *) link->data)->texture;
}

void
mb_picture_pool_put (MbPicturePool *self, const char *path, const MbPictureBox *box, GdkTexture *texture)
{
  Entry *entry = g_new (Entry, 1);
  GList *old;

  *entry = (Entry){ mb_picture_key (path, box), g_object_ref (texture),
                    (gsize) gdk_texture_get_width (texture) * (gsize) gdk_texture_get_height (texture) *
                        BYTES_PER_PIXEL };
  old = g_hash_table_lookup (self->links, entry->key);
  if (old != NULL)
    drop (self, old);
  g_queue_push_head (&self->entries, entry);
  g_hash_table_insert (self->links, entry->key, self->entries.head);
  self->bytes += entry->bytes;
  while (self->bytes > self->max_bytes)
    drop (self, self->entries.tail);
}

gsize
mb_picture_pool_get_bytes (const MbPicturePool *self)
{
  return self->bytes;
}
