/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-proof.h"

#include "media/mb-video-sink.h"

#include <string.h>

/* More than lie between two key pictures of what encoders make by default, as much again for where it was cut, and what
 * decoders keep back. */
#define MOST_PACKETS 600
#define MOST_BYTES (G_GUINT64_CONSTANT (128) << 20)
#define LONGEST_WAIT_US G_TIME_SPAN_MINUTE
#define LONGER_US (2 * G_TIME_SPAN_SECOND)
#define KEPT_BACK 32 /* packets, by any decoder */

struct _MbProof
{
  GMutex lock; /* over what follows */
  GWeakRef pipeline, sink;
  guint shown;   /* pictures */
  guint packets; /* since then, at the gate that let most of them in */
  gboolean is_late;
  guint64 bytes; /* read since the last packet */
  gboolean has_pictures, has_sound, is_known; /* what its demuxer has found; known: and that is all */
  gint64 sound_us; /* where in the film the newest sound is that was read */
};

/* Where pictures go into a parser or a decoder. */
typedef struct
{
  MbProof *proof; /* (owned) */
  guint shown;    /* what its packets are counted from */
  guint packets;
} Gate;

static void
clear (gpointer data)
{
  MbProof *self = data;

  g_weak_ref_clear (&self->pipeline);
  g_weak_ref_clear (&self->sink);
  g_mutex_clear (&self->lock);
}

MbProof *
mb_proof_new (void)
{
  MbProof *self = g_atomic_rc_box_new0 (MbProof);

  g_mutex_init (&self->lock);
  g_weak_ref_init (&self->pipeline, NULL);
  g_weak_ref_init (&self->sink, NULL);
  return self;
}

MbProof *
mb_proof_ref (MbProof *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
mb_proof_unref (MbProof *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

static void
unref_proof (gpointer data, GClosure *closure)
{
  mb_proof_unref (data);
}

static void
gate_free (gpointer data)
{
  mb_proof_unref (((Gate *) data)->proof);
  g_free (data);
}

/* Whether a picture is wanted for itself: what lies before the place that was asked for is only decoded for what follows. */
static gboolean
is_for_show (GstPad *pad, GstBuffer *buffer)
{
  g_autoptr (GstEvent) event = gst_pad_get_sticky_event (pad, GST_EVENT_SEGMENT, 0);
  const GstSegment *segment;

  if (event == NULL)
    return TRUE;

  gst_event_parse_segment (event, &segment);
  return segment->format != GST_FORMAT_TIME || GST_BUFFER_PTS (buffer) >= segment->start;
}

/* What has no time of its own is a piece of a file, not yet a picture. */
static GstPadProbeReturn
on_packet (GstPad *pad, GstPadProbeInfo *probe, gpointer data)
{
  Gate *gate = data;
  MbProof *self = gate->proof;
  GstBuffer *packet = GST_PAD_PROBE_INFO_BUFFER (probe);
  gboolean counts;

  if (!GST_BUFFER_PTS_IS_VALID (packet))
    return GST_PAD_PROBE_OK;

  counts = is_for_show (pad, packet);
  g_mutex_lock (&self->lock);
  if (gate->shown != self->shown)
    gate->packets = 0;
  gate->shown = self->shown;
  gate->packets += counts ? 1 : 0;
  self->packets = MAX (self->packets, gate->packets);
  self->bytes = 0;
  g_mutex_unlock (&self->lock);
  return GST_PAD_PROBE_OK;
}

static gboolean
is_of (GstElement *element, const char *kind)
{
  GstElementFactory *factory = gst_element_get_factory (element);
  const char *klass = factory != NULL ? gst_element_factory_get_metadata (factory, GST_ELEMENT_METADATA_KLASS) : NULL;

  return klass != NULL && strstr (klass, kind) != NULL;
}

static GstPadProbeReturn
on_sound (GstPad *pad, GstPadProbeInfo *probe, gpointer data)
{
  MbProof *self = data;
  g_autoptr (GstEvent) event = gst_pad_get_sticky_event (pad, GST_EVENT_SEGMENT, 0);
  GstClockTime pts = GST_BUFFER_PTS (GST_PAD_PROBE_INFO_BUFFER (probe));
  const GstSegment *segment;

  if (event == NULL || !GST_CLOCK_TIME_IS_VALID (pts))
    return GST_PAD_PROBE_OK;

  gst_event_parse_segment (event, &segment);
  pts = segment->format == GST_FORMAT_TIME ? gst_segment_to_stream_time (segment, GST_FORMAT_TIME, pts) : 0;
  g_mutex_lock (&self->lock);
  if (GST_CLOCK_TIME_IS_VALID (pts))
    self->sound_us = (gint64) (pts / GST_USECOND);
  g_mutex_unlock (&self->lock);
  return GST_PAD_PROBE_OK;
}

static void
on_pad_added (GstElement *demuxer, GstPad *pad, gpointer data)
{
  MbProof *self = data;
  gboolean is_sound = g_str_has_prefix (GST_OBJECT_NAME (pad), "audio");

  g_mutex_lock (&self->lock);
  self->has_sound |= is_sound;
  self->has_pictures |= !is_sound;
  g_mutex_unlock (&self->lock);
  if (is_sound)
    gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_sound, mb_proof_ref (data), (GDestroyNotify) mb_proof_unref);
}

static void
on_no_more_pads (GstElement *demuxer, gpointer data)
{
  MbProof *self = data;

  g_mutex_lock (&self->lock);
  self->is_known = TRUE;
  g_mutex_unlock (&self->lock);
}

static void
on_element_added (GstBin *pipeline, GstBin *bin, GstElement *element, gpointer data)
{
  MbProof *self = data;
  g_autoptr (GstPad) pad = NULL;
  Gate *gate;

  if (is_of (element, "Demux"))
    {
      g_signal_connect_data (element, "pad-added", G_CALLBACK (on_pad_added), mb_proof_ref (self), unref_proof, 0);
      g_signal_connect_data (element, "no-more-pads", G_CALLBACK (on_no_more_pads), mb_proof_ref (self), unref_proof, 0);
    }
  if (!is_of (element, "Video") || !(is_of (element, "Parser") || is_of (element, "Decoder")))
    return;

  pad = gst_element_get_static_pad (element, "sink");
  if (pad == NULL)
    return;

  gate = g_new0 (Gate, 1);
  gate->proof = mb_proof_ref (self);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_packet, gate, gate_free);
}

void
mb_proof_watch (MbProof *self, GstElement *pipeline, GstElement *sink)
{
  g_weak_ref_set (&self->pipeline, pipeline);
  g_weak_ref_set (&self->sink, sink);
  g_signal_connect_data (pipeline, "deep-element-added", G_CALLBACK (on_element_added), mb_proof_ref (self), unref_proof, 0);
}

static GstPadProbeReturn
on_read (GstPad *pad, GstPadProbeInfo *probe, gpointer data)
{
  MbProof *self = data;

  if (GST_PAD_PROBE_INFO_BUFFER (probe) == NULL)
    return GST_PAD_PROBE_OK;

  g_mutex_lock (&self->lock);
  self->bytes += gst_buffer_get_size (GST_PAD_PROBE_INFO_BUFFER (probe));
  g_mutex_unlock (&self->lock);
  return GST_PAD_PROBE_OK;
}

void
mb_proof_watch_source (MbProof *self, GstElement *source)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (source, "src");

  if (pad != NULL)
    gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_PULL, on_read, mb_proof_ref (self),
                       (GDestroyNotify) mb_proof_unref);
}

void
mb_proof_note_shown (MbProof *self)
{
  g_mutex_lock (&self->lock);
  self->shown++;
  self->packets = 0;
  self->is_late = FALSE;
  self->bytes = 0;
  g_mutex_unlock (&self->lock);
}

void
mb_proof_note_late (MbProof *self)
{
  g_mutex_lock (&self->lock);
  self->is_late = TRUE;
  g_mutex_unlock (&self->lock);
}

/* Whoever reads or hands on has a thread for it, from when the file is opened until its end is said. */
static gboolean
is_at_work (GstElement *pipeline)
{
  g_autoptr (GstIterator) elements = gst_bin_iterate_recurse (GST_BIN (pipeline));
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean any = FALSE;
  GstIteratorResult result;

  while ((result = gst_iterator_next (elements, &value)) == GST_ITERATOR_OK)
    {
      GstElement *element = g_value_get_object (&value);

      GST_OBJECT_LOCK (element);
      for (GList *l = element->pads; l != NULL; l = l->next)
        any |= GST_PAD_TASK (l->data) != NULL && GST_TASK_STATE (GST_PAD_TASK (l->data)) == GST_TASK_STARTED;
      GST_OBJECT_UNLOCK (element);
      g_value_reset (&value);
    }
  return any || result != GST_ITERATOR_DONE;
}

/* Demuxers fail before they are wholly plugged, and what they say then is lost. One thread may begin another and end while
 * this looks: then both are seen at the second look. */
static gboolean
is_abandoned (GstElement *pipeline)
{
  return pipeline != NULL && !is_at_work (pipeline) && !is_at_work (pipeline);
}

const char *
mb_proof_find (MbProof *self)
{
  g_autoptr (GstElement) pipeline = g_weak_ref_get (&self->pipeline);
  g_autoptr (GstElement) sink = g_weak_ref_get (&self->sink);
  const char *fault = NULL;

  g_mutex_lock (&self->lock);
  if (self->packets > MOST_PACKETS && !self->is_late)
    fault = "Its pictures cannot be decoded";
  else if (self->bytes > MOST_BYTES || (self->is_known && self->has_sound && !self->has_pictures))
    fault = "Nothing in it is a picture";
  g_mutex_unlock (&self->lock);
  if (fault == NULL && sink != NULL && mb_video_sink_get_wait_us (sink) > LONGEST_WAIT_US)
    fault = "Its times do not go on";
  if (fault == NULL && is_abandoned (pipeline))
    fault = "It cannot be read";
  return fault;
}

gint64
mb_proof_get_wait_us (MbProof *self)
{
  g_autoptr (GstElement) sink = g_weak_ref_get (&self->sink);
  gint64 wait_us = sink != NULL ? mb_video_sink_get_wait_us (sink) : 0;

  return wait_us <= LONGEST_WAIT_US ? wait_us : 0;
}

gboolean
mb_proof_has_longer_sound (MbProof *self, gint64 end_us)
{
  gboolean is_longer;

  g_mutex_lock (&self->lock);
  is_longer = self->packets <= KEPT_BACK && self->sound_us > end_us + LONGER_US;
  g_mutex_unlock (&self->lock);
  return is_longer;
}

/* What decoders say when their library cannot decode. */
static gboolean
is_of_decoding (GstMessage *message, const GError *error)
{
  GstObject *source = GST_MESSAGE_SRC (message);

  return GST_IS_ELEMENT (source) && (is_of (GST_ELEMENT (source), "Decoder") || is_of (GST_ELEMENT (source), "Demux")) &&
         (error->domain == GST_LIBRARY_ERROR || g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_FAILED));
}

MbError
mb_proof_judge (GstMessage *message)
{
  g_autoptr (GError) error = NULL;

  gst_message_parse_error (message, &error, NULL);
  if (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND) ||
      g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_OPEN_READ))
    return MB_ERROR_NOT_FOUND;
  if (g_error_matches (error, GST_STREAM_ERROR, GST_STREAM_ERROR_CODEC_NOT_FOUND))
    return MB_ERROR_UNSUPPORTED;

  return error->domain == GST_STREAM_ERROR || is_of_decoding (message, error) ? MB_ERROR_CORRUPT : MB_ERROR_FAILED;
}
