/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-rtmp.h"

#define PATIENCE_US (6 * G_TIME_SPAN_SECOND) /* more than the source's own timeout */
#define LOOK_US (20 * G_TIME_SPAN_MILLISECOND)

/* Of who waits and of the probe: either may be the last. */
typedef struct
{
  gatomicrefcount count;
  GMutex lock;
  GCond cond;
  gboolean is_held; /* under the lock */
} Hold;

static void
hold_unref (gpointer data)
{
  Hold *self = data;

  if (!g_atomic_ref_count_dec (&self->count))
    return;

  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  g_free (self);
}

/* In the thread that reads, which stays here until its pad is brought down. */
static GstPadProbeReturn
on_read (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  Hold *self = data;

  g_mutex_lock (&self->lock);
  self->is_held = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->lock);
  return GST_PAD_PROBE_OK;
}

/* A thread that has ended by itself comes nowhere any more. */
static void
wait_for (Hold *self, GstPad *pad)
{
  gint64 until_us = g_get_monotonic_time () + PATIENCE_US;

  g_mutex_lock (&self->lock);
  while (!self->is_held && gst_pad_get_task_state (pad) == GST_TASK_STARTED && g_get_monotonic_time () < until_us)
    g_cond_wait_until (&self->cond, &self->lock, g_get_monotonic_time () + LOOK_US);
  g_mutex_unlock (&self->lock);
}

static void
hold (GstElement *source)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (source, "src");
  Hold *self = g_new0 (Hold, 1);

  g_atomic_ref_count_init (&self->count);
  g_atomic_ref_count_inc (&self->count);
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BLOCK | GST_PAD_PROBE_TYPE_DATA_DOWNSTREAM, on_read, self, hold_unref);
  wait_for (self, pad);
  hold_unref (self);
}

void
mb_rtmp_hold (GstElement *playbin)
{
  g_autoptr (GstElement) source = NULL;
  GstElementFactory *factory;

  g_object_get (playbin, "source", &source, NULL);
  factory = source != NULL ? gst_element_get_factory (source) : NULL;
  if (factory != NULL && g_str_equal (GST_OBJECT_NAME (factory), "rtmpsrc"))
    hold (source);
}
