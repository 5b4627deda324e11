/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/device/mb-device.h"

#include "screen/device/mb-commander.h"
#include "screen/device/mb-heartbeat.h"

enum
{
  RESTART,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _MbDevice
{
  GObject parent_instance;

  MbHeartbeat *heartbeat;
  MbCommander *commander;
};

G_DEFINE_FINAL_TYPE (MbDevice, mb_device, G_TYPE_OBJECT)

static void
on_restart (MbDevice *self)
{
  g_signal_emit (self, signals[RESTART], 0);
}

static void
mb_device_dispose (GObject *object)
{
  MbDevice *self = MB_DEVICE (object);

  g_clear_object (&self->heartbeat);
  g_clear_object (&self->commander);

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
mb_device_new (MbScreenSession *session, MbScreenWindow *window, const char *screen)
{
  MbDevice *self;

  g_return_val_if_fail (MB_IS_SCREEN_SESSION (session), NULL);
  g_return_val_if_fail (MB_IS_SCREEN_WINDOW (window), NULL);

  self = g_object_new (MB_TYPE_DEVICE, NULL);
  self->heartbeat = mb_heartbeat_new (session, window, screen, MB_VERSION);
  self->commander = mb_commander_new (session, window, screen);
  g_signal_connect_object (self->commander, "restart", G_CALLBACK (on_restart), self, G_CONNECT_SWAPPED);
  return self;
}
