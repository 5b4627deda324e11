/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/mb-screen-window.h"

#include "screen/mb-upload-room.h"
#include "screen/start/mb-start-page.h"
#include "widgets/cover/mb-dark-cover.h"
#include "widgets/cover/mb-identity-cover.h"

#include <mb-screen-resources.h>

/* A window that is nothing but its board view, and what may lie over it. */

#define IDENTIFY_MS 10000
#define TEMPLATE "/org/marketboard/screen/mb-screen-window.ui"

enum
{
  PROP_0,
  PROP_IDENTIFYING,
  PROP_COVERED,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

struct _MbScreenWindow
{
  GtkWindow parent_instance;

  MbBoardView *view;
  MbCover *identity, *darkness, *start;
  MbStartPage *start_page; /* NULL before there is a session */
  char *screen;
  MbScreenSession *session;
  guint identify; /* source: until when */
  gboolean dark;
  gboolean covered;
  guint tick;
  gboolean sized; /* to something else than the monitor */
};

G_DEFINE_FINAL_TYPE (MbScreenWindow, mb_screen_window, GTK_TYPE_WINDOW)

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *frames, gpointer data)
{
  MbScreenWindow *self = MB_SCREEN_WINDOW (widget);

  if (mb_screen_session_fold (self->session, MB_SCREEN_SLICE_US))
    return G_SOURCE_CONTINUE;

  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
on_pending (MbScreenSession *session, gpointer data)
{
  MbScreenWindow *self = data;

  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

static void
on_emergency (MbScreenSession *session, MbRecord *notice, gpointer data)
{
  MbScreenWindow *self = data;

  mb_board_view_set_emergency (self->view, MB_NOTICE (notice));
}

static void
on_link_changed (MbScreenSession *session, GParamSpec *pspec, gpointer data)
{
  MbScreenWindow *self = data;

  mb_board_view_set_link (self->view, mb_screen_session_get_link (session));
}

/* What lies over the board; an emergency lies over nothing, and nothing over it. */
static void
arrange_covers (MbScreenWindow *self)
{
  gboolean emergency = mb_board_view_get_emergency (self->view) != NULL;

  gboolean starting = self->start_page != NULL && mb_start_page_is_needed (self->start_page);
  gboolean covered = !emergency && (starting || self->identify != 0);
  gboolean dark = self->dark && self->identify == 0 && !emergency;

  gtk_widget_set_visible (GTK_WIDGET (self->start), starting && !emergency);
  gtk_widget_set_visible (GTK_WIDGET (self->identity), self->identify != 0 && !emergency);
  gtk_widget_set_visible (GTK_WIDGET (self->darkness), dark);
  mb_board_view_set_dark (self->view, dark);
  if (self->covered == covered)
    return;

  self->covered = covered;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COVERED]);
}

static gboolean
on_identified (gpointer data)
{
  MbScreenWindow *self = data;

  self->identify = 0;
  arrange_covers (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IDENTIFYING]);
  return G_SOURCE_REMOVE;
}

static GdkMonitor *
find_monitor (MbScreenWindow *self)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (self)));

  return g_list_model_get_item (monitors, 0);
}

static void
on_time_known_changed (MbScreenSession *session, GParamSpec *pspec, gpointer data)
{
  MbScreenWindow *self = data;

  mb_board_view_set_time_known (self->view, mb_screen_session_is_time_known (session));
}

static void
mb_screen_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_IDENTIFYING:
      g_value_set_boolean (value, mb_screen_window_is_identifying (MB_SCREEN_WINDOW (object)));
      break;
    case PROP_COVERED:
      g_value_set_boolean (value, mb_screen_window_is_covered (MB_SCREEN_WINDOW (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mb_screen_window_dispose (GObject *object)
{
  MbScreenWindow *self = MB_SCREEN_WINDOW (object);

  g_clear_handle_id (&self->identify, g_source_remove);
  g_clear_object (&self->start_page);
  g_clear_object (&self->session);
  self->view = NULL;

  G_OBJECT_CLASS (mb_screen_window_parent_class)->dispose (object);
}

static void
mb_screen_window_finalize (GObject *object)
{
  g_free (MB_SCREEN_WINDOW (object)->screen);

  G_OBJECT_CLASS (mb_screen_window_parent_class)->finalize (object);
}

static void
mb_screen_window_class_init (MbScreenWindowClass *klass)
{
  g_autoptr(GBytes) template =
      g_resource_lookup_data (mb_screen_get_resource (), TEMPLATE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  G_OBJECT_CLASS (klass)->get_property = mb_screen_window_get_property;
  G_OBJECT_CLASS (klass)->dispose = mb_screen_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = mb_screen_window_finalize;
  props[PROP_IDENTIFYING] = g_param_spec_boolean (
      "identifying", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_COVERED] = g_param_spec_boolean (
      "covered", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, props);
  gtk_widget_class_set_template (GTK_WIDGET_CLASS (klass), template);
}

static void
mb_screen_window_init (MbScreenWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  mb_upload_room_keep (GTK_WIDGET (self));
}

GtkWidget *
mb_screen_window_new (MbClock *clock, const char *screen)
{
  MbScreenWindow *self = g_object_new (MB_TYPE_SCREEN_WINDOW, NULL);
  GtkWidget *overlay;

  self->view = MB_BOARD_VIEW (mb_board_view_new (clock));
  mb_board_view_set_screen_id (self->view, screen);
  self->screen = g_strdup (screen);
  self->identity = MB_COVER (mb_identity_cover_new ());
  self->darkness = MB_COVER (mb_dark_cover_new ());
  self->start = MB_COVER (mb_start_cover_new ());
  overlay = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->view));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (self->start));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (self->darkness));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (self->identity));
  gtk_window_set_child (GTK_WINDOW (self), overlay);
  g_signal_connect_object (self->view, "alarm", G_CALLBACK (arrange_covers), self, G_CONNECT_SWAPPED);
  arrange_covers (self);
  return GTK_WIDGET (self);
}

void
mb_screen_window_set_session (MbScreenWindow *self, MbScreenSession *session)
{
  g_return_if_fail (MB_IS_SCREEN_WINDOW (self));
  g_return_if_fail (MB_IS_SCREEN_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  mb_board_view_set_board (self->view, mb_screen_session_get_board (session));
  mb_cover_set_board (self->identity, mb_screen_session_get_board (session), self->screen);
  mb_cover_set_board (self->start, mb_screen_session_get_board (session), self->screen);
  self->start_page = mb_start_page_new (session, MB_START_COVER (self->start), self->screen);
  g_signal_connect_object (self->start_page, "notify::needed", G_CALLBACK (arrange_covers), self, G_CONNECT_SWAPPED);
  arrange_covers (self);
  mb_board_view_set_link (self->view, mb_screen_session_get_link (session));
  mb_board_view_set_time_known (self->view, mb_screen_session_is_time_known (session));
  g_signal_connect_object (session, "emergency", G_CALLBACK (on_emergency), self, 0);
  g_signal_connect_object (session, "pending", G_CALLBACK (on_pending), self, 0);
  g_signal_connect_object (session, "notify::link", G_CALLBACK (on_link_changed), self, 0);
  g_signal_connect_object (session, "notify::time-known", G_CALLBACK (on_time_known_changed), self, 0);
}

MbBoardView *
mb_screen_window_get_view (MbScreenWindow *self)
{
  g_return_val_if_fail (MB_IS_SCREEN_WINDOW (self), NULL);

  return self->view;
}

void
mb_screen_window_identify (MbScreenWindow *self)
{
  g_return_if_fail (MB_IS_SCREEN_WINDOW (self));

  g_clear_handle_id (&self->identify, g_source_remove);
  self->identify = g_timeout_add (IDENTIFY_MS, on_identified, self);
  arrange_covers (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IDENTIFYING]);
}

gboolean
mb_screen_window_is_identifying (MbScreenWindow *self)
{
  g_return_val_if_fail (MB_IS_SCREEN_WINDOW (self), FALSE);

  return self->identify != 0;
}

gboolean
mb_screen_window_is_covered (MbScreenWindow *self)
{
  g_return_val_if_fail (MB_IS_SCREEN_WINDOW (self), FALSE);

  return self->covered;
}

void
mb_screen_window_set_dark (MbScreenWindow *self, gboolean dark)
{
  g_return_if_fail (MB_IS_SCREEN_WINDOW (self));

  self->dark = dark;
  arrange_covers (self);
}

void
mb_screen_window_set_size (MbScreenWindow *self, int width, int height)
{
  g_return_if_fail (MB_IS_SCREEN_WINDOW (self));

  self->sized = TRUE;
  gtk_widget_set_size_request (GTK_WIDGET (self->view), width, height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
}

/* Only what fills the panel is as large as the display says that the panel is. */
static void
fill_monitor (MbScreenWindow *self, GdkMonitor *monitor)
{
  GdkRectangle geometry;

  mb_board_view_set_panel_mm (self->view, gdk_monitor_get_width_mm (monitor), gdk_monitor_get_height_mm (monitor));
  mb_cover_set_panel_mm (self->start, gdk_monitor_get_width_mm (monitor), gdk_monitor_get_height_mm (monitor));
  mb_cover_set_panel_mm (self->identity, gdk_monitor_get_width_mm (monitor), gdk_monitor_get_height_mm (monitor));
  /* A display without a window manager has nobody to make a window fill it. */
  gdk_monitor_get_geometry (monitor, &geometry);
  gtk_window_set_default_size (GTK_WINDOW (self), geometry.width, geometry.height);
  gtk_window_fullscreen (GTK_WINDOW (self));
}

void
mb_screen_window_show (MbScreenWindow *self)
{
  g_autoptr(GdkMonitor) monitor = NULL;

  g_return_if_fail (MB_IS_SCREEN_WINDOW (self));

  monitor = find_monitor (self);
  if (!self->sized && monitor != NULL)
    fill_monitor (self, monitor);
  gtk_window_present (GTK_WINDOW (self));
}
