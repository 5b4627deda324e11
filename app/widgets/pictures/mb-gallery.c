/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/pictures/mb-gallery.h"

#include "core/base/mb-time.h"
#include "core/model/show/mb-media.h"

/* What stands on the glass is a few pictures of its size, a million pixels each: so much more is kept for
 * those that take turns with them. */
#define KEPT_BYTES (24 << 20)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _MbGallery
{
  GObject parent_instance;

  MbBoard *board;         /* (owned) (nullable) */
  MbMediaCache *cache;    /* (owned) (nullable) */
  MbPictureLoader *loader; /* (owned) */
  GHashTable *complaints; /* digests of files that were complained of */
  MbVerdicts *verdicts;   /* (owned) */
  int n_waiting;          /* places whose file is not here */
};

G_DEFINE_FINAL_TYPE (MbGallery, mb_gallery, G_TYPE_OBJECT)

static void
on_cache_changed (MbGallery *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* It was not what it should be: whatever was said of it was said of other bytes. */
static void
on_cache_spoilt (MbMediaCache *cache, const char *sha256, MbGallery *self)
{
  g_hash_table_remove (self->complaints, sha256);
  mb_verdicts_forget (self->verdicts, sha256);
}

static void
mb_gallery_finalize (GObject *object)
{
  MbGallery *self = MB_GALLERY (object);

  g_clear_object (&self->board);
  g_clear_object (&self->cache);
  g_clear_object (&self->loader);
  g_hash_table_unref (self->complaints);
  mb_verdicts_free (self->verdicts);

  G_OBJECT_CLASS (mb_gallery_parent_class)->finalize (object);
}

static void
mb_gallery_class_init (MbGalleryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mb_gallery_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
mb_gallery_init (MbGallery *self)
{
  self->loader = mb_picture_loader_new (KEPT_BYTES);
  self->complaints = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->verdicts = mb_verdicts_new ();
}

MbGallery *
mb_gallery_new (void)
{
  return g_object_new (MB_TYPE_GALLERY, NULL);
}

void
mb_gallery_set_board (MbGallery *self, MbBoard *board)
{
  g_return_if_fail (MB_IS_GALLERY (self));

  g_set_object (&self->board, board);
}

void
mb_gallery_set_cache (MbGallery *self, MbMediaCache *cache)
{
  g_return_if_fail (MB_IS_GALLERY (self));
  g_return_if_fail (cache == NULL || MB_IS_MEDIA_CACHE (cache));

  if (self->cache == cache)
    return;

  if (self->cache != NULL)
    g_signal_handlers_disconnect_by_data (self->cache, self);
  g_set_object (&self->cache, cache);
  if (cache != NULL)
    {
      g_signal_connect_object (cache, "changed", G_CALLBACK (on_cache_changed), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (cache, "spoilt", G_CALLBACK (on_cache_spoilt), self, 0);
    }
  on_cache_changed (self);
}

MbMediaCache *
mb_gallery_get_cache (MbGallery *self)
{
  g_return_val_if_fail (MB_IS_GALLERY (self), NULL);

  return self->cache;
}

MbPictureLoader *
mb_gallery_get_loader (MbGallery *self)
{
  g_return_val_if_fail (MB_IS_GALLERY (self), NULL);

  return self->loader;
}

const char *
mb_gallery_find_picture (MbGallery *self, const char *media)
{
  MbMedia *record;

  g_return_val_if_fail (MB_IS_GALLERY (self), NULL);

  record = self->board != NULL && media != NULL ? (MbMedia *) mb_board_get (self->board, MB_KIND_MEDIA, media) : NULL;
  return record != NULL && record->type == MB_MEDIA_IMAGE ? record->sha256 : NULL;
}

const char *
mb_gallery_get_path (MbGallery *self, const char *sha256)
{
  g_return_val_if_fail (MB_IS_GALLERY (self), NULL);

  return self->cache != NULL && sha256 != NULL ? mb_media_cache_get_path (self->cache, sha256) : NULL;
}

gint64
mb_gallery_get_length_ms (MbGallery *self, const char *sha256)
{
  g_return_val_if_fail (MB_IS_GALLERY (self), MB_UNSET);

  return self->cache != NULL ? mb_media_cache_get_length_ms (self->cache, sha256) : MB_UNSET;
}

void
mb_gallery_complain (MbGallery *self, const char *sha256)
{
  g_return_if_fail (MB_IS_GALLERY (self));
  g_return_if_fail (sha256 != NULL);

  if (self->cache != NULL && g_hash_table_add (self->complaints, g_strdup (sha256)))
    mb_media_cache_distrust (self->cache, sha256);
}

MbVerdicts *
mb_gallery_get_verdicts (MbGallery *self)
{
  g_return_val_if_fail (MB_IS_GALLERY (self), NULL);

  return self->verdicts;
}

void
mb_gallery_count (MbGallery *self, int n_waiting)
{
  g_return_if_fail (MB_IS_GALLERY (self));

  self->n_waiting += n_waiting;
}

gboolean
mb_gallery_is_settled (MbGallery *self)
{
  g_return_val_if_fail (MB_IS_GALLERY (self), FALSE);

  return !mb_picture_loader_is_busy (self->loader) &&
         (self->n_waiting == 0 || self->cache == NULL || mb_media_cache_get_progress (self->cache)->settled);
}
