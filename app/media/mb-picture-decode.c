/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-picture-decode.h"

#include "core/base/mb-error.h"
#include "media/mb-picture-blur.h"
#include "media/mb-picture-file.h"
#include "media/mb-picture-header.h"
#include "media/mb-picture-svg.h"

#include <math.h>

#define PIECE (64 << 10) /* bytes between two looks at whether it is still wanted */

/* The still behind a mounted picture is blurred at this width and drawn large: there is nothing sharp in it. */
#define STILL_WIDTH 48
#define STILL_RADIUS 2
#define STILL_SHADE 0.55 /* so that what stands before it stands out */

/* A picture that is open: pixels, or a drawing. */
typedef struct
{
  cairo_surface_t *pixels; /* (owned) (nullable) */
  RsvgHandle *drawing;     /* (owned) (nullable) */
  double width, height;    /* as it is seen */
} Source;

typedef struct
{
  const MbPictureBox *box;
  int width, height; /* of the picture, before it is turned */
} Declared;

static void
source_clear (Source *source)
{
  g_clear_pointer (&source->pixels, cairo_surface_destroy);
  g_clear_object (&source->drawing);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Source, source_clear)

static gboolean
check_surface (cairo_surface_t *surface, GError **error)
{
  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    return TRUE;

  mb_error_set (error, MB_ERROR_FAILED, NULL, "There is no memory for the picture");
  return FALSE;
}

/* Raster pictures. */

/* As few pixels as will do: its EXIF data may turn it on its side later. */
static void
on_size_prepared (GdkPixbufLoader *loader, int width, int height, Declared *declared)
{
  MbPicturePlan upright = mb_picture_plan (declared->box, width, height, FALSE);
  MbPicturePlan turned = mb_picture_plan (declared->box, height, width, FALSE);
  double scale = MAX ((double) upright.w / width, (double) turned.w / height);

  declared->width = width;
  declared->height = height;
  if (scale < 1)
    gdk_pixbuf_loader_set_size (loader, (int) MAX (ceil (width * scale), 1), (int) MAX (ceil (height * scale), 1));
}

static GdkPixbufLoader *
make_loader (MbPictureFormat format, Declared *declared, GError **error)
{
  static const char *const names[] = {
    [MB_PICTURE_PNG] = "png", [MB_PICTURE_JPEG] = "jpeg", [MB_PICTURE_WEBP] = "webp"
  };
  GdkPixbufLoader *loader = gdk_pixbuf_loader_new_with_type (names[format], NULL);

  if (loader == NULL)
    {
      mb_error_set (error, MB_ERROR_UNSUPPORTED, NULL, "This machine has no reader for %s pictures (%s)", names[format],
                    format == MB_PICTURE_WEBP ? "webp-pixbuf-loader" : "gdk-pixbuf");
      return NULL;
    }
  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size_prepared), declared);
  return loader;
}

static gboolean
feed (GdkPixbufLoader *loader, GBytes *bytes, GCancellable *cancellable, GError **error)
{
  gsize size, at;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gboolean sound = TRUE;

  for (at = 0; at < size && sound; at += PIECE)
    sound = !g_cancellable_set_error_if_cancelled (cancellable, error) &&
            gdk_pixbuf_loader_write (loader, data + at, MIN (size - at, PIECE), error);

  /* It has to be closed, whatever came of it. */
  return gdk_pixbuf_loader_close (loader, sound ? error : NULL) && sound;
}

static GdkPixbuf *
decode (GdkPixbufLoader *loader, GBytes *bytes, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) fault = NULL;
  GdkPixbuf *pixbuf = NULL;

  if (feed (loader, bytes, cancellable, &fault))
    pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  if (pixbuf != NULL)
    return gdk_pixbuf_apply_embedded_orientation (pixbuf);

  if (g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&fault));
  else
    mb_error_set (error, MB_ERROR_CORRUPT, NULL, "The picture cannot be decoded: %s",
                  fault != NULL ? fault->message : "there is nothing in it");
  return NULL;
}

/* As it lies in memory when it is drawn. */
static gboolean
copy_pixels (Source *source, GdkPixbuf *pixbuf, GError **error)
{
  g_autoptr (GdkTexture) texture = gdk_texture_new_for_pixbuf (pixbuf);

  source->pixels = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, gdk_pixbuf_get_width (pixbuf),
                                               gdk_pixbuf_get_height (pixbuf));
  if (!check_surface (source->pixels, error))
    return FALSE;

  gdk_texture_download (texture, cairo_image_surface_get_data (source->pixels),
                        (gsize) cairo_image_surface_get_stride (source->pixels));
  cairo_surface_mark_dirty (source->pixels);
  return TRUE;
}

/* EXIF orientations from 5 on turn a picture on its side. */
static gboolean
is_on_its_side (GdkPixbufLoader *loader)
{
  const char *orientation = gdk_pixbuf_get_option (gdk_pixbuf_loader_get_pixbuf (loader), "orientation");

  return orientation != NULL && *orientation >= '5';
}

static gboolean
open_pixels (Source *source, MbPictureFormat format, GBytes *bytes, const MbPictureBox *box,
             GCancellable *cancellable, GError **error)
{
  Declared declared = { box, 0, 0 };
  g_autoptr (GdkPixbufLoader) loader = make_loader (format, &declared, error);
  g_autoptr (GdkPixbuf) pixbuf = loader != NULL ? decode (loader, bytes, cancellable, error) : NULL;

  if (pixbuf == NULL)
    return FALSE;

  source->width = is_on_its_side (loader) ? declared.height : declared.width;
  source->height = is_on_its_side (loader) ? declared.width : declared.height;
  return copy_pixels (source, pixbuf, error);
}

static gboolean
open_drawing (Source *source, GBytes *bytes, const MbPictureBox *box, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  source->drawing = mb_picture_svg_open (data, size, &source->width, &source->height, error);
  if (source->drawing == NULL)
    return FALSE;

  if (source->width == 0)
    {
      source->width = box->width;
      source->height = box->height;
    }
  return TRUE;
}

static gboolean
open_source (Source *source, GBytes *bytes, const MbPictureBox *box, GCancellable *cancellable, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  MbPictureHeader header;

  if (!mb_picture_header_read (data, size, &header, error))
    return FALSE;

  return header.format == MB_PICTURE_SVG ? open_drawing (source, bytes, box, error)
                                         : open_pixels (source, header.format, bytes, box, cancellable, error);
}

/* What is made of them. */

static gboolean
draw_pixels (Source *source, cairo_t *cr, const MbPicturePlan *plan)
{
  int width = cairo_image_surface_get_width (source->pixels), height = cairo_image_surface_get_height (source->pixels);

  cairo_save (cr);
  cairo_translate (cr, plan->x, plan->y);
  cairo_scale (cr, (double) plan->w / width, (double) plan->h / height);
  cairo_set_source_surface (cr, source->pixels, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_GOOD);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD); /* no seam where it is scaled */
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_fill (cr);
  cairo_restore (cr);
  return TRUE;
}

static gboolean
draw_drawing (Source *source, cairo_t *cr, const MbPicturePlan *plan, GError **error)
{
  RsvgRectangle place = { plan->x, plan->y, plan->w, plan->h };
  g_autoptr (GError) fault = NULL;

  if (rsvg_handle_render_document (source->drawing, cr, &place, &fault))
    return TRUE;

  mb_error_set (error, MB_ERROR_CORRUPT, NULL, "The drawing cannot be drawn: %s", fault->message);
  return FALSE;
}

/* On white, as on paper, and nothing beyond its edge: a drawing may go on there. */
static gboolean
draw_source (Source *source, cairo_t *cr, const MbPicturePlan *plan, GError **error)
{
  gboolean drawn;

  cairo_save (cr);
  cairo_rectangle (cr, plan->x, plan->y, plan->w, plan->h);
  cairo_clip (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  drawn = source->drawing != NULL ? draw_drawing (source, cr, plan, error) : draw_pixels (source, cr, plan);
  cairo_restore (cr);
  return drawn;
}

static cairo_surface_t *
make_still (Source *source, const MbPicturePlan *plan, GError **error)
{
  MbPictureBox box = { STILL_WIDTH, CLAMP (STILL_WIDTH * plan->height / plan->width, 1, 8 * STILL_WIDTH),
                       MB_PICTURE_COVER };
  MbPicturePlan small = mb_picture_plan (&box, source->width, source->height, TRUE);
  cairo_surface_t *still = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, box.width, box.height);
  cairo_t *cr = cairo_create (still);
  gboolean drawn = draw_source (source, cr, &small, error);

  cairo_set_source_rgba (cr, 0, 0, 0, STILL_SHADE);
  cairo_paint (cr);
  cairo_destroy (cr);
  if (!drawn || !check_surface (still, error))
    {
      cairo_surface_destroy (still);
      return NULL;
    }

  cairo_surface_flush (still);
  mb_picture_blur (cairo_image_surface_get_data (still), box.width, box.height, cairo_image_surface_get_stride (still),
                   STILL_RADIUS);
  cairo_surface_mark_dirty (still);
  return still;
}

static gboolean
draw_still (Source *source, cairo_t *cr, const MbPicturePlan *plan, GError **error)
{
  cairo_surface_t *still = make_still (source, plan, error);

  if (still == NULL)
    return FALSE;

  cairo_save (cr);
  cairo_scale (cr, (double) plan->width / cairo_image_surface_get_width (still),
               (double) plan->height / cairo_image_surface_get_height (still));
  cairo_set_source_surface (cr, still, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_BILINEAR);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (still);
  return TRUE;
}

static GQuark
get_surface_quark (void)
{
  return g_quark_from_static_string ("mb-picture-surface");
}

cairo_surface_t *
mb_picture_get_surface (GdkTexture *picture)
{
  g_return_val_if_fail (GDK_IS_TEXTURE (picture), NULL);

  return g_object_get_qdata (G_OBJECT (picture), get_surface_quark ());
}

static GdkTexture *
take_texture (cairo_surface_t *surface)
{
  int width = cairo_image_surface_get_width (surface), height = cairo_image_surface_get_height (surface);
  int stride = cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) pixels = NULL;
  GdkTexture *texture;

  cairo_surface_flush (surface);
  pixels = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), (gsize) stride * (gsize) height,
                                       (GDestroyNotify) cairo_surface_destroy, surface);
  texture = gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, pixels, (gsize) stride);
  g_object_set_qdata_full (G_OBJECT (texture), get_surface_quark (), cairo_surface_reference (surface),
                           (GDestroyNotify) cairo_surface_destroy);
  return texture;
}

static GdkTexture *
make_texture (Source *source, const MbPictureBox *box, GError **error)
{
  MbPicturePlan plan = mb_picture_plan (box, source->width, source->height, source->drawing != NULL);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, plan.width, plan.height);
  cairo_t *cr = cairo_create (surface);
  gboolean made = check_surface (surface, error) && (!plan.mounted || draw_still (source, cr, &plan, error)) &&
                  draw_source (source, cr, &plan, error);

  cairo_destroy (cr);
  if (made)
    return take_texture (surface);

  cairo_surface_destroy (surface);
  return NULL;
}

GdkTexture *
mb_picture_decode (const char *path, const MbPictureBox *box, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_auto (Source) source = { 0 };

  g_return_val_if_fail (path != NULL && box != NULL, NULL);
  g_return_val_if_fail (box->width > 0 && box->height > 0, NULL);

  bytes = mb_picture_file_read (path, cancellable, error);
  if (bytes == NULL || !open_source (&source, bytes, box, cancellable, error))
    return NULL;

  g_clear_pointer (&bytes, g_bytes_unref);
  return make_texture (&source, box, error);
}
