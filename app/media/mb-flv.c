/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-flv.h"

#include <string.h>

/* The demuxer's own streaming thread does all of it. */

#define PATIENCE GST_SECOND
#define FLAGS 4 /* in the file's first bytes */
#define FLAG_SOUND 4
#define SILENT "mb-silent" /* set on a demuxer whose file says so */

typedef struct
{
  GstElement *demuxer; /* (not owned): has the pad that this belongs to */
  GstClockTime first;
} Wait;

static GstPadProbeReturn
on_head (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  guint8 head[FLAGS + 1];

  if (gst_buffer_extract (GST_PAD_PROBE_INFO_BUFFER (info), 0, head, sizeof head) == sizeof head &&
      memcmp (head, "FLV", 3) == 0 && (head[FLAGS] & FLAG_SOUND) == 0)
    g_object_set_data (data, SILENT, data);
  return GST_PAD_PROBE_REMOVE;
}

static gboolean
has_sound (GstElement *demuxer)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (demuxer, "audio");

  return pad != NULL;
}

static GstPadProbeReturn
on_picture (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  Wait *wait = data;
  GstClockTime time = GST_BUFFER_DTS_OR_PTS (GST_PAD_PROBE_INFO_BUFFER (info));

  if (has_sound (wait->demuxer))
    return GST_PAD_PROBE_REMOVE;
  if (!GST_CLOCK_TIME_IS_VALID (wait->first))
    wait->first = time;
  if (g_object_get_data (G_OBJECT (wait->demuxer), SILENT) == NULL &&
      (!GST_CLOCK_TIME_IS_VALID (time) || time < wait->first + PATIENCE))
    return GST_PAD_PROBE_OK;

  gst_element_no_more_pads (wait->demuxer);
  return GST_PAD_PROBE_REMOVE;
}

static void
on_pad_added (GstElement *demuxer, GstPad *pad, gpointer data)
{
  Wait *wait;

  if (!g_str_equal (GST_OBJECT_NAME (pad), "video"))
    return;

  wait = g_new (Wait, 1);
  *wait = (Wait){ demuxer, GST_CLOCK_TIME_NONE };
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_picture, wait, g_free);
}

void
mb_flv_hasten (GstElement *element)
{
  GstElementFactory *factory = gst_element_get_factory (element);
  g_autoptr (GstPad) sink = NULL;

  if (factory == NULL || !g_str_equal (GST_OBJECT_NAME (factory), "flvdemux"))
    return;

  sink = gst_element_get_static_pad (element, "sink");
  gst_pad_add_probe (sink, GST_PAD_PROBE_TYPE_BUFFER, on_head, element, NULL);
  g_signal_connect (element, "pad-added", G_CALLBACK (on_pad_added), NULL);
}
