/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/mb-cache-delta.h"

#include <string.h>

/* However long a disk keeps them waiting, deltas that wait never grow larger together than the board:
 * they are absorbed into one. */

static guint
row_hash (gconstpointer data)
{
  const MbCacheRow *row = data;

  return g_str_hash (row->id) * 33 + (guint) row->kind[0];
}

static gboolean
row_equal (gconstpointer a, gconstpointer b)
{
  const MbCacheRow *left = a, *right = b;

  return strcmp (left->id, right->id) == 0 && strcmp (left->kind, right->kind) == 0;
}

static void
row_free (gpointer data)
{
  MbCacheRow *row = data;

  g_clear_pointer (&row->bytes, g_bytes_unref);
  g_free (row);
}

MbCacheDelta *
mb_cache_delta_new (void)
{
  MbCacheDelta *self = g_new0 (MbCacheDelta, 1);

  self->rows = g_hash_table_new_full (row_hash, row_equal, row_free, NULL);
  self->at = MB_TIME_UNSET;
  return self;
}

void
mb_cache_delta_free (MbCacheDelta *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->rows);
  g_free (self->position);
  g_free (self);
}

void
mb_cache_delta_put (MbCacheDelta *self, const char *kind, const char *id, GBytes *bytes)
{
  MbCacheRow *row;
  gsize size;

  g_return_if_fail (self != NULL);
  g_return_if_fail (kind != NULL && id != NULL);

  size = strlen (id) + 1;
  row = g_malloc (sizeof *row + size);
  row->kind = kind;
  row->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  memcpy (row->id, id, size);
  g_hash_table_add (self->rows, row);
}

static void
take_rows (MbCacheDelta *self, MbCacheDelta *newer)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, newer->rows);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    {
      g_hash_table_iter_steal (&iter);
      g_hash_table_add (self->rows, row);
    }
}

void
mb_cache_delta_absorb (MbCacheDelta *self, MbCacheDelta *newer)
{
  GHashTable *rows;

  g_return_if_fail (self != NULL && newer != NULL);

  if (newer->reset)
    {
      rows = self->rows;
      self->rows = newer->rows;
      newer->rows = rows;
      self->reset = TRUE;
    }
  else
    take_rows (self, newer);

  if (newer->position != NULL)
    {
      g_free (self->position);
      self->position = g_steal_pointer (&newer->position);
    }
  if (newer->at.us != MB_UNSET)
    self->at = newer->at;
  mb_cache_delta_free (newer);
}
