/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/mb-upload-room.h"

#ifdef GDK_WINDOWING_X11
#include <cairo-xlib.h>
#include <gdk/x11/gdkx.h>

#define KEY "mb-upload-room"

static void
on_layout (GdkSurface *surface, int width, int height, gpointer window)
{
  Display *display = gdk_x11_display_get_xdisplay (gdk_surface_get_display (surface));
  int scale = gdk_surface_get_scale_factor (surface);
  cairo_surface_t *glass;

  if (width < 1 || height < 1)
    return;

  glass = cairo_xlib_surface_create (display, gdk_x11_surface_get_xid (surface),
                                     DefaultVisual (display, DefaultScreen (display)), width * scale, height * scale);
  g_object_set_data_full (
      window, KEY, cairo_surface_create_similar_image (glass, CAIRO_FORMAT_RGB24, width * scale, height * scale),
      (GDestroyNotify) cairo_surface_destroy);
  cairo_surface_destroy (glass);
}

static void
on_realize (GtkWidget *window)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));

  if (GDK_IS_X11_SURFACE (surface))
    g_signal_connect_object (surface, "layout", G_CALLBACK (on_layout), window, 0);
}

static void
on_unrealize (GtkWidget *window)
{
  g_object_set_data (G_OBJECT (window), KEY, NULL); /* before its display goes */
}

void
mb_upload_room_keep (GtkWidget *window)
{
  g_return_if_fail (GTK_IS_WINDOW (window));

  g_signal_connect (window, "realize", G_CALLBACK (on_realize), NULL);
  g_signal_connect (window, "unrealize", G_CALLBACK (on_unrealize), NULL);
}

#else

void
mb_upload_room_keep (GtkWidget *window)
{
}

#endif
