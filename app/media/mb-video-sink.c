/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-video-sink.h"

#include <gst/app/app.h>
#include <gst/video/video.h>

/* videoscale ! size ! videoconvert ! format ! videoflip ! appsink, in a bin. Scaled first, as it comes from the decoder, and
 * converted afterwards, a film takes a quarter of what videoconvertscale takes for both at once. The caps of the
 * size follow the stream's: it is known only when the stream says what shape it has. Telephones film as they are held, and
 * say which way is up: what is on its side is turned last, where it is smallest; what is not passes. */

#define MAX_LATENESS (40 * GST_MSECOND)
#define FILLS_PART 30
#define FORMAT "BGRx" /* cairo's RGB24 on a little-endian machine */

struct _MbFilmFrame
{
  gatomicrefcount count;
  GstVideoFrame picture; /* mapped, with a reference to its buffer */
  gint64 us, end_us, running_us;
  guint stream;
  cairo_surface_t *surface; /* (owned) */
};

typedef struct
{
  MbFilmFrameFunc func;
  gpointer data;
  guint stream;      /* its number */
  GstBuffer *shown;  /* (owned) (nullable): what it stood at before it played; the streaming thread's */
  GMutex lock;       /* over the following */
  GstClockTime due, end; /* of the newest picture that came, in running time */
  int box[2], shape[2]; /* in square pixels; 0: not known yet */
  GstVideoOrientationMethod turn;
  GstElement *size, *flip, *appsink; /* (not owned): live in the same bin; flip: (nullable) */
} Sink;

static const cairo_user_data_key_t frame_key;
static gint n_streams; /* (atomic) */

static gint64
to_us (GstClockTime time)
{
  return GST_CLOCK_TIME_IS_VALID (time) ? (gint64) (time / GST_USECOND) : -1;
}

static MbFilmFrame *
frame_new (GstSample *sample)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  const GstSegment *segment = gst_sample_get_segment (sample);
  GstVideoInfo info;
  MbFilmFrame *self;

  if (buffer == NULL || !gst_video_info_from_caps (&info, gst_sample_get_caps (sample)))
    return NULL;

  self = g_new0 (MbFilmFrame, 1);
  if (!gst_video_frame_map (&self->picture, &info, buffer, GST_MAP_READ))
    {
      g_free (self);
      return NULL;
    }
  g_atomic_ref_count_init (&self->count);
  self->us = to_us (gst_segment_to_stream_time (segment, GST_FORMAT_TIME, GST_BUFFER_PTS (buffer)));
  self->end_us = self->us + (GST_BUFFER_DURATION_IS_VALID (buffer) ? to_us (GST_BUFFER_DURATION (buffer)) : 0);
  self->running_us = to_us (gst_segment_to_running_time (segment, GST_FORMAT_TIME, GST_BUFFER_PTS (buffer)));
  self->surface = cairo_image_surface_create_for_data (
      GST_VIDEO_FRAME_PLANE_DATA (&self->picture, 0), CAIRO_FORMAT_RGB24, GST_VIDEO_FRAME_WIDTH (&self->picture),
      GST_VIDEO_FRAME_HEIGHT (&self->picture), GST_VIDEO_FRAME_PLANE_STRIDE (&self->picture, 0));
  return self;
}

MbFilmFrame *
mb_film_frame_ref (MbFilmFrame *self)
{
  g_atomic_ref_count_inc (&self->count);
  return self;
}

static void
frame_free (gpointer data)
{
  MbFilmFrame *self = data;

  gst_video_frame_unmap (&self->picture);
  g_free (self);
}

/* Whoever paints may hold the surface for longer: the pixels go with the last of both. */
void
mb_film_frame_unref (MbFilmFrame *self)
{
  cairo_surface_t *surface = self->surface;

  if (!g_atomic_ref_count_dec (&self->count))
    return;

  if (cairo_surface_set_user_data (surface, &frame_key, self, frame_free) != CAIRO_STATUS_SUCCESS)
    frame_free (self);
  cairo_surface_destroy (surface);
}

int
mb_film_frame_get_width (const MbFilmFrame *self)
{
  return GST_VIDEO_FRAME_WIDTH (&self->picture);
}

int
mb_film_frame_get_height (const MbFilmFrame *self)
{
  return GST_VIDEO_FRAME_HEIGHT (&self->picture);
}

gint64
mb_film_frame_get_us (const MbFilmFrame *self)
{
  return self->us;
}

gint64
mb_film_frame_get_end_us (const MbFilmFrame *self)
{
  return self->end_us;
}

gint64
mb_film_frame_get_running_us (const MbFilmFrame *self)
{
  return self->running_us;
}

guint
mb_film_frame_get_stream (const MbFilmFrame *self)
{
  return self->stream;
}

cairo_surface_t *
mb_film_frame_get_surface (MbFilmFrame *self)
{
  return self->surface;
}

static GstFlowReturn
take (Sink *self, GstSample *sample)
{
  MbFilmFrame *frame;

  if (sample == NULL)
    return GST_FLOW_EOS;

  frame = frame_new (sample);
  gst_sample_unref (sample);
  if (frame == NULL)
    return GST_FLOW_NOT_NEGOTIATED;

  frame->stream = self->stream;
  self->func (frame, self->data);
  return GST_FLOW_OK;
}

static GstFlowReturn
on_new_preroll (GstAppSink *appsink, gpointer data)
{
  Sink *self = data;
  GstSample *sample = gst_app_sink_pull_preroll (appsink);

  if (sample != NULL)
    gst_buffer_replace (&self->shown, gst_sample_get_buffer (sample));
  return take (self, sample);
}

/* The first of them is given once more when it plays: to draw it again would delay the second. */
static GstFlowReturn
on_new_sample (GstAppSink *appsink, gpointer data)
{
  Sink *self = data;
  GstSample *sample = gst_app_sink_pull_sample (appsink);
  gboolean again = sample != NULL && self->shown != NULL && gst_sample_get_buffer (sample) == self->shown;

  gst_buffer_replace (&self->shown, NULL);
  if (!again)
    return take (self, sample);

  gst_sample_unref (sample);
  return GST_FLOW_OK;
}

void
mb_video_fit (int box_width, int box_height, int *width, int *height)
{
  gint64 across = (gint64) box_width * *height, down = (gint64) box_height * *width;
  int fit_width = across > down ? (int) MAX (down / *height, 1) : box_width;
  int fit_height = across > down ? box_height : (int) MAX (across / *width, 1);

  *width = (box_width - fit_width) * FILLS_PART < box_width ? box_width : fit_width;
  *height = (box_height - fit_height) * FILLS_PART < box_height ? box_height : fit_height;
}

static gboolean
is_on_its_side (GstVideoOrientationMethod turn)
{
  return turn == GST_VIDEO_ORIENTATION_90R || turn == GST_VIDEO_ORIENTATION_90L || turn == GST_VIDEO_ORIENTATION_UL_LR ||
         turn == GST_VIDEO_ORIENTATION_UR_LL;
}

/* Called with the lock held. */
static void
fit (Sink *self)
{
  gboolean is_turned = is_on_its_side (self->turn);
  int width = self->shape[is_turned], height = self->shape[!is_turned];
  g_autoptr (GstCaps) caps = NULL;

  if (self->box[0] < 1 || self->box[1] < 1 || width < 1 || height < 1)
    return;

  mb_video_fit (self->box[0], self->box[1], &width, &height);
  caps = gst_caps_new_simple ("video/x-raw", "width", G_TYPE_INT, is_turned ? height : width, "height", G_TYPE_INT,
                              is_turned ? width : height, NULL);
  g_object_set (self->size, "caps", caps, NULL);
}

static GstPadProbeReturn
on_buffer (GstPad *pad, GstPadProbeInfo *probe, gpointer data)
{
  Sink *self = data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (probe);
  g_autoptr (GstEvent) event = gst_pad_get_sticky_event (pad, GST_EVENT_SEGMENT, 0);
  const GstSegment *segment;
  GstClockTime due;

  if (event == NULL)
    return GST_PAD_PROBE_OK;

  gst_event_parse_segment (event, &segment);
  due = segment->format == GST_FORMAT_TIME ? gst_segment_to_running_time (segment, GST_FORMAT_TIME, GST_BUFFER_PTS (buffer))
                                           : GST_CLOCK_TIME_NONE;
  g_mutex_lock (&self->lock);
  self->due = self->end = due;
  if (GST_CLOCK_TIME_IS_VALID (due) && GST_BUFFER_DURATION_IS_VALID (buffer))
    self->end += GST_BUFFER_DURATION (buffer);
  g_mutex_unlock (&self->lock);
  return GST_PAD_PROBE_OK;
}

/* It is kept until the last picture has stood for its time. */
static void
note_end (Sink *self)
{
  g_mutex_lock (&self->lock);
  self->due = self->end;
  g_mutex_unlock (&self->lock);
}

static void
take_turn (Sink *self, GstVideoOrientationMethod turn)
{
  if (self->flip == NULL || self->turn == turn)
    return;

  g_mutex_lock (&self->lock);
  self->turn = turn;
  fit (self);
  g_mutex_unlock (&self->lock);
  g_object_set (self->flip, "video-direction", turn, NULL);
}

static void
take_tags (Sink *self, GstEvent *event)
{
  GstVideoOrientationMethod turn;
  GstTagList *tags;

  gst_event_parse_tag (event, &tags);
  if (gst_video_orientation_from_tag (tags, &turn))
    take_turn (self, turn);
}

static void
take_caps (Sink *self, GstEvent *event)
{
  GstVideoInfo info;
  GstCaps *caps;

  gst_event_parse_caps (event, &caps);
  if (!gst_video_info_from_caps (&info, caps))
    return;

  g_mutex_lock (&self->lock);
  self->shape[0] = (int) gst_util_uint64_scale_int (GST_VIDEO_INFO_WIDTH (&info), GST_VIDEO_INFO_PAR_N (&info),
                                                    MAX (GST_VIDEO_INFO_PAR_D (&info), 1));
  self->shape[1] = GST_VIDEO_INFO_HEIGHT (&info);
  fit (self);
  g_mutex_unlock (&self->lock);
}

static GstPadProbeReturn
on_event (GstPad *pad, GstPadProbeInfo *probe, gpointer data)
{
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (probe);

  switch (GST_EVENT_TYPE (event))
    {
    case GST_EVENT_STREAM_START:
      take_turn (data, GST_VIDEO_ORIENTATION_IDENTITY);
      break;
    case GST_EVENT_TAG:
      take_tags (data, event);
      break;
    case GST_EVENT_CAPS:
      take_caps (data, event);
      break;
    case GST_EVENT_EOS:
      note_end (data);
      break;
    default:
      break;
    }
  return GST_PAD_PROBE_OK;
}

static void
sink_free (gpointer data)
{
  Sink *self = data;

  gst_buffer_replace (&self->shown, NULL);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static GstElement *
make_appsink (Sink *self)
{
  GstElement *appsink = gst_element_factory_make ("appsink", NULL);
  GstAppSinkCallbacks callbacks = { .new_preroll = on_new_preroll, .new_sample = on_new_sample };

  g_object_set (appsink, "max-buffers", 1, "drop", TRUE, "qos", TRUE, "max-lateness", (gint64) MAX_LATENESS,
                "enable-last-sample", FALSE, NULL);
  gst_app_sink_set_callbacks (GST_APP_SINK (appsink), &callbacks, self, NULL);
  return appsink;
}

/* Where nobody can turn it, it is shown as it is. */
static void
link_end (Sink *self, GstElement *bin, GstElement *format)
{
  self->flip = gst_element_factory_make ("videoflip", NULL);
  if (self->flip == NULL)
    {
      gst_element_link (format, self->appsink);
      return;
    }

  gst_bin_add (GST_BIN (bin), self->flip);
  gst_element_link_many (format, self->flip, self->appsink, NULL);
}

GstElement *
mb_video_sink_new (MbFilmFrameFunc func, gpointer data)
{
  GstElement *bin = gst_bin_new (NULL);
  GstElement *scale = gst_element_factory_make ("videoscale", NULL);
  GstElement *convert = gst_element_factory_make ("videoconvert", NULL);
  GstElement *format = gst_element_factory_make ("capsfilter", NULL);
  Sink *self = g_new0 (Sink, 1);
  g_autoptr (GstCaps) caps = gst_caps_from_string ("video/x-raw, format = " FORMAT);
  g_autoptr (GstPad) pad = NULL;

  g_return_val_if_fail (func != NULL, NULL);

  g_mutex_init (&self->lock);
  self->func = func;
  self->data = data;
  self->stream = (guint) g_atomic_int_add (&n_streams, 1) + 1;
  self->due = self->end = GST_CLOCK_TIME_NONE;
  self->size = gst_element_factory_make ("capsfilter", NULL);
  self->appsink = make_appsink (self);
  g_object_set_data_full (G_OBJECT (bin), "mb-sink", self, sink_free);
  g_object_set (scale, "add-borders", FALSE, NULL);
  g_object_set (format, "caps", caps, NULL);
  gst_bin_add_many (GST_BIN (bin), scale, self->size, convert, format, self->appsink, NULL);
  gst_element_link_many (scale, self->size, convert, format, NULL);
  link_end (self, bin, format);
  pad = gst_element_get_static_pad (scale, "sink");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_event, self, NULL);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_buffer, self, NULL);
  gst_element_add_pad (bin, gst_ghost_pad_new ("sink", pad));
  return bin;
}

void
mb_video_sink_set_box (GstElement *sink, int width, int height)
{
  Sink *self = g_object_get_data (G_OBJECT (sink), "mb-sink");

  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->lock);
  self->box[0] = width;
  self->box[1] = height;
  fit (self);
  g_mutex_unlock (&self->lock);
}

MbPlayerCounts
mb_video_sink_get_counts (GstElement *sink)
{
  Sink *self = g_object_get_data (G_OBJECT (sink), "mb-sink");
  g_autoptr (GstStructure) stats = NULL;
  MbPlayerCounts counts = { 0 };

  g_return_val_if_fail (self != NULL, counts);

  g_object_get (self->appsink, "stats", &stats, NULL);
  gst_structure_get_uint64 (stats, "rendered", &counts.shown);
  gst_structure_get_uint64 (stats, "dropped", &counts.dropped);
  return counts;
}

gint64
mb_video_sink_get_wait_us (GstElement *sink)
{
  Sink *self = g_object_get_data (G_OBJECT (sink), "mb-sink");
  GstClockTime now = gst_element_get_current_running_time (sink), due;

  g_return_val_if_fail (self != NULL, 0);

  g_mutex_lock (&self->lock);
  due = self->due;
  g_mutex_unlock (&self->lock);
  return GST_CLOCK_TIME_IS_VALID (now) && GST_CLOCK_TIME_IS_VALID (due) && due > now ? to_us (due - now) : 0;
}
