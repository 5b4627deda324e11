/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-arrival.h"

/* In the thread that reads. */
static GstPadProbeReturn
on_arrived (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  MbArrival *self = data;

  g_mutex_lock (&self->lock);
  self->us = g_get_monotonic_time ();
  g_mutex_unlock (&self->lock);
  return GST_PAD_PROBE_OK;
}

static void
watch_pad (MbArrival *self, GstPad *pad)
{
  if (GST_PAD_IS_SRC (pad))
    gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST, on_arrived, self, NULL);
}

static void
on_pad_added (GstElement *source, GstPad *pad, gpointer data)
{
  watch_pad (data, pad);
}

static gboolean
watch_each (GstElement *source, GstPad *pad, gpointer data)
{
  watch_pad (data, pad);
  return TRUE;
}

void
mb_arrival_watch (MbArrival *self, GstElement *source)
{
  gst_element_foreach_src_pad (source, watch_each, self);
  g_signal_connect (source, "pad-added", G_CALLBACK (on_pad_added), self);
}

static void
on_element_added (GstBin *pipeline, GstBin *bin, GstElement *element, gpointer data)
{
  if (GST_OBJECT_FLAG_IS_SET (element, GST_ELEMENT_FLAG_SOURCE) && g_str_has_prefix (GST_OBJECT_NAME (bin), "srcbin-"))
    mb_arrival_watch (data, element);
}

void
mb_arrival_watch_segments (MbArrival *self, GstElement *pipeline)
{
  g_signal_connect (pipeline, "deep-element-added", G_CALLBACK (on_element_added), self);
}

gint64
mb_arrival_get_us (MbArrival *self)
{
  gint64 us;

  g_mutex_lock (&self->lock);
  us = self->us;
  g_mutex_unlock (&self->lock);
  return us;
}
