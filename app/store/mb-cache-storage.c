/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/mb-cache-storage.h"

/* The verbs that a back-end has to know. */

G_DEFINE_ABSTRACT_TYPE (MbCacheStorage, mb_cache_storage, G_TYPE_OBJECT)

void
mb_cache_label_clear (MbCacheLabel *self)
{
  g_clear_pointer (&self->owner, g_free);
  g_clear_pointer (&self->scope, g_free);
}

static void
mb_cache_storage_class_init (MbCacheStorageClass *klass)
{
}

static void
mb_cache_storage_init (MbCacheStorage *self)
{
}
