/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/device/mb-heartbeat.h"

#include "screen/device/mb-box-health.h"

#include <string.h>

#define INTERVAL_MS 10000

enum
{
  COLLECT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _MbHeartbeat
{
  GObject parent_instance;

  MbScreenSession *session;
  MbScreenWindow *window;
  char *screen;
  char *version;
  gint64 began_us; /* monotonic */
  guint interval_ms;
  guint timer;
  gboolean sending;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (MbHeartbeat, mb_heartbeat, G_TYPE_OBJECT)

static void plan (MbHeartbeat *self);

static gboolean
is_heard (MbHeartbeat *self)
{
  MbLink link = mb_screen_session_get_link (self->session);

  return link == MB_LINK_LIVE || link == MB_LINK_LATE;
}

/* "GskCairoRenderer" is known as "cairo". */
static char *
dup_renderer (GtkNative *native)
{
  GskRenderer *renderer = gtk_native_get_renderer (native);
  const char *name = renderer != NULL ? G_OBJECT_TYPE_NAME (renderer) : "";
  g_autofree char *lower = g_ascii_strdown (g_str_has_prefix (name, "Gsk") ? name + strlen ("Gsk") : name, -1);

  if (g_str_has_suffix (lower, "renderer"))
    lower[strlen (lower) - strlen ("renderer")] = '\0';
  return *lower != '\0' ? g_steal_pointer (&lower) : NULL;
}

static void
look_at_window (MbHeartbeat *self, MbStatus *status)
{
  GtkWidget *window = GTK_WIDGET (self->window);
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  GdkMonitor *monitor;

  status->renderer = dup_renderer (GTK_NATIVE (window));
  status->scale = gtk_widget_get_scale_factor (window);
  status->width_px = gtk_widget_get_width (window) * status->scale;
  status->height_px = gtk_widget_get_height (window) * status->scale;
  monitor = surface != NULL ? gdk_display_get_monitor_at_surface (gtk_widget_get_display (window), surface) : NULL;
  if (monitor == NULL || gdk_monitor_get_width_mm (monitor) <= 0)
    return;

  status->width_mm = gdk_monitor_get_width_mm (monitor);
  status->height_mm = gdk_monitor_get_height_mm (monitor);
}

static MbStatus *
collect (MbHeartbeat *self)
{
  MbStatus *status = g_new0 (MbStatus, 1);

  mb_status_init (status);
  status->version = g_strdup (self->version);
  status->uptime_s = (g_get_monotonic_time () - self->began_us) / G_USEC_PER_SEC;
  status->position = g_strdup (mb_board_get_position (mb_screen_session_get_board (self->session)));
  look_at_window (self, status);
  g_signal_emit (self, signals[COLLECT], 0, status);
  return status;
}

static void
status_free (gpointer data)
{
  mb_status_clear (data);
  g_free (data);
}

/* In a thread of GTask's; its answer is the one way back. */
static void
put_together (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  MbStatus *status = data;
  MbBoxHealth health;
  char *text;

  mb_box_health_read ("/", &health);
  status->memory_kib = health.memory_kib;
  status->temperature_c = health.temperature_c;
  text = mb_status_encode (status);
  g_task_return_pointer (task, g_bytes_new_take (text, strlen (text)), (GDestroyNotify) g_bytes_unref);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(MbHeartbeat) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) answer = mb_hub_client_send_finish (MB_HUB_CLIENT (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  self->sending = FALSE;
  if (answer == NULL)
    g_debug ("The hub did not take a status: %s", error->message);
}

static void
on_put_together (GObject *source, GAsyncResult *result, gpointer data)
{
  MbHeartbeat *self = MB_HEARTBEAT (source);
  g_autoptr(GBytes) text = g_task_propagate_pointer (G_TASK (result), NULL);
  MbHubClient *client = mb_screen_session_get_client (self->session);

  if (text == NULL || client == NULL)
    {
      self->sending = FALSE;
      return;
    }

  mb_hub_client_put_status_async (client, self->screen, text, self->cancellable, on_sent, g_object_ref (self));
}

static void
beat (MbHeartbeat *self)
{
  g_autoptr(GTask) task = NULL;

  if (self->sending || !is_heard (self))
    return;

  self->sending = TRUE;
  task = g_task_new (self, self->cancellable, on_put_together, NULL);
  g_task_set_source_tag (task, beat);
  g_task_set_task_data (task, collect (self), status_free);
  g_task_run_in_thread (task, put_together);
}

static gboolean
on_timer (gpointer data)
{
  beat (data);
  return G_SOURCE_CONTINUE;
}

static void
plan (MbHeartbeat *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (is_heard (self))
    self->timer = g_timeout_add (self->interval_ms, on_timer, self);
}

/* A hub that is there again knows nothing of this screen yet. */
static void
on_link_changed (MbHeartbeat *self)
{
  if (is_heard (self) == (self->timer != 0))
    return;

  plan (self);
  beat (self);
}

static void
mb_heartbeat_dispose (GObject *object)
{
  MbHeartbeat *self = MB_HEARTBEAT (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->session);
  g_clear_object (&self->window);

  G_OBJECT_CLASS (mb_heartbeat_parent_class)->dispose (object);
}

static void
mb_heartbeat_finalize (GObject *object)
{
  MbHeartbeat *self = MB_HEARTBEAT (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->screen, g_free);
  g_clear_pointer (&self->version, g_free);

  G_OBJECT_CLASS (mb_heartbeat_parent_class)->finalize (object);
}

static void
mb_heartbeat_class_init (MbHeartbeatClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mb_heartbeat_dispose;
  G_OBJECT_CLASS (klass)->finalize = mb_heartbeat_finalize;

  signals[COLLECT] = g_signal_new ("collect", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
mb_heartbeat_init (MbHeartbeat *self)
{
  self->began_us = g_get_monotonic_time ();
  self->interval_ms = INTERVAL_MS;
  self->cancellable = g_cancellable_new ();
}

MbHeartbeat *
mb_heartbeat_new (MbScreenSession *session, MbScreenWindow *window, const char *screen, const char *version)
{
  MbHeartbeat *self;

  g_return_val_if_fail (MB_IS_SCREEN_SESSION (session), NULL);
  g_return_val_if_fail (MB_IS_SCREEN_WINDOW (window), NULL);

  self = g_object_new (MB_TYPE_HEARTBEAT, NULL);
  self->session = g_object_ref (session);
  self->window = g_object_ref (window);
  self->screen = g_strdup (screen);
  self->version = g_strdup (version);
  g_signal_connect_object (session, "notify::link", G_CALLBACK (on_link_changed), self, G_CONNECT_SWAPPED);
  on_link_changed (self);
  return self;
}

void
mb_heartbeat_set_interval (MbHeartbeat *self, guint ms)
{
  g_return_if_fail (MB_IS_HEARTBEAT (self));

  self->interval_ms = ms;
  plan (self);
}
