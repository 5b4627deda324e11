/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/device/mb-device.h"

#include "screen/device/mb-commander.h"
#include "screen/device/mb-heartbeat.h"
#include "screen/power/mb-display-switch.h"
#include "screen/power/mb-power.h"
#include "screen/voice/mb-voice.h"

enum
{
  RESTART,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _MbDevice
{
  GObject parent_instance;

  MbScreenSession *session;
  MbScreenWindow *window;
  MbPaintedReporter *reporter;
  MbHeartbeat *heartbeat;
  MbCommander *commander;
  MbPlayLog *plays;         /* NULL: none are kept */
  MbMediaCache *media;      /* NULL: there are none */
  MbVoice *voice;           /* NULL: it is not heard */
  MbPower *power;           /* NULL: the display is not ours */
  MbDisplaySwitch *display; /* the same */
};

G_DEFINE_FINAL_TYPE (MbDevice, mb_device, G_TYPE_OBJECT)

static void
on_restart (MbDevice *self)
{
  g_signal_emit (self, signals[RESTART], 0);
}

static void
describe_media (MbDevice *self, MbStatus *status)
{
  const MbMediaProgress *progress = mb_media_cache_get_progress (self->media);

  status->media_wanted = progress->wanted;
  status->media_present = progress->present;
  status->media_bytes_left = (gint64) progress->bytes_left;
  if (progress->problem != NULL)
    mb_status_add_trouble (status, progress->problem);
}

static void
on_collect (MbDevice *self, MbStatus *status)
{
  g_auto(GStrv) trouble = mb_board_view_dup_trouble (mb_screen_window_get_view (self->window));

  if (self->display != NULL)
    status->display = mb_display_switch_get_state (self->display);
  if (self->plays != NULL)
    mb_play_log_describe (self->plays, status);
  if (self->media != NULL)
    describe_media (self, status);
  if (self->voice != NULL && mb_voice_get_trouble (self->voice) != NULL)
    mb_status_add_trouble (status, mb_voice_get_trouble (self->voice));
  for (guint i = 0; trouble[i] != NULL; i++)
    mb_status_add_trouble (status, trouble[i]);
}

/* Black comes before the display is off, and goes after it is on. */
static void
on_lit (MbDevice *self)
{
  gboolean lit = mb_power_is_lit (self->power);

  mb_screen_window_set_dark (self->window, !lit);
  mb_painted_reporter_set_dark (self->reporter, !lit);
  mb_display_switch_set (self->display, lit);
}

static void
look_at_cover (MbDevice *self)
{
  mb_painted_reporter_set_covered (self->reporter, mb_screen_window_is_covered (self->window));
}

static void
look_at_need (MbDevice *self)
{
  mb_power_set_needed (self->power, mb_screen_window_is_identifying (self->window) ||
                                        mb_board_view_get_emergency (mb_screen_window_get_view (self->window)) != NULL);
}

static void
look_at_time (MbDevice *self)
{
  mb_power_set_time_known (self->power, mb_screen_session_is_time_known (self->session));
}

static void
mb_device_dispose (GObject *object)
{
  MbDevice *self = MB_DEVICE (object);

  g_clear_object (&self->voice);
  g_clear_object (&self->media);
  g_clear_object (&self->power);
  g_clear_object (&self->display);
  g_clear_object (&self->session);
  g_clear_object (&self->window);
  g_clear_object (&self->reporter);
  g_clear_object (&self->heartbeat);
  g_clear_object (&self->commander);
  g_clear_object (&self->plays);

  G_OBJECT_CLASS (mb_device_parent_class)->dispose (object);
}

static void
mb_device_class_init (MbDeviceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mb_device_dispose;

  signals[RESTART] = g_signal_new ("restart", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
mb_device_init (MbDevice *self)
{
}

MbDevice *
mb_device_new (MbScreenSession *session, MbScreenWindow *window, MbPaintedReporter *reporter, const char *screen)
{
  MbDevice *self;

  g_return_val_if_fail (MB_IS_SCREEN_SESSION (session), NULL);
  g_return_val_if_fail (MB_IS_SCREEN_WINDOW (window), NULL);
  g_return_val_if_fail (MB_IS_PAINTED_REPORTER (reporter), NULL);

  self = g_object_new (MB_TYPE_DEVICE, NULL);
  self->session = g_object_ref (session);
  self->window = g_object_ref (window);
  self->reporter = g_object_ref (reporter);
  self->heartbeat = mb_heartbeat_new (session, window, screen, MB_VERSION);
  self->commander = mb_commander_new (session, window, screen);
  g_signal_connect_object (window, "notify::covered", G_CALLBACK (look_at_cover), self, G_CONNECT_SWAPPED);
  look_at_cover (self);
  g_signal_connect_object (self->heartbeat, "collect", G_CALLBACK (on_collect), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->commander, "restart", G_CALLBACK (on_restart), self, G_CONNECT_SWAPPED);
  return self;
}

void
mb_device_set_plays (MbDevice *self, MbPlayLog *plays)
{
  g_return_if_fail (MB_IS_DEVICE (self));

  g_set_object (&self->plays, plays);
}

void
mb_device_set_media (MbDevice *self, MbMediaCache *cache)
{
  g_return_if_fail (MB_IS_DEVICE (self));

  g_set_object (&self->media, cache);
}

void
mb_device_speak (MbDevice *self, MbClock *clock, const char *screen, const MbSpeechSocket *socket)
{
  g_return_if_fail (MB_IS_DEVICE (self));
  g_return_if_fail (self->voice == NULL);

  self->voice = mb_voice_new (mb_screen_window_get_view (self->window), mb_screen_session_get_board (self->session),
                              clock, screen, socket);
}

void
mb_device_take_display (MbDevice *self, MbClock *clock, const char *screen, const MbDisplayBackend *const *backends)
{
  g_return_if_fail (MB_IS_DEVICE (self));
  g_return_if_fail (self->power == NULL);

  self->display = mb_display_switch_new (backends);
  self->power = mb_power_new (mb_screen_session_get_board (self->session), clock, screen);
  g_signal_connect_object (self->power, "notify::lit", G_CALLBACK (on_lit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::time-known", G_CALLBACK (look_at_time), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->window, "notify::identifying", G_CALLBACK (look_at_need), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (mb_screen_window_get_view (self->window), "alarm", G_CALLBACK (look_at_need), self,
                           G_CONNECT_SWAPPED);
  look_at_time (self);
  look_at_need (self);
  on_lit (self);
}
