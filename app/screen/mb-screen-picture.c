/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/mb-screen-picture.h"

#include "core/base/mb-error.h"
#include "core/model/place/mb-screen.h"
#include "widgets/mb-description.h"
#include "widgets/mb-layouts.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

/* A board at rest: so many frames in a row brought nothing new. A hub that publishes without a pause
 * leaves it none, so there is an end to the waiting too. */
#define CALM_FRAMES 4
#define MOST_FRAMES 60
/* Nor do pictures that a slow hub has yet to send keep anybody waiting for ever. */
#define PICTURES_US (10 * G_USEC_PER_SEC)
/* Pixels along the longer side, where nobody said how large. */
#define LONGER 1920
#define LED_LONGER 960

/* The shape of a panel of which nobody says anything. */
static const int usual_shape[] = { 16, 9 };

typedef struct
{
  MbScreenWindow *window;
  MbScreenSession *session;
  MbScreenMedia *media;
  GdkPaintable *paintable; /* the view, as it was last drawn */
  char *file;
  char *description; /* (nullable): the file that says what is on the picture */
  char *screen_id;   /* (nullable): whose panel it takes the shape of */
  int width, height; /* that the window was given the panel's shape in; 0: it was not */
  guint timeout;
  guint tick;
  gint64 whole_us; /* the frame's time when the board had become whole; 0: it is not */
  guint frames; /* since its pictures stand, too */
  guint calm;   /* since something was drawn */
  gboolean drawn; /* since its board is whole */
} Picture;

static void
picture_free (Picture *picture)
{
  g_object_unref (picture->window);
  g_object_unref (picture->session);
  g_object_unref (picture->media);
  g_object_unref (picture->paintable);
  g_free (picture->file);
  g_free (picture->description);
  g_free (picture->screen_id);
  g_free (picture);
}

/* Ends the waiting; the task is the caller's to return, once. */
static GTask *
end (GTask *task)
{
  Picture *picture = g_task_get_task_data (task);
  MbBoardView *view = mb_screen_window_get_view (picture->window);

  g_clear_handle_id (&picture->timeout, g_source_remove);
  if (picture->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (view), picture->tick);
  picture->tick = 0;
  g_signal_handlers_disconnect_by_data (picture->session, task);
  g_signal_handlers_disconnect_by_data (view, task);
  return task;
}

static void
fail (GTask *task)
{
  g_autoptr(GTask) owned = end (task);
  Picture *picture = g_task_get_task_data (task);
  const char *problem = mb_screen_session_get_problem (picture->session);
  GError *error = NULL;

  mb_error_set (&error, MB_ERROR_NETWORK, NULL, "%s sends no board%s%s", mb_screen_session_get_hub (picture->session),
                problem != NULL ? ": " : "", problem != NULL ? problem : "");
  g_task_return_error (owned, error);
}

static void
on_problem (MbScreenSession *session, GParamSpec *pspec, gpointer data)
{
  if (mb_screen_session_get_problem (session) != NULL)
    fail (data);
}

static gboolean
on_timeout (gpointer data)
{
  GTask *task = data;
  Picture *picture = g_task_get_task_data (task);

  picture->timeout = 0;
  fail (task);
  return G_SOURCE_REMOVE;
}

static void
on_drawn (MbBoardView *view, guint64 frame, gpointer data)
{
  Picture *picture = g_task_get_task_data (data);

  picture->calm = 0;
  picture->drawn = picture->whole_us != 0;
}

/* Closes @file (nullable: it could not be opened). Returns: 0, or why not all of it was written */
static int
write_to (FILE *file, const char *bytes, gsize size)
{
  int code = file == NULL || fwrite (bytes, 1, size, file) != size ? errno : 0;

  if (file != NULL && fclose (file) != 0 && code == 0)
    code = errno;
  return code;
}

/* Under another name until it is whole. */
static int
replace (const char *path, const char *bytes, gsize size)
{
  g_autofree char *beside = g_strconcat (path, ".XXXXXX", NULL);
  int fd = g_mkstemp_full (beside, O_WRONLY | O_CLOEXEC, 0666), code;

  if (fd < 0)
    return errno;

  code = write_to (fdopen (fd, "wb"), bytes, size);
  if (code == 0 && g_rename (beside, path) != 0)
    code = errno;
  if (code != 0)
    g_unlink (beside);
  return code;
}

/* What is no plain file, such as /dev/stdout, is written to: it is not for a picture to take its place. */
static gboolean
write_file (const char *path, const char *bytes, gsize size, GError **error)
{
  GStatBuf there;
  gboolean special = g_lstat (path, &there) == 0 && !S_ISREG (there.st_mode);
  int code = special ? write_to (g_fopen (path, "wb"), bytes, size) : replace (path, bytes, size);

  if (code != 0)
    mb_error_set (error, MB_ERROR_FAILED, NULL, "%s cannot be written: %s", path, g_strerror (code));
  return code == 0;
}

static gboolean
describe (Picture *picture, GskRenderNode *node, int width, int height, GError **error)
{
  g_autofree char *text = NULL;

  if (picture->description == NULL)
    return TRUE;

  text = mb_description_write (node, width, height);
  return write_file (picture->description, text, strlen (text), error);
}

static gboolean
save (Picture *picture, GError **error)
{
  GtkWidget *view = GTK_WIDGET (mb_screen_window_get_view (picture->window));
  int width = gtk_widget_get_width (view), height = gtk_widget_get_height (view);
  g_autoptr(GdkTexture) texture = NULL;
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GBytes) png = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (picture->paintable, GDK_SNAPSHOT (snapshot), width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    {
      mb_error_set (error, MB_ERROR_FAILED, NULL, "The board drew nothing");
      return FALSE;
    }
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (picture->window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, width, height));
  png = gdk_texture_save_to_png_bytes (texture);
  return write_file (picture->file, g_bytes_get_data (png, NULL), g_bytes_get_size (png), error) &&
         describe (picture, node, width, height, error);
}

static gboolean
is_whole (Picture *picture)
{
  return mb_screen_session_get_link (picture->session) == MB_LINK_LIVE &&
         mb_board_get_position (mb_screen_session_get_board (picture->session)) != NULL;
}

/* A panel's millimetres are whole; its pixels are 16:9 or 16:10 where they nearly are. */
static int
get_shorter (int longer, const int *mm)
{
  int shorter = longer * MIN (mm[0], mm[1]) / MAX (mm[0], mm[1]);

  for (int part = 9; part <= 10; part++)
    if (ABS (shorter - longer * part / 16) <= longer / 100)
      return longer * part / 16;

  return MAX (shorter, 1);
}

/* What is drawn on it: of the panel's shape, else as its layout wants it. */
static gboolean
is_upright (const MbScreen *screen, MbBoard *board)
{
  if (screen->panel_mm[0] > 0)
    return screen->panel_mm[0] < screen->panel_mm[1];

  return mb_layouts_find (board, screen->layout)->orientation == MB_ORIENTATION_PORTRAIT;
}

/* As large as nobody said, but of the panel's shape: a strip is no entrance. */
static void
take_shape (Picture *picture)
{
  MbBoard *board = mb_screen_session_get_board (picture->session);
  MbBoardView *view = mb_screen_window_get_view (picture->window);
  MbScreen *screen = picture->screen_id != NULL
                         ? MB_SCREEN (mb_board_get (board, MB_KIND_SCREEN, picture->screen_id)) : NULL;
  int longer = screen != NULL && screen->led ? LED_LONGER : LONGER, shorter;
  gboolean tall;

  if (screen == NULL)
    return;

  shorter = get_shorter (longer, screen->panel_mm[0] > 0 ? screen->panel_mm : usual_shape);
  tall = is_upright (screen, board) != (screen->rotation == 90 || screen->rotation == 270); /* of the glass */
  picture->width = tall ? shorter : longer;
  picture->height = tall ? longer : shorter;
  /* A window that is on a display already does not always become smaller. */
  gtk_widget_set_halign (GTK_WIDGET (view), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (view), GTK_ALIGN_START);
  mb_screen_window_set_size (picture->window, picture->width, picture->height);
}

/* The display answers in its own time. */
static gboolean
has_shape (Picture *picture)
{
  GtkWidget *view = GTK_WIDGET (mb_screen_window_get_view (picture->window));

  return picture->width == 0 ||
         (gtk_widget_get_width (view) == picture->width && gtk_widget_get_height (view) == picture->height);
}

/* The same picture every time: with all that it shows, as far as it is to be had. */
static gboolean
has_pictures (Picture *picture, gint64 now_us)
{
  if (picture->whole_us == 0)
    {
      picture->whole_us = now_us;
      take_shape (picture);
      mb_screen_media_tell (picture->media);
    }
  return (has_shape (picture) && mb_board_view_is_settled (mb_screen_window_get_view (picture->window))) ||
         now_us - picture->whole_us > PICTURES_US;
}

static gboolean
on_tick (GtkWidget *view, GdkFrameClock *frames, gpointer data)
{
  Picture *picture = g_task_get_task_data (data);
  g_autoptr(GTask) task = NULL;
  GError *error = NULL;

  if (!is_whole (picture) || !has_pictures (picture, gdk_frame_clock_get_frame_time (frames)))
    return G_SOURCE_CONTINUE;

  picture->frames++;
  picture->calm++;
  /* A window whose size is asked for while its display still answers the first time is left without any. */
  if (!picture->drawn)
    gtk_widget_queue_resize (view);
  if ((picture->calm <= CALM_FRAMES || !picture->drawn) && picture->frames <= MOST_FRAMES)
    return G_SOURCE_CONTINUE;

  task = end (data);
  if (save (picture, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  return G_SOURCE_REMOVE;
}

void
mb_screen_picture_take_async (MbScreenWindow *window, MbScreenSession *session, MbScreenMedia *media,
                              const MbPictureOrder *order, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, NULL, callback, data);
  Picture *picture = g_new0 (Picture, 1);
  MbBoardView *view = mb_screen_window_get_view (window);

  mb_board_view_set_ticker_paused (view, TRUE); /* how far it is depends on when somebody began to look */
  picture->window = g_object_ref (window);
  picture->session = g_object_ref (session);
  picture->media = g_object_ref (media);
  picture->paintable = gtk_widget_paintable_new (GTK_WIDGET (view));
  picture->file = g_strdup (order->file);
  picture->description = g_strdup (order->description);
  picture->screen_id = g_strdup (order->screen_id);
  g_task_set_task_data (task, picture, (GDestroyNotify) picture_free);
  g_task_set_source_tag (task, mb_screen_picture_take_async);

  /* All of these end with the task, in end(). */
  picture->timeout = g_timeout_add_seconds (order->timeout_s, on_timeout, task);
  picture->tick = gtk_widget_add_tick_callback (GTK_WIDGET (view), on_tick, task, NULL);
  g_signal_connect (session, "notify::problem", G_CALLBACK (on_problem), task);
  g_signal_connect (view, "drawn", G_CALLBACK (on_drawn), task);
}

gboolean
mb_screen_picture_take_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
