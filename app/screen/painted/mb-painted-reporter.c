/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/painted/mb-painted-reporter.h"

#ifdef GDK_WINDOWING_X11
#include <gdk/x11/gdkx.h>
#endif

#include "screen/painted/mb-painted-tracker.h"

/* GTK has no word for "this frame is on the glass": frames are asked for their timings, on later
 * ticks, for as long as the tracker waits for one. */

/* A hub that did not take a report is asked again so much later. */
#define RETRY_US G_USEC_PER_SEC

struct _MbPaintedReporter
{
  GObject parent_instance;

  MbScreenSession *session;
  MbBoardView *view;
  MbClock *clock;
  char *screen;
  MbPaintedTracker *tracker;
  GdkFrameClock *frames; /* of the realized view */
  gboolean in_cycle;
  gboolean covered;
  guint tick;
  guint timer;
  GCancellable *cancellable;
  gboolean sending;
  MbPainted sent; /* the report under way */
  gint64 not_before_us;
};

G_DEFINE_FINAL_TYPE (MbPaintedReporter, mb_painted_reporter, G_TYPE_OBJECT)

static void plan (MbPaintedReporter *self);

static MbVisibility
look (gpointer data, MbKind kind, const char *id, gint64 *by_us)
{
  MbPaintedReporter *self = data;
  MbVisibility visibility = mb_board_view_get_visibility (self->view, kind, id, by_us);

  return self->covered && visibility == MB_VISIBILITY_NOW ? MB_VISIBILITY_COVERED : visibility;
}

/* The first frame that can show what happens now. */
static gint64
next_frame (MbPaintedReporter *self)
{
  if (self->frames == NULL)
    return 0;

  return gdk_frame_clock_get_frame_counter (self->frames) + (self->in_cycle ? 0 : 1);
}

static void
poll_frames (MbPaintedReporter *self)
{
  gint64 oldest = gdk_frame_clock_get_history_start (self->frames);

  for (gint64 frame = gdk_frame_clock_get_frame_counter (self->frames); frame >= oldest; frame--)
    {
      GdkFrameTimings *timings = gdk_frame_clock_get_timings (self->frames, frame);

      if (timings != NULL && gdk_frame_timings_get_complete (timings))
        {
          mb_painted_tracker_completed (self->tracker, frame);
          return;
        }
    }
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(MbPaintedReporter) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) answer = mb_hub_client_send_finish (MB_HUB_CLIENT (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  self->sending = FALSE;
  if (answer == NULL)
    {
      g_debug ("The hub did not take a report: %s", error->message);
      mb_painted_tracker_put_back (self->tracker, &self->sent);
      self->not_before_us = g_get_monotonic_time () + RETRY_US;
    }
  mb_painted_clear (&self->sent);
  plan (self);
}

/* A hub that is not there is told when it is. */
static gboolean
can_report (MbPaintedReporter *self)
{
  MbLink link = mb_screen_session_get_link (self->session);

  return !self->sending && (link == MB_LINK_LIVE || link == MB_LINK_LATE);
}

static void
send (MbPaintedReporter *self)
{
  MbHubClient *client = mb_screen_session_get_client (self->session);

  if (!can_report (self) || !mb_painted_tracker_take (self->tracker, g_get_monotonic_time (), &self->sent))
    return;

  self->sent.at = mb_screen_session_stamp (self->session, mb_clock_now (self->clock));
  if (self->sent.later_by.us != MB_UNSET)
    self->sent.later_by = mb_screen_session_stamp (self->session, self->sent.later_by.us);
  self->sending = TRUE;
  mb_hub_client_put_painted_async (client, &self->sent, self->cancellable, on_sent, g_object_ref (self));
}

static gboolean
on_timer (gpointer data)
{
  MbPaintedReporter *self = data;

  self->timer = 0;
  send (self);
  plan (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *frames, gpointer data)
{
  MbPaintedReporter *self = data;

  poll_frames (self);
  if (mb_painted_tracker_is_waiting (self->tracker))
    {
      plan (self);
      return G_SOURCE_CONTINUE;
    }

  self->tick = 0;
  plan (self);
  return G_SOURCE_REMOVE;
}

/* Keeps frames coming while one is waited for, and the timer set to the next report. */
static void
plan (MbPaintedReporter *self)
{
  gint64 due_us = mb_painted_tracker_get_due (self->tracker);
  gint64 now_us = g_get_monotonic_time ();

  if (mb_painted_tracker_is_waiting (self->tracker) && self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->view), on_tick, self, NULL);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (due_us == MB_UNSET || !can_report (self))
    return;

  due_us = MAX (due_us, self->not_before_us);
  self->timer = g_timeout_add (due_us > now_us ? (due_us - now_us + 999) / 1000 : 0, on_timer, self);
}

static void
on_folded (MbBoard *board, GPtrArray *changes, gboolean reset, gpointer data)
{
  MbPaintedReporter *self = data;

  mb_painted_tracker_folded (self->tracker, mb_board_get_position (board), changes, reset, next_frame (self),
                             g_get_monotonic_time ());
  plan (self);
}

static void
on_link_changed (MbScreenSession *session, GParamSpec *pspec, gpointer data)
{
  plan (data);
}

static void
on_turned (MbBoardView *view, gpointer data)
{
  MbPaintedReporter *self = data;

  mb_painted_tracker_turned (self->tracker, next_frame (self), g_get_monotonic_time ());
  plan (self);
}

static void
on_drawn (MbBoardView *view, guint64 frame, gpointer data)
{
  MbPaintedReporter *self = data;

  mb_painted_tracker_drawn (self->tracker, frame);
}

static void
on_before_paint (GdkFrameClock *frames, gpointer data)
{
  MbPaintedReporter *self = data;

  self->in_cycle = TRUE;
}

static void
on_after_paint (GdkFrameClock *frames, gpointer data)
{
  MbPaintedReporter *self = data;

  self->in_cycle = FALSE;
  if (!mb_painted_tracker_is_waiting (self->tracker))
    return;

  mb_painted_tracker_cycle_ended (self->tracker, gdk_frame_clock_get_frame_counter (frames));
  poll_frames (self);
  plan (self);
}

static void
on_unrealize (GtkWidget *view, gpointer data)
{
  MbPaintedReporter *self = data;

  if (self->frames == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->frames, self);
  g_clear_object (&self->frames);
  self->in_cycle = FALSE;
}

static void
on_realize (GtkWidget *view, gpointer data)
{
  MbPaintedReporter *self = data;

  self->frames = g_object_ref (gtk_widget_get_frame_clock (view));
  g_signal_connect_object (self->frames, "before-paint", G_CALLBACK (on_before_paint), self, 0);
  g_signal_connect_object (self->frames, "after-paint", G_CALLBACK (on_after_paint), self, 0);
}

static void
mb_painted_reporter_dispose (GObject *object)
{
  MbPaintedReporter *self = MB_PAINTED_REPORTER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->view), self->tick);
  self->tick = 0;
  if (self->view != NULL)
    on_unrealize (GTK_WIDGET (self->view), self);
  g_clear_object (&self->view);
  g_clear_object (&self->session);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (mb_painted_reporter_parent_class)->dispose (object);
}

static void
mb_painted_reporter_finalize (GObject *object)
{
  MbPaintedReporter *self = MB_PAINTED_REPORTER (object);

  g_clear_pointer (&self->tracker, mb_painted_tracker_free);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->screen, g_free);
  mb_painted_clear (&self->sent);

  G_OBJECT_CLASS (mb_painted_reporter_parent_class)->finalize (object);
}

static void
mb_painted_reporter_class_init (MbPaintedReporterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = mb_painted_reporter_dispose;
  object_class->finalize = mb_painted_reporter_finalize;
}

static void
mb_painted_reporter_init (MbPaintedReporter *self)
{
  self->cancellable = g_cancellable_new ();
}

/* X11 hands a frame over and never says more. */
static MbGlass
get_glass (GtkWidget *view)
{
#ifdef GDK_WINDOWING_X11
  if (GDK_IS_X11_DISPLAY (gtk_widget_get_display (view)))
    return MB_GLASS_SENT;
#endif
  return MB_GLASS_COMPOSITED;
}

MbPaintedReporter *
mb_painted_reporter_new (MbScreenSession *session, MbBoardView *view, MbClock *clock, const char *screen)
{
  MbPaintedReporter *self;

  g_return_val_if_fail (MB_IS_SCREEN_SESSION (session), NULL);
  g_return_val_if_fail (MB_IS_BOARD_VIEW (view), NULL);

  self = g_object_new (MB_TYPE_PAINTED_REPORTER, NULL);
  self->session = g_object_ref (session);
  self->view = g_object_ref (view);
  self->clock = g_object_ref (clock);
  self->tracker = mb_painted_tracker_new (screen, get_glass (GTK_WIDGET (view)), look, self);
  /* After the view, which is asked where things stand. */
  g_signal_connect_object (mb_screen_session_get_board (session), "folded", G_CALLBACK (on_folded), self,
                           G_CONNECT_AFTER);
  g_signal_connect_object (session, "notify::link", G_CALLBACK (on_link_changed), self, 0);
  g_signal_connect_object (view, "turned", G_CALLBACK (on_turned), self, 0);
  g_signal_connect_object (view, "drawn", G_CALLBACK (on_drawn), self, 0);
  g_signal_connect_object (view, "realize", G_CALLBACK (on_realize), self, G_CONNECT_AFTER);
  g_signal_connect_object (view, "unrealize", G_CALLBACK (on_unrealize), self, 0);
  if (gtk_widget_get_realized (GTK_WIDGET (view)))
    on_realize (GTK_WIDGET (view), self);
  return self;
}

void
mb_painted_reporter_set_covered (MbPaintedReporter *self, gboolean covered)
{
  g_return_if_fail (MB_IS_PAINTED_REPORTER (self));

  if (self->covered == covered)
    return;

  self->covered = covered;
  on_turned (self->view, self); /* what stands where is otherwise now */
}

void
mb_painted_reporter_set_dark (MbPaintedReporter *self, gboolean dark)
{
  g_return_if_fail (MB_IS_PAINTED_REPORTER (self));

  mb_painted_tracker_set_dark (self->tracker, dark);
  plan (self);
}
