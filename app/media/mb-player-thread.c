/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-player-thread.h"

#include "core/base/mb-error.h"
#include "media/mb-arrival.h"
#include "media/mb-decoders.h"
#include "media/mb-flv.h"
#include "media/mb-guard.h"
#include "media/mb-multipart.h"
#include "media/mb-player-buffer.h"
#include "media/mb-plugins.h"
#include "media/mb-proof.h"
#include "media/mb-rtmp.h"

#include <malloc.h>

/* One playbin in one thread, with a main context for its bus and for what the owner asks for. */

/* Of GstPlayFlags, which no header has. */
#define FLAG_VIDEO (1 << 0)
#define FLAG_AUDIO (1 << 1)
#define FLAG_SOFT_VOLUME (1 << 4)
#define FLAG_NATIVE_VIDEO (1 << 6) /* our sink converts; nothing else has to */
#define FLAG_BUFFERING (1 << 8)

#define MEMORY_MAX (192 << 20) /* that a livestream may bring along */
#define MEMORY_MS 100

/* An end that comes so long before the film's own says that the rest is missing. */
#define MISSING_END_US (2 * G_TIME_SPAN_SECOND)
#define LAST_US (500 * G_TIME_SPAN_MILLISECOND)
#define TAKE_DOWNS 3

/* To come down takes a processor for as long as a frame stands, and locks that whoever draws may wait for. */
#define LINGER_MS 400

/* Of the process. What a film leaves free are tens of megabytes in pieces, which the heaps keep for the next. Where there is
 * none they are given back; between two, whoever draws would wait for that. */
static gint n_pipelines; /* (atomic) */

struct _MbPlayerThread
{
  gatomicrefcount count;
  char *uri;
  gboolean live, again, hushed;
  guint attempt;
  gint64 offset_us;

  GMutex lock; /* over what follows: the mailbox */
  void (*tell) (gpointer data);
  gpointer data;
  gboolean crossing;
  MbPlayerNews news;
  gboolean is_there;          /* at the place in the film where it is to begin */
  gint64 first_us, newest_us; /* of frames, in running time; -1: none yet */
  gint64 first_at_us;         /* when the first of them came */
  gint64 position_us, end_us; /* of the newest, in the film; -1 */
  GMainContext *owner;
  MbArrival arrival;

  GMainContext *context;
  GMainLoop *loop;
  MbProof *proof; /* (owned) */

  /* the thread's own */
  GstElement *pipeline, *sink;
  double volume;
  gboolean has_sound; /* it was opened with that */
  guint64 memory; /* of the process, when this began */
  gboolean wants_play, prerolled, over;
  gboolean no_preroll; /* what comes, comes when it likes: buffering is not ours */
  MbPlayerBuffer *buffer; /* NULL while nothing runs */
  gint is_doubted;     /* (atomic): its hardware was */
  gint comes_in_parts; /* (atomic): each picture is played as it comes, and none kept */
};

static MbPlayerThread *
thread_ref (MbPlayerThread *self)
{
  g_atomic_ref_count_inc (&self->count);
  return self;
}

static void
thread_unref (gpointer data)
{
  MbPlayerThread *self = data;

  if (!g_atomic_ref_count_dec (&self->count))
    return;

  g_clear_pointer (&self->news.frame, mb_film_frame_unref);
  g_clear_error (&self->news.error);
  mb_proof_unref (self->proof);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_main_context_unref (self->owner);
  g_mutex_clear (&self->arrival.lock);
  g_mutex_clear (&self->lock);
  g_free (self->uri);
  g_free (self);
}

static gboolean
on_crossed (gpointer data)
{
  MbPlayerThread *self = data;
  void (*tell) (gpointer data);

  g_mutex_lock (&self->lock);
  self->crossing = FALSE;
  tell = self->tell; /* nobody takes it away but this very context */
  g_mutex_unlock (&self->lock);
  if (tell != NULL)
    tell (self->data);
  return G_SOURCE_REMOVE;
}

/* The only way to the owner's context, from the streaming threads as from this one. Called with the lock held. */
static void
cross_to_owner (MbPlayerThread *self)
{
  g_autoptr (GSource) source = NULL;

  if (self->crossing || self->tell == NULL)
    return;

  self->crossing = TRUE;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_crossed, thread_ref (self), thread_unref);
  g_source_attach (source, self->owner);
}

/* Called with the lock held. */
static void
note_progress (MbPlayerThread *self, const MbFilmFrame *frame)
{
  gint64 running_us = mb_film_frame_get_running_us (frame), now_us = g_get_monotonic_time ();

  if (self->first_us < 0 || running_us < self->newest_us)
    {
      self->first_us = running_us; /* a stream that began anew has not fallen behind */
      self->first_at_us = now_us;
    }
  if (running_us != self->newest_us)
    self->news.progress++;
  self->newest_us = running_us;
  self->position_us = mb_film_frame_get_us (frame);
  self->end_us = mb_film_frame_get_end_us (frame);
  self->news.lag_us = (now_us - self->first_at_us) - (running_us - self->first_us);
}

/* In a streaming thread. */
static void
on_frame (MbFilmFrame *frame, gpointer data)
{
  MbPlayerThread *self = data;
  MbFilmFrame *old = frame;

  mb_proof_note_shown (self->proof);
  g_mutex_lock (&self->lock);
  if (self->is_there)
    {
      note_progress (self, frame);
      old = self->news.frame;
      self->news.frame = frame;
      cross_to_owner (self);
    }
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&old, mb_film_frame_unref);
}

static void
tell_error (MbPlayerThread *self, MbError code, const char *message)
{
  if (self->over)
    return;

  self->over = TRUE;
  g_mutex_lock (&self->lock);
  self->news.error = g_error_new_literal (MB_ERROR, (int) code, message);
  cross_to_owner (self);
  g_mutex_unlock (&self->lock);
}

static void
tell_alive (MbPlayerThread *self)
{
  g_mutex_lock (&self->lock);
  if (!self->news.alive)
    {
      self->news.alive = TRUE;
      cross_to_owner (self);
    }
  g_mutex_unlock (&self->lock);
}

static gint64
get_end_us (MbPlayerThread *self)
{
  gint64 end_us;

  g_mutex_lock (&self->lock);
  end_us = self->end_us;
  g_mutex_unlock (&self->lock);
  return end_us;
}

/* Whether a film is over that has not shown all it promised. */
static gboolean
lacks_end (MbPlayerThread *self)
{
  gint64 duration = 0, end_us = get_end_us (self);

  return end_us < 0 || (gst_element_query_duration (self->pipeline, GST_FORMAT_TIME, &duration) &&
                        end_us + MISSING_END_US < duration / 1000 && !mb_proof_has_longer_sound (self->proof, end_us));
}

static void
seek (MbPlayerThread *self, gint64 us)
{
  gst_element_seek_simple (self->pipeline, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE, us * 1000);
}

/* Nothing plays before it is where it should begin. */
static void
update_state (MbPlayerThread *self)
{
  gst_element_set_state (self->pipeline, self->wants_play && self->is_there ? GST_STATE_PLAYING : GST_STATE_PAUSED);
}

/* A playbin whose own threads fail while it comes down may stop one step short, and is asked again. */
static void
take_down (MbPlayerThread *self)
{
  if (self->live)
    mb_rtmp_hold (self->pipeline);
  for (guint i = 0; i < TAKE_DOWNS && (i == 0 || GST_STATE (self->pipeline) != GST_STATE_NULL); i++)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);
}

static void
open_pipeline (MbPlayerThread *self)
{
  self->no_preroll = gst_element_set_state (self->pipeline, GST_STATE_PAUSED) == GST_STATE_CHANGE_NO_PREROLL;
  if (self->wants_play)
    update_state (self);
}

/* With the decoders that are left, where it was. */
static void
begin_anew (MbPlayerThread *self)
{
  take_down (self);
  self->prerolled = FALSE;
  g_mutex_lock (&self->lock);
  self->offset_us = self->live ? 0 : MAX (self->offset_us, self->position_us);
  self->is_there = self->offset_us <= 0;
  g_mutex_unlock (&self->lock);
  open_pipeline (self);
}

static void
on_eos (MbPlayerThread *self)
{
  if (!self->live && lacks_end (self))
    {
      if (!self->over && mb_decoders_give_up_in (self->pipeline))
        begin_anew (self);
      else
        tell_error (self, MB_ERROR_CORRUPT, "Ends before its end");
      return;
    }
  if (self->again)
    {
      seek (self, 0);
      return;
    }
  if (self->over)
    return;

  self->over = TRUE;
  g_mutex_lock (&self->lock);
  self->news.ended = TRUE;
  cross_to_owner (self);
  g_mutex_unlock (&self->lock);
}

static void
on_error (MbPlayerThread *self, GstMessage *message)
{
  g_autoptr (GError) error = NULL;

  if (!self->over && mb_decoders_give_up (GST_ELEMENT (GST_MESSAGE_SRC (message))))
    {
      begin_anew (self);
      return;
    }

  gst_message_parse_error (message, &error, NULL);
  tell_error (self, self->live ? MB_ERROR_NETWORK : mb_proof_judge (message), error->message);
}

/* Who says that it lasts longer than it does is shown its end: nothing of it is broken. */
static gint64
get_begin (MbPlayerThread *self)
{
  gint64 duration = 0;

  if (!gst_element_query_duration (self->pipeline, GST_FORMAT_TIME, &duration))
    return self->offset_us;

  return MIN (self->offset_us, MAX (duration / 1000 - LAST_US, 0));
}

/* Begins where it should as soon as it can be said. */
static void
on_prerolled (MbPlayerThread *self)
{
  if (self->prerolled)
    return;

  self->prerolled = TRUE;
  if (self->offset_us <= 0)
    return;

  g_mutex_lock (&self->lock);
  self->is_there = TRUE;
  g_mutex_unlock (&self->lock);
  seek (self, get_begin (self));
  update_state (self);
}

static void
on_buffering (MbPlayerThread *self, GstMessage *message)
{
  int percent;

  if (self->no_preroll || !self->wants_play || g_atomic_int_get (&self->comes_in_parts))
    return;

  gst_message_parse_buffering (message, &percent);
  if (mb_player_buffer_fill (self->buffer, percent))
    update_state (self);
  else
    gst_element_set_state (self->pipeline, GST_STATE_PAUSED);
}

/* Demuxers of adaptive streams tell whatever they have fetched. */
static void
note_segment (MbPlayerThread *self, GstMessage *message)
{
  const GstStructure *told = gst_message_get_structure (message);
  MbSegments *segments = &self->news.segments;
  gint64 duration = 0;

  if (!gst_structure_has_name (told, "adaptive-streaming-statistics") || !gst_structure_has_field (told, "fragment-size"))
    return;

  /* What goes on has none. Its demuxer knows, also before the rest of the pipeline stands. */
  if (GST_IS_ELEMENT (GST_MESSAGE_SRC (message)))
    gst_element_query_duration (GST_ELEMENT (GST_MESSAGE_SRC (message)), GST_FORMAT_TIME, &duration);
  g_mutex_lock (&self->lock);
  segments->ended = duration > 0;
  segments->last[segments->n++ % MB_SEGMENTS] = g_str_hash (gst_structure_get_string (told, "uri"));
  cross_to_owner (self);
  g_mutex_unlock (&self->lock);
}

static gboolean
on_message (GstBus *bus, GstMessage *message, gpointer data)
{
  MbPlayerThread *self = data;
  g_autofree char *missing = mb_plugins_name_missing (message);

  if (missing != NULL)
    tell_error (self, MB_ERROR_UNSUPPORTED, missing);

  switch (GST_MESSAGE_TYPE (message))
    {
    case GST_MESSAGE_ERROR:
      on_error (self, message);
      break;
    case GST_MESSAGE_EOS:
      on_eos (self);
      break;
    case GST_MESSAGE_ASYNC_DONE:
      on_prerolled (self);
      break;
    case GST_MESSAGE_ELEMENT:
      note_segment (self, message);
      break;
    case GST_MESSAGE_BUFFERING:
      tell_alive (self);
      on_buffering (self, message);
      break;
    case GST_MESSAGE_STREAM_COLLECTION:
    case GST_MESSAGE_STREAM_START:
      tell_alive (self);
      break;
    case GST_MESSAGE_QOS:
      mb_proof_note_late (self->proof);
      break;
    case GST_MESSAGE_CLOCK_LOST:
      gst_element_set_state (self->pipeline, GST_STATE_PAUSED);
      update_state (self);
      break;
    case GST_MESSAGE_LATENCY:
      gst_bin_recalculate_latency (GST_BIN (self->pipeline));
      break;
    default:
      break;
    }
  return G_SOURCE_CONTINUE;
}

static void
on_source_setup (GstElement *pipeline, GstElement *source, gpointer data)
{
  MbPlayerThread *self = data;

  mb_plugins_set_up_source (source, self->attempt);
  if (self->live)
    mb_arrival_watch (&self->arrival, source);
  else
    mb_proof_watch_source (self->proof, source);
}

static void
on_element_added (GstBin *pipeline, GstBin *bin, GstElement *element, gpointer data)
{
  MbPlayerThread *self = data;
  g_autoptr (GstElement) source = NULL;

  if (self->attempt / 2 % 2 == 0) /* with each of two sources, then with neither */
    mb_flv_hasten (element);
  g_object_get (pipeline, "source", &source, NULL);
  if (mb_multipart_set_up (element, source))
    g_atomic_int_set (&self->comes_in_parts, TRUE);
}

/* A box without sound plays all the same: the picture's clock goes on by itself. */
static void
set_up_sound (MbPlayerThread *self)
{
  guint flags = FLAG_VIDEO | FLAG_NATIVE_VIDEO | FLAG_BUFFERING;

  self->has_sound = self->volume > 0;
  if (self->has_sound)
    flags |= FLAG_AUDIO | FLAG_SOFT_VOLUME;
  g_object_set (self->pipeline, "flags", flags, "audio-sink", mb_plugins_make_audio_sink (self->has_sound), NULL);
  if (self->has_sound)
    g_object_set (self->pipeline, "volume", self->volume, "mute", self->hushed, NULL);
}

static gboolean
make_pipeline (MbPlayerThread *self)
{
  /* Of 1.22, playbin3 plays no adaptive stream with the demuxers that work, and now and then does not come down
   * when it is taken down while it opens. */
  mb_plugins_look_again ();
  self->pipeline = gst_element_factory_make ("playbin", NULL);
  if (self->pipeline == NULL)
    {
      tell_error (self, MB_ERROR_UNSUPPORTED, "needs gstreamer1.0-plugins-base");
      return FALSE;
    }

  gst_object_ref_sink (self->pipeline);
  if (self->live)
    mb_plugins_choose_source (self->uri, self->attempt);
  g_object_set (self->pipeline, "uri", self->uri, "video-sink", self->sink, NULL);
  if (self->live)
    {
      g_object_set (self->pipeline, "buffer-duration", (gint64) MB_PLAYER_BUFFER_LIVE, NULL);
      mb_plugins_watch_sources (self->pipeline);
      mb_arrival_watch_segments (&self->arrival, self->pipeline);
    }
  else
    mb_proof_watch (self->proof, self->pipeline, self->sink);
  set_up_sound (self);
  if (self->live)
    g_signal_connect (self->pipeline, "deep-element-added", G_CALLBACK (on_element_added), self);
  g_signal_connect (self->pipeline, "source-setup", G_CALLBACK (on_source_setup), self);
  return TRUE;
}

/* Only what is downloaded behind the pipeline's back can grow so: a demuxer's own lists. */
static gboolean
on_memory (gpointer data)
{
  MbPlayerThread *self = data;

  if (mb_guard_get_memory () > self->memory + MEMORY_MAX)
    {
      take_down (self);
      tell_error (self, MB_ERROR_NETWORK, "The source fills the memory");
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

static GSource *
watch_memory (MbPlayerThread *self)
{
  GSource *source = g_timeout_source_new (MEMORY_MS);

  self->memory = mb_guard_get_memory ();
  g_source_set_callback (source, on_memory, self, NULL);
  g_source_attach (source, self->context);
  return source;
}

static void
on_enough (gpointer data)
{
  update_state (data);
}

static void
run_pipeline (MbPlayerThread *self)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (self->pipeline);
  g_autoptr (GSource) source = gst_bus_create_watch (bus);
  g_autoptr (GSource) memory = self->live ? watch_memory (self) : NULL;

  g_source_set_callback (source, G_SOURCE_FUNC (on_message), self, NULL);
  g_source_attach (source, self->context);
  self->buffer = mb_player_buffer_new (self->live, self->context, on_enough, self);
  self->wants_play |= self->live;
  open_pipeline (self);
  g_main_loop_run (self->loop);
  g_source_destroy (source);
  if (memory != NULL)
    g_source_destroy (memory);
  g_clear_pointer (&self->buffer, mb_player_buffer_free);
  take_down (self);
}

static gpointer
run (gpointer data)
{
  MbPlayerThread *self = data;

  g_main_context_push_thread_default (self->context);
  if (make_pipeline (self))
    run_pipeline (self);
  else
    g_main_loop_run (self->loop);
  g_clear_pointer (&self->pipeline, gst_object_unref);
  g_clear_pointer (&self->sink, gst_object_unref);
  g_main_context_pop_thread_default (self->context);
  thread_unref (self);
  if (g_atomic_int_dec_and_test (&n_pipelines))
    malloc_trim (0);
  return NULL;
}

MbPlayerThread *
mb_player_thread_start (const MbPlayerOptions *options, void (*tell) (gpointer data), gpointer data)
{
  MbPlayerThread *self = g_new0 (MbPlayerThread, 1);

  mb_plugins_init ();
  g_atomic_ref_count_init (&self->count);
  g_mutex_init (&self->lock);
  g_mutex_init (&self->arrival.lock);
  self->uri = g_strdup (options->uri);
  self->live = options->live;
  self->again = options->loop;
  self->hushed = options->hushed;
  self->attempt = options->attempt;
  self->offset_us = options->offset_us;
  self->volume = options->volume;
  self->tell = tell;
  self->data = data;
  self->is_there = options->offset_us <= 0;
  self->proof = mb_proof_new ();
  self->first_us = self->newest_us = self->position_us = self->end_us = -1;
  self->owner = g_main_context_ref_thread_default ();
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->sink = gst_object_ref_sink (mb_video_sink_new (on_frame, self));
  mb_video_sink_set_box (self->sink, options->box_width, options->box_height);
  g_atomic_int_inc (&n_pipelines);
  g_thread_unref (g_thread_new ("mb-player", run, thread_ref (self)));
  return self;
}

static void
invoke (MbPlayerThread *self, GSourceFunc func)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, thread_ref (self), thread_unref);
  g_source_attach (source, self->context);
}

static gboolean
quit (gpointer data)
{
  g_main_loop_quit (((MbPlayerThread *) data)->loop);
  return G_SOURCE_REMOVE;
}

static gboolean
leave (gpointer data)
{
  MbPlayerThread *self = data;
  g_autoptr (GSource) source = g_timeout_source_new (LINGER_MS);

  self->wants_play = FALSE;
  self->over = TRUE; /* whatever it may still say */
  if (self->pipeline != NULL)
    update_state (self);
  g_source_set_callback (source, quit, thread_ref (self), thread_unref);
  g_source_attach (source, self->context);
  return G_SOURCE_REMOVE;
}

static void
end (MbPlayerThread *self, GSourceFunc how)
{
  g_mutex_lock (&self->lock);
  self->tell = NULL;
  g_clear_pointer (&self->news.frame, mb_film_frame_unref);
  g_mutex_unlock (&self->lock);
  invoke (self, how);
  thread_unref (self);
}

void
mb_player_thread_stop (MbPlayerThread *self)
{
  end (self, quit);
}

void
mb_player_thread_leave (MbPlayerThread *self)
{
  end (self, leave);
}

static gboolean
doubt (gpointer data)
{
  MbPlayerThread *self = data;

  if (self->pipeline != NULL && !self->over && mb_decoders_give_up_in (self->pipeline))
    begin_anew (self);
  return G_SOURCE_REMOVE;
}

gboolean
mb_player_thread_doubt_hardware (MbPlayerThread *self)
{
  if (!mb_decoders_are_there () || !g_atomic_int_compare_and_exchange (&self->is_doubted, FALSE, TRUE))
    return FALSE;

  invoke (self, doubt);
  return TRUE;
}

gint64
mb_player_thread_get_wait_us (MbPlayerThread *self)
{
  return mb_proof_get_wait_us (self->proof);
}

gboolean
mb_player_thread_is_over (MbPlayerThread *self)
{
  gint64 end_us = get_end_us (self);

  return end_us >= 0 && mb_proof_has_longer_sound (self->proof, end_us);
}

const char *
mb_player_thread_find_fault (MbPlayerThread *self)
{
  return mb_proof_find (self->proof);
}

static gboolean
play (gpointer data)
{
  MbPlayerThread *self = data;

  self->wants_play = TRUE;
  if (self->pipeline != NULL)
    update_state (self);
  return G_SOURCE_REMOVE;
}

void
mb_player_thread_play (MbPlayerThread *self)
{
  invoke (self, play);
}

void
mb_player_thread_set_box (MbPlayerThread *self, int width, int height)
{
  mb_video_sink_set_box (self->sink, width, height);
}

typedef struct
{
  MbPlayerThread *thread;
  double volume;
} VolumeCall;

static void
volume_call_free (gpointer data)
{
  VolumeCall *call = data;

  thread_unref (call->thread);
  g_free (call);
}

/* What was opened without sound has none: once more, where it is. A livestream has another pipeline made for that. */
static void
open_with_sound (MbPlayerThread *self)
{
  if (self->over)
    return;

  take_down (self);
  set_up_sound (self);
  begin_anew (self);
}

static gboolean
change_volume (gpointer data)
{
  VolumeCall *call = data;
  MbPlayerThread *self = call->thread;

  self->volume = call->volume;
  self->hushed = FALSE;
  if (self->pipeline == NULL)
    return G_SOURCE_REMOVE;

  if (self->volume > 0 && !self->has_sound && !self->live)
    open_with_sound (self);
  else
    g_object_set (self->pipeline, "mute", self->volume <= 0, "volume", self->volume, NULL);
  return G_SOURCE_REMOVE;
}

void
mb_player_thread_set_volume (MbPlayerThread *self, double volume)
{
  VolumeCall *call = g_new0 (VolumeCall, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  call->thread = thread_ref (self);
  call->volume = volume;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, change_volume, call, volume_call_free);
  g_source_attach (source, self->context);
}

MbPlayerNews
mb_player_thread_take_news (MbPlayerThread *self)
{
  MbPlayerNews news;

  g_mutex_lock (&self->lock);
  news = self->news;
  self->news.frame = NULL;
  self->news.error = NULL;
  g_mutex_unlock (&self->lock);
  return news;
}

MbPlayerCounts
mb_player_thread_get_counts (MbPlayerThread *self)
{
  return mb_video_sink_get_counts (self->sink);
}

gint64
mb_player_thread_get_arrival_us (MbPlayerThread *self)
{
  return mb_arrival_get_us (&self->arrival);
}
