/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/video/mb-video-picture.h"

#include "media/mb-frame-mount.h"
#include "widgets/type/mb-fade.h"
#include "widgets/type/mb-palette.h"

/* A film that begins dark is looked at again after so many frames, so many times, for what to put beside it. */
#define AGAIN_FRAMES 12
#define MOST_LOOKS 10

#define KEPT 3 /* frames: of the drawing that stands, the one that is made, and the one before */

struct _MbVideoPicture
{
  GtkWidget *widget; /* (not owned) */
  MbFilmFrame *frame;    /* (owned) (nullable) */
  MbFilmFrame *old;      /* (owned) (nullable): fades out */
  MbFilmFrame *kept[KEPT]; /* (owned) */
  guint n_drawn, missed;
  gboolean is_drawn;
  MbFade fade;

  cairo_surface_t *mount; /* (owned) (nullable): behind frames of the following size, in a box of that size */
  int mounted[4];
  guint mounted_stream;    /* whose frames it is for; what stands may still be another's */
  guint n_looks, look_due; /* at those frames; at which drawing the next is */
  GCancellable *mounting; /* (owned) (nullable) */
};

static void
on_fade_ended (GtkWidget *widget)
{
  gtk_widget_queue_draw (widget);
}

MbVideoPicture *
mb_video_picture_new (GtkWidget *widget)
{
  MbVideoPicture *self = g_new0 (MbVideoPicture, 1);

  self->widget = widget;
  mb_fade_init (&self->fade, widget, on_fade_ended);
  return self;
}

static void
cancel_mounting (MbVideoPicture *self)
{
  if (self->mounting != NULL)
    g_cancellable_cancel (self->mounting);
  g_clear_object (&self->mounting);
}

static void
drop_mount (MbVideoPicture *self)
{
  cancel_mounting (self);
  g_clear_pointer (&self->mount, cairo_surface_destroy);
}

static void
drop_kept (MbVideoPicture *self)
{
  for (guint i = 0; i < KEPT; i++)
    g_clear_pointer (&self->kept[i], mb_film_frame_unref);
}

void
mb_video_picture_free (MbVideoPicture *self)
{
  mb_fade_end (&self->fade);
  drop_mount (self);
  g_clear_pointer (&self->frame, mb_film_frame_unref);
  g_clear_pointer (&self->old, mb_film_frame_unref);
  drop_kept (self);
  g_free (self);
}

void
mb_video_picture_set_frame (MbVideoPicture *self, MbFilmFrame *frame)
{
  if (frame == self->frame)
    return;

  self->missed += self->frame != NULL && frame != NULL && !self->is_drawn;
  self->is_drawn = FALSE;
  g_clear_pointer (&self->frame, mb_film_frame_unref);
  self->frame = frame != NULL ? mb_film_frame_ref (frame) : NULL;
  if (frame == NULL)
    drop_kept (self); /* they would stay as long as nothing plays, and the pool they are from with them */
  gtk_widget_queue_draw (self->widget);
}

gboolean
mb_video_picture_has_frame (const MbVideoPicture *self)
{
  return self->frame != NULL;
}

void
mb_video_picture_fade (MbVideoPicture *self)
{
  if (self->frame == NULL)
    return;

  g_clear_pointer (&self->old, mb_film_frame_unref);
  self->old = mb_film_frame_ref (self->frame);
  mb_fade_begin (&self->fade);
}

static void
on_mounted (GObject *source, GAsyncResult *result, gpointer data)
{
  MbVideoPicture *self = data;
  g_autoptr (GError) error = NULL;
  cairo_surface_t *mount = mb_frame_mount_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* @self may be gone */

  g_clear_object (&self->mounting);
  self->look_due = self->n_drawn + AGAIN_FRAMES;
  if (mount == NULL)
    return;

  self->look_due = G_MAXUINT;
  g_clear_pointer (&self->mount, cairo_surface_destroy);
  self->mount = mount;
  gtk_widget_queue_draw (self->widget);
}

/* One still for all frames of a film: what stands beside it does not move. That of the film before stays until there is
 * one, where it has the same shape: what is black at first is not black beside. */
static void
look_at_mount (MbVideoPicture *self, int width, int height)
{
  int wanted[4] = { mb_film_frame_get_width (self->frame), mb_film_frame_get_height (self->frame), width, height };
  gboolean same_shape = memcmp (wanted, self->mounted, sizeof wanted) == 0;

  if (!same_shape || mb_film_frame_get_stream (self->frame) != self->mounted_stream)
    {
      memcpy (self->mounted, wanted, sizeof wanted);
      self->mounted_stream = mb_film_frame_get_stream (self->frame);
      self->n_looks = self->look_due = 0;
      cancel_mounting (self);
      if (!same_shape)
        drop_mount (self);
    }
  if ((wanted[0] >= width && wanted[1] >= height) || self->mounting != NULL || self->n_drawn < self->look_due)
    return;

  self->n_looks++;
  self->mounting = g_cancellable_new ();
  mb_frame_mount_async (self->frame, width, height, self->n_looks >= MOST_LOOKS, self->mounting, on_mounted, self);
}

static void
draw_surface (GtkSnapshot *snapshot, cairo_surface_t *surface, const graphene_rect_t *where, double alpha)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, where);

  cairo_set_source_surface (cr, surface, where->origin.x, where->origin.y);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  if (alpha < 1)
    cairo_paint_with_alpha (cr, alpha);
  else
    {
      cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
      cairo_rectangle (cr, where->origin.x, where->origin.y, where->size.width, where->size.height);
      cairo_fill (cr);
    }
  cairo_destroy (cr);
}

/* A frame of a box that has another size meanwhile is stretched until the next one comes. */
static void
draw_frame (GtkSnapshot *snapshot, MbFilmFrame *frame, int width, int height, double alpha)
{
  int frame_width = mb_film_frame_get_width (frame), frame_height = mb_film_frame_get_height (frame);
  int x = (width - frame_width) / 2, y = (height - frame_height) / 2;

  if (frame_width <= width && frame_height <= height)
    {
      draw_surface (snapshot, mb_film_frame_get_surface (frame), &GRAPHENE_RECT_INIT (x, y, frame_width, frame_height),
                    alpha);
      return;
    }

  gtk_snapshot_save (snapshot);
  gtk_snapshot_scale (snapshot, (float) width / (float) frame_width, (float) height / (float) frame_height);
  draw_surface (snapshot, mb_film_frame_get_surface (frame), &GRAPHENE_RECT_INIT (0, 0, frame_width, frame_height),
                alpha);
  gtk_snapshot_restore (snapshot);
}

static void
keep (MbVideoPicture *self)
{
  MbFilmFrame **kept = &self->kept[self->n_drawn++ % KEPT];

  g_clear_pointer (kept, mb_film_frame_unref);
  *kept = mb_film_frame_ref (self->frame);
  self->is_drawn = TRUE;
}

void
mb_video_picture_draw (MbVideoPicture *self, GtkSnapshot *snapshot, int width, int height)
{
  GdkRGBA ground = mb_tone (MB_TONE_GROUND);

  g_return_if_fail (self->frame != NULL);

  look_at_mount (self, width, height);
  if (self->mount != NULL)
    draw_surface (snapshot, self->mount, &GRAPHENE_RECT_INIT (0, 0, width, height), 1);
  else if (mb_film_frame_get_width (self->frame) < width || mb_film_frame_get_height (self->frame) < height)
    gtk_snapshot_append_color (snapshot, &ground, &GRAPHENE_RECT_INIT (0, 0, width, height));
  draw_frame (snapshot, self->frame, width, height, 1);
  if (self->fade.progress < 1 && self->old != NULL)
    draw_frame (snapshot, self->old, width, height, 1 - self->fade.progress);
  else
    g_clear_pointer (&self->old, mb_film_frame_unref);
  keep (self);
}

guint
mb_video_picture_get_missed (const MbVideoPicture *self)
{
  return self->missed;
}
