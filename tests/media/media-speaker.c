/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media-speaker.h"

#include <gst/audio/gstaudiosink.h>

#include <stdlib.h>

#define BUFFERED_US 60000 /* a device keeps so much before it makes whoever writes wait */
#define LOUD 1000
#define SILENCE_US 100000 /* that ends a sound */

typedef struct
{
  GstAudioSink parent_instance;
  gboolean is_open;
  int rate, bytes; /* of a second, of a moment of all channels */
  gint64 until_us; /* what it has lasts until then */
} MediaSpeaker;

typedef GstAudioSinkClass MediaSpeakerClass;

G_DEFINE_TYPE (MediaSpeaker, media_speaker, GST_TYPE_AUDIO_SINK)

static struct
{
  GMutex lock;
  guint open, most, count;
  gint64 begun_us, loud_us;
} heard;

static void
note (gint64 us)
{
  g_mutex_lock (&heard.lock);
  if (us - heard.loud_us > SILENCE_US)
    {
      heard.begun_us = us;
      heard.count++;
    }
  heard.loud_us = us;
  g_mutex_unlock (&heard.lock);
}

static gboolean
speaker_open (GstAudioSink *sink)
{
  return TRUE;
}

static void
set_open (MediaSpeaker *self, gboolean open)
{
  g_mutex_lock (&heard.lock);
  heard.open += (guint) open - (guint) self->is_open;
  heard.most = MAX (heard.most, heard.open);
  self->is_open = open;
  g_mutex_unlock (&heard.lock);
}

static gboolean
speaker_prepare (GstAudioSink *sink, GstAudioRingBufferSpec *spec)
{
  MediaSpeaker *self = (MediaSpeaker *) sink;

  self->rate = GST_AUDIO_INFO_RATE (&spec->info);
  self->bytes = GST_AUDIO_INFO_BPF (&spec->info);
  self->until_us = 0;
  set_open (self, TRUE);
  return TRUE;
}

static gboolean
speaker_unprepare (GstAudioSink *sink)
{
  set_open ((MediaSpeaker *) sink, FALSE);
  return TRUE;
}

static int
speaker_write (GstAudioSink *sink, gpointer data, guint length)
{
  MediaSpeaker *self = (MediaSpeaker *) sink;
  const gint16 *samples = data;
  gint64 now_us = g_get_monotonic_time (), begin_us = MAX (self->until_us, now_us);
  guint n = length / (guint) self->bytes, step = (guint) self->bytes / 2;

  for (guint i = 0; i < n; i++)
    if (abs (samples[i * step]) > LOUD)
      note (begin_us + (gint64) i * G_USEC_PER_SEC / self->rate);
  self->until_us = begin_us + (gint64) n * G_USEC_PER_SEC / self->rate;
  if (self->until_us - now_us > BUFFERED_US)
    g_usleep ((gulong) (self->until_us - now_us - BUFFERED_US)); /* as a device does */
  return (int) length;
}

static guint
speaker_delay (GstAudioSink *sink)
{
  MediaSpeaker *self = (MediaSpeaker *) sink;
  gint64 left_us = MAX (self->until_us - g_get_monotonic_time (), 0);

  return (guint) (left_us * self->rate / G_USEC_PER_SEC);
}

static void
media_speaker_class_init (MediaSpeakerClass *klass)
{
  static GstStaticPadTemplate pads = GST_STATIC_PAD_TEMPLATE (
      "sink", GST_PAD_SINK, GST_PAD_ALWAYS,
      GST_STATIC_CAPS ("audio/x-raw, format = " GST_AUDIO_NE (S16) ", layout = interleaved, rate = [ 8000, 96000 ], "
                       "channels = [ 1, 2 ]"));

  klass->open = speaker_open;
  klass->prepare = speaker_prepare;
  klass->unprepare = speaker_unprepare;
  klass->write = speaker_write;
  klass->delay = speaker_delay;
  gst_element_class_add_static_pad_template (GST_ELEMENT_CLASS (klass), &pads);
  gst_element_class_set_static_metadata (GST_ELEMENT_CLASS (klass), "Speaker", "Sink/Audio", "Notes what it plays",
                                         "Marketboard");
}

static void
media_speaker_init (MediaSpeaker *self)
{
}

void
media_speaker_install (void)
{
  if (!gst_is_initialized ())
    gst_init (NULL, NULL);
  gst_element_register (NULL, "mediaspeaker", GST_RANK_PRIMARY * 4, media_speaker_get_type ());
}

guint
media_speaker_get_most (void)
{
  return heard.most;
}

guint
media_speaker_get_count (void)
{
  return heard.count;
}

gint64
media_speaker_get_begun_us (void)
{
  return heard.begun_us;
}

gint64
media_speaker_get_loud_us (void)
{
  return heard.loud_us;
}

gboolean
media_speaker_is_open (void)
{
  gboolean is_open;

  g_mutex_lock (&heard.lock);
  is_open = heard.open > 0;
  g_mutex_unlock (&heard.lock);
  return is_open;
}

void
media_speaker_forget (void)
{
  g_mutex_lock (&heard.lock);
  heard.most = heard.open;
  heard.count = 0;
  heard.begun_us = heard.loud_us = 0;
  g_mutex_unlock (&heard.lock);
}
