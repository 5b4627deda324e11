/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/memory/mb-memory-cache.h"

/* The board as one delta. */

struct _MbMemoryCache
{
  MbCacheStorage parent_instance;

  MbCacheLabel label;
  MbCacheDelta *board; /* NULL: none */
};

G_DEFINE_FINAL_TYPE (MbMemoryCache, mb_memory_cache, MB_TYPE_CACHE_STORAGE)

static gboolean
mb_memory_cache_open (MbCacheStorage *storage, gboolean writable, GError **error)
{
  return TRUE;
}

static void
mb_memory_cache_close (MbCacheStorage *storage)
{
}

/* @gone: whether what is gone is told of */
static MbCacheDelta *
copy (MbCacheDelta *delta, gboolean gone)
{
  MbCacheDelta *self = mb_cache_delta_new ();
  GHashTableIter iter;
  gpointer key;

  self->reset = delta->reset;
  self->position = g_strdup (delta->position);
  self->at = delta->at;
  g_hash_table_iter_init (&iter, delta->rows);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const MbCacheRow *row = key;

      if (gone || row->bytes != NULL)
        mb_cache_delta_put (self, row->kind, row->id, row->bytes);
    }
  return self;
}

static MbCacheDelta *
mb_memory_cache_load (MbCacheStorage *storage, MbCacheLabel *label, GError **error)
{
  MbMemoryCache *self = MB_MEMORY_CACHE (storage);

  if (self->board == NULL)
    return NULL;

  label->owner = g_strdup (self->label.owner);
  label->scope = g_strdup (self->label.scope);
  return copy (self->board, FALSE);
}

static gboolean
mb_memory_cache_write (MbCacheStorage *storage, const MbCacheLabel *label, MbCacheDelta *delta, GError **error)
{
  MbMemoryCache *self = MB_MEMORY_CACHE (storage);

  if (self->board == NULL)
    self->board = mb_cache_delta_new ();
  mb_cache_delta_absorb (self->board, copy (delta, TRUE));
  mb_cache_label_clear (&self->label);
  self->label.owner = g_strdup (label->owner);
  self->label.scope = g_strdup (label->scope);
  return TRUE;
}

static char *
mb_memory_cache_set_aside (MbCacheStorage *storage, GError **error)
{
  MbMemoryCache *self = MB_MEMORY_CACHE (storage);

  g_clear_pointer (&self->board, mb_cache_delta_free);
  return g_strdup ("gone");
}

static void
mb_memory_cache_finalize (GObject *object)
{
  MbMemoryCache *self = MB_MEMORY_CACHE (object);

  g_clear_pointer (&self->board, mb_cache_delta_free);
  mb_cache_label_clear (&self->label);

  G_OBJECT_CLASS (mb_memory_cache_parent_class)->finalize (object);
}

static void
mb_memory_cache_class_init (MbMemoryCacheClass *klass)
{
  MbCacheStorageClass *storage_class = MB_CACHE_STORAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mb_memory_cache_finalize;

  storage_class->open = mb_memory_cache_open;
  storage_class->close = mb_memory_cache_close;
  storage_class->load = mb_memory_cache_load;
  storage_class->write = mb_memory_cache_write;
  storage_class->set_aside = mb_memory_cache_set_aside;
}

static void
mb_memory_cache_init (MbMemoryCache *self)
{
}

MbCacheStorage *
mb_memory_cache_new (void)
{
  return g_object_new (MB_TYPE_MEMORY_CACHE, NULL);
}
