/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/device/mb-glass-picture.h"

#include "core/base/mb-error.h"

/* How many frames a widget may take to draw something at all. */
#define MOST_FRAMES 120

/* Pixels as gdk_texture_download() gives them: four bytes each, lines without gaps. */
typedef struct
{
  int width, height;
  guint8 *pixels; /* (owned) */
} Picture;

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  g_free (picture->pixels);
  g_free (picture);
}

/* The mean of four. */
static Picture *
halve (const Picture *picture)
{
  Picture *half = g_new0 (Picture, 1);
  gsize line = (gsize) picture->width * 4;

  half->width = picture->width / 2;
  half->height = picture->height / 2;
  half->pixels = g_malloc ((gsize) half->width * 4 * (gsize) half->height);
  for (int y = 0; y < half->height; y++)
    {
      const guint8 *above = picture->pixels + 2 * (gsize) y * line;
      guint8 *to = half->pixels + (gsize) y * (gsize) half->width * 4;

      for (int x = 0; x < half->width * 4; x++)
        {
          int from = x / 4 * 8 + x % 4;

          to[x] = (guint8) ((above[from] + above[from + 4] + above[line + (gsize) from] +
                             above[line + (gsize) from + 4] + 2) /
                            4);
        }
    }
  return half;
}

static GBytes *
encode (const Picture *picture)
{
  gsize stride = (gsize) picture->width * 4;
  g_autoptr(GBytes) pixels = g_bytes_new_static (picture->pixels, stride * (gsize) picture->height);
  g_autoptr(GdkTexture) texture =
      gdk_memory_texture_new (picture->width, picture->height, GDK_MEMORY_DEFAULT, pixels, stride);

  return gdk_texture_save_to_png_bytes (texture);
}

/* In a thread of GTask's; its answer is the one way back. */
static void
encode_within (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GBytes *png = encode (data);
  Picture *smaller = NULL;

  while (g_bytes_get_size (png) > MB_GLASS_PICTURE_MAX)
    {
      Picture *half = halve (smaller != NULL ? smaller : data);

      g_bytes_unref (png);
      g_clear_pointer (&smaller, picture_free);
      smaller = half;
      png = encode (smaller);
    }
  g_clear_pointer (&smaller, picture_free);
  g_task_return_pointer (task, png, (GDestroyNotify) g_bytes_unref);
}

/* Returns: (transfer full) (nullable): nothing has been drawn */
static Picture *
draw (GtkWidget *widget)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;
  Picture *picture;

  gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL || renderer == NULL)
    return NULL;

  texture = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, width, height));
  picture = g_new0 (Picture, 1);
  picture->width = gdk_texture_get_width (texture);
  picture->height = gdk_texture_get_height (texture);
  picture->pixels = g_malloc ((gsize) picture->width * 4 * (gsize) picture->height);
  gdk_texture_download (texture, picture->pixels, (gsize) picture->width * 4);
  return picture;
}

/* Returns: whether there was something to draw; the task is then the thread's */
static gboolean
begin (GTask *task)
{
  GtkWidget *widget = g_task_get_source_object (task);
  Picture *picture = gtk_widget_get_realized (widget) ? draw (widget) : NULL;

  if (picture == NULL)
    return FALSE;

  g_task_set_task_data (task, picture, picture_free);
  g_task_run_in_thread (task, encode_within);
  return TRUE;
}

typedef struct
{
  GTask *task; /* NULL: on its way */
  guint left;  /* frames */
} Wait;

/* What has just begun has drawn nothing yet. */
static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *frames, gpointer data)
{
  Wait *wait = data;

  if (begin (wait->task))
    g_clear_object (&wait->task);
  else if (--wait->left > 0)
    return G_SOURCE_CONTINUE;

  return G_SOURCE_REMOVE;
}

/* Also when the widget goes. */
static void
end_wait (gpointer data)
{
  Wait *wait = data;

  if (wait->task != NULL)
    g_task_return_new_error (wait->task, MB_ERROR, MB_ERROR_FAILED, "Nothing has been drawn");
  g_clear_object (&wait->task);
  g_free (wait);
}

void
mb_glass_picture_take_async (GtkWidget *widget, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer data)
{
  g_autoptr(GTask) task = g_task_new (widget, cancellable, callback, data);
  Wait *wait;

  g_task_set_source_tag (task, mb_glass_picture_take_async);
  if (begin (task))
    return;

  wait = g_new0 (Wait, 1);
  wait->task = g_object_ref (task);
  wait->left = MOST_FRAMES;
  gtk_widget_add_tick_callback (widget, on_tick, wait, end_wait);
}

GBytes *
mb_glass_picture_take_finish (GtkWidget *widget, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, widget), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
