/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-frame-mount.h"

#include "core/base/mb-error.h"
#include "media/mb-picture-blur.h"

#define SMALLER 8    /* a blur needs no more pixels than this part of them */
#define RADIUS_PART 6 /* of the smaller side */
#define DARK 20       /* of 255: where no part is brighter, a frame is dark */
#define DARKER 0.45  /* so that the film, and not its surroundings, is looked at */

typedef struct
{
  MbFilmFrame *frame;
  int width, height;
  gboolean even_dark;
} Mount;

static void
mount_free (gpointer data)
{
  Mount *mount = data;

  mb_film_frame_unref (mount->frame);
  g_free (mount);
}

/* The frame over the whole box; what reaches over is cut off. */
static cairo_surface_t *
draw_small (const Mount *mount)
{
  int width = MAX (mount->width / SMALLER, 4), height = MAX (mount->height / SMALLER, 4);
  double frame_width = mb_film_frame_get_width (mount->frame), frame_height = mb_film_frame_get_height (mount->frame);
  double scale = MAX (width / frame_width, height / frame_height);
  cairo_surface_t *small = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (small);

  cairo_translate (cr, (width - scale * frame_width) / 2, (height - scale * frame_height) / 2);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, mb_film_frame_get_surface (mount->frame), 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_flush (small);
  mb_picture_blur (cairo_image_surface_get_data (small), width, height, cairo_image_surface_get_stride (small),
                   MAX (MIN (width, height) / RADIUS_PART, 1));
  cairo_surface_mark_dirty (small);
  return small;
}

/* Blurred, one speck of light on the whole does not count. */
static gboolean
is_dark (cairo_surface_t *small)
{
  const guint8 *data = cairo_image_surface_get_data (small);
  int stride = cairo_image_surface_get_stride (small), width = cairo_image_surface_get_width (small);

  for (int y = 0; y < cairo_image_surface_get_height (small); y++)
    for (int x = 0; x < width; x++)
      {
        const guint8 *pixel = data + y * stride + x * 4;

        if (MAX (MAX (pixel[0], pixel[1]), pixel[2]) > DARK)
          return FALSE;
      }

  return TRUE;
}

/* @small: (transfer full) */
static cairo_surface_t *
draw_whole (const Mount *mount, cairo_surface_t *small)
{
  cairo_surface_t *whole = cairo_image_surface_create (CAIRO_FORMAT_RGB24, mount->width, mount->height);
  cairo_t *cr = cairo_create (whole);

  cairo_scale (cr, mount->width / (double) cairo_image_surface_get_width (small),
               mount->height / (double) cairo_image_surface_get_height (small));
  cairo_set_source_surface (cr, small, 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
  cairo_set_source_rgba (cr, 0, 0, 0, DARKER);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (small);
  return whole;
}

static void
mount_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Mount *mount = data;
  cairo_surface_t *small = draw_small (mount);

  if (mount->even_dark || !is_dark (small))
    {
      g_task_return_pointer (task, draw_whole (mount, small), (GDestroyNotify) cairo_surface_destroy);
      return;
    }

  cairo_surface_destroy (small);
  g_task_return_new_error (task, MB_ERROR, MB_ERROR_NOT_FOUND, "Nothing to be seen on it");
}

void
mb_frame_mount_async (MbFilmFrame *frame, int width, int height, gboolean even_dark, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Mount *mount = g_new0 (Mount, 1);

  g_return_if_fail (frame != NULL && width > 0 && height > 0);

  mount->frame = mb_film_frame_ref (frame);
  mount->width = width;
  mount->height = height;
  mount->even_dark = even_dark;
  g_task_set_source_tag (task, mb_frame_mount_async);
  g_task_set_task_data (task, mount, mount_free);
  g_task_run_in_thread (task, mount_in_thread);
}

cairo_surface_t *
mb_frame_mount_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
