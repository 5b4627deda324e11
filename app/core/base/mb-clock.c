/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-base"

#include "core/base/mb-clock.h"

#include <time.h>

/* A line through one known point: the clock showed @shown_us when the machine had been up for
 * @boot_us. Time since boot goes on through sleep and does not follow whoever sets the wall clock. */

enum
{
  SIGNAL_JUMPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _MbClock
{
  GObject parent_instance;

  GMutex mutex;
  gboolean follows_wall; /* the machine's own, until it is set */
  gint64 shown_us;
  gint64 boot_us;
  double speed;
};

G_DEFINE_FINAL_TYPE (MbClock, mb_clock, G_TYPE_OBJECT)

static gint64
get_boot_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);

  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* With the mutex held. */
static gint64
get_shown (MbClock *self)
{
  gint64 passed;

  if (self->follows_wall)
    return g_get_real_time ();

  passed = get_boot_time () - self->boot_us;

  return self->shown_us + (self->speed == 1.0 ? passed : (gint64) ((double) passed * self->speed));
}

static void
mb_clock_finalize (GObject *object)
{
  MbClock *self = MB_CLOCK (object);

  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (mb_clock_parent_class)->finalize (object);
}

static void
mb_clock_class_init (MbClockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = mb_clock_finalize;

  /**
   * MbClock::jumped: the clock was set; whoever waits for a moment must count again.
   */
  signals[SIGNAL_JUMPED] =
      g_signal_new ("jumped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 0);
}

static void
mb_clock_init (MbClock *self)
{
  g_mutex_init (&self->mutex);
}

MbClock *
mb_clock_new_system (void)
{
  MbClock *self = g_object_new (MB_TYPE_CLOCK, NULL);

  self->follows_wall = TRUE;
  self->speed = 1.0;

  return self;
}

MbClock *
mb_clock_new_at (gint64 us, double speed)
{
  MbClock *self = g_object_new (MB_TYPE_CLOCK, NULL);

  mb_clock_set (self, us, speed);

  return self;
}

gint64
mb_clock_now (MbClock *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (MB_IS_CLOCK (self), MB_UNSET);

  locker = g_mutex_locker_new (&self->mutex);

  return get_shown (self);
}

void
mb_clock_set (MbClock *self, gint64 us, double speed)
{
  g_return_if_fail (MB_IS_CLOCK (self));
  g_return_if_fail (speed >= 0);

  g_mutex_lock (&self->mutex);
  self->follows_wall = FALSE;
  self->shown_us = us;
  self->boot_us = get_boot_time ();
  self->speed = speed;
  g_mutex_unlock (&self->mutex);

  g_signal_emit (self, signals[SIGNAL_JUMPED], 0);
}

double
mb_clock_get_speed (MbClock *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (MB_IS_CLOCK (self), 0);

  locker = g_mutex_locker_new (&self->mutex);

  return self->speed;
}

guint
mb_clock_wait_ms (MbClock *self, gint64 us)
{
  g_autoptr (GMutexLocker) locker = NULL;
  double wait_ms;
  gint64 shown;

  g_return_val_if_fail (MB_IS_CLOCK (self), G_MAXUINT);

  locker = g_mutex_locker_new (&self->mutex);
  shown = get_shown (self);
  if (us <= shown)
    return 0;
  if (self->speed == 0)
    return G_MAXUINT;

  /* One more than the whole milliseconds: whoever wakes finds that the moment is there. */
  wait_ms = ((double) us - (double) shown) / self->speed / 1000 + 1;

  return wait_ms < G_MAXUINT - 1 ? (guint) wait_ms : G_MAXUINT - 1;
}
