/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/pictures/mb-still.h"

#include "core/base/mb-error.h"

struct _MbStill
{
  MbGallery *gallery; /* (owned) */
  GSourceFunc changed;
  gpointer data;

  char *media; /* (nullable) */
  MbPictureBox box;
  char *path; /* (nullable): of the file that is shown, or made */
  GCancellable *cancellable; /* (owned) (nullable) of its making */
  MbStillState state;
  GdkTexture *texture; /* (owned) (nullable) */
};

static gboolean
is_same_box (const MbPictureBox *a, const MbPictureBox *b)
{
  return a->width == b->width && a->height == b->height && a->fit == b->fit;
}

static void
stop_making (MbStill *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
set_state (MbStill *self, MbStillState state)
{
  mb_gallery_count (self->gallery, (state == MB_STILL_COMING) - (self->state == MB_STILL_COMING));
  self->state = state;
}

static void
set (MbStill *self, MbStillState state, GdkTexture *texture)
{
  set_state (self, state);
  g_set_object (&self->texture, texture);
}

/* It may be that the disk changed it; what only takes too long is what it was. */
static void
complain (MbStill *self, const GError *error)
{
  const char *sha256 = mb_gallery_find_picture (self->gallery, self->media);

  if (sha256 != NULL && !g_error_matches (error, MB_ERROR, MB_ERROR_BUSY))
    mb_gallery_complain (self->gallery, sha256);
}

static void
on_made (GObject *source, GAsyncResult *result, gpointer data)
{
  MbStill *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = mb_picture_load_finish (MB_PICTURE_LOADER (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  set (self, texture != NULL ? MB_STILL_READY : MB_STILL_BROKEN, texture);
  if (error != NULL)
    {
      g_info ("The picture %s is not shown: %s", self->media, error->message);
      complain (self, error);
    }
  self->changed (self->data);
}

static void
make (MbStill *self)
{
  set_state (self, MB_STILL_MAKING); /* what stood there stands until then */
  self->cancellable = g_cancellable_new ();
  mb_picture_load_async (mb_gallery_get_loader (self->gallery), self->path, &self->box, self->cancellable, on_made,
                         self);
}

/* Brings it to what record and cache say now. */
static void
look (MbStill *self)
{
  const char *sha256 = self->box.width > 0 ? mb_gallery_find_picture (self->gallery, self->media) : NULL;
  const char *path = mb_gallery_get_path (self->gallery, sha256);
  GdkTexture *texture;

  if (path == NULL)
    {
      stop_making (self);
      g_clear_pointer (&self->path, g_free);
      set (self, sha256 != NULL ? MB_STILL_COMING : MB_STILL_NONE, NULL);
      return;
    }
  if (g_strcmp0 (path, self->path) == 0)
    return;

  stop_making (self);
  g_free (self->path);
  self->path = g_strdup (path);
  texture = mb_picture_loader_find (mb_gallery_get_loader (self->gallery), path, &self->box);
  if (texture != NULL)
    set (self, MB_STILL_READY, texture);
  else
    make (self);
}

static void
on_gallery_changed (MbStill *self)
{
  MbStillState state = self->state;
  GdkTexture *texture = self->texture;

  look (self);
  if (self->state != state || self->texture != texture)
    self->changed (self->data);
}

MbStill *
mb_still_new (MbGallery *gallery, GSourceFunc changed, gpointer data)
{
  MbStill *self;

  g_return_val_if_fail (MB_IS_GALLERY (gallery), NULL);
  g_return_val_if_fail (changed != NULL, NULL);

  self = g_new0 (MbStill, 1);
  self->gallery = g_object_ref (gallery);
  self->changed = changed;
  self->data = data;
  /* Ends with the still, in its free(). */
  g_signal_connect_swapped (gallery, "changed", G_CALLBACK (on_gallery_changed), self);
  return self;
}

void
mb_still_free (MbStill *self)
{
  stop_making (self);
  set (self, MB_STILL_NONE, NULL);
  g_signal_handlers_disconnect_by_data (self->gallery, self);
  g_object_unref (self->gallery);
  g_free (self->media);
  g_free (self->path);
  g_free (self);
}

void
mb_still_show (MbStill *self, const char *media, const MbPictureBox *box)
{
  static const MbPictureBox nowhere = { 0 };

  g_return_if_fail (self != NULL);

  if (box == NULL || box->width <= 0 || box->height <= 0)
    box = &nowhere;
  if (g_strcmp0 (media, self->media) != 0 || !is_same_box (box, &self->box))
    {
      stop_making (self);
      g_free (self->media);
      self->media = g_strdup (media);
      self->box = *box;
      g_clear_pointer (&self->path, g_free);
      set (self, MB_STILL_NONE, NULL);
    }
  look (self);
}

void
mb_still_look_ahead (MbStill *self, const char *media, const MbPictureBox *box)
{
  MbPictureLoader *loader;
  const char *path;

  g_return_if_fail (self != NULL);

  path = box != NULL ? mb_gallery_get_path (self->gallery, mb_gallery_find_picture (self->gallery, media)) : NULL;
  loader = mb_gallery_get_loader (self->gallery);
  if (path != NULL && mb_picture_loader_find (loader, path, box) == NULL)
    mb_picture_load_async (loader, path, box, NULL, NULL, NULL);
}

MbStillState
mb_still_get_state (const MbStill *self)
{
  g_return_val_if_fail (self != NULL, MB_STILL_NONE);

  return self->state;
}

GdkTexture *
mb_still_get_texture (const MbStill *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->texture;
}
