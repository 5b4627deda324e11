/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-multipart.h"

typedef struct
{
  gint64 first_us; /* monotonic */
} Arrival;

static GstPadProbeReturn
on_bytes (GstPad *pad, GstPadProbeInfo *probe, gpointer data)
{
  Arrival *arrival = data;
  GstBuffer *buffer = gst_buffer_make_writable (GST_PAD_PROBE_INFO_BUFFER (probe));

  if (arrival->first_us == 0)
    arrival->first_us = g_get_monotonic_time ();
  GST_BUFFER_PTS (buffer) = (GstClockTime) (g_get_monotonic_time () - arrival->first_us) * GST_USECOND;
  probe->data = buffer;
  return GST_PAD_PROBE_OK;
}

gboolean
mb_multipart_set_up (GstElement *element, GstElement *source)
{
  GstElementFactory *factory = gst_element_get_factory (element);
  g_autoptr (GstPad) pad = NULL;

  if (factory == NULL || !g_str_equal (GST_OBJECT_NAME (factory), "multipartdemux"))
    return FALSE;

  g_object_set (element, "single-stream", TRUE, NULL);
  pad = source != NULL ? gst_element_get_static_pad (source, "src") : NULL;
  if (pad != NULL)
    gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_bytes, g_new0 (Arrival, 1), g_free);
  return TRUE;
}
