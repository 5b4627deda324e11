/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/fanout/mb-fanout.h"

#include "core/base/mb-error.h"
#include "core/base/mb-time.h"
#include "core/wire/mb-sse-writer.h"
#include "hub/fanout/mb-commands.h"

#define BEAT_S 5
#define STALL_US (30 * G_USEC_PER_SEC)
#define RETRY_MS 2000
/* After writing to everybody the fan-out rests three times as long as that took: what comes meanwhile
 * gathers in the rings and goes out together, since writing is what streams cost, and once for a few
 * deltas is as much as for one. A dozen screens never notice; a thousand are at most a frame of film late. */
#define PUMP_REST 3
#define PUMP_REST_MAX_US 30000
/* So many facts of the day come first. */
#define RECENT_FACTS 5

struct _MbFanout
{
  GObject parent_instance;

  MbJournal *journal;
  MbFacts *facts;
  MbClock *clock;
  gint32 offset_s; /* of the market's zone, as the newest change says it */
  GCancellable *cancellable;
  MbPoller *poller;
  GPtrArray *channels;    /* MbChannel */
  GPtrArray *subscribers; /* MbSubscriber */
  GPtrArray *fetches;     /* Fetch, under way */
  MbPulses *pulses;
  MbCommands *commands;
  MbFanoutFigures figures; /* what is counted as it happens */
  GBytes *beat, *farewell;
  guint beat_id;
  gint64 rested_at; /* when the next writing may begin */
  guint pump_id;
};

G_DEFINE_FINAL_TYPE (MbFanout, mb_fanout, G_TYPE_OBJECT)

/* One question to the store, for everybody who stands at the same place with the same filter. */
typedef struct
{
  MbFanout *fanout;
  MbChannel *channel;
  char *after;        /* NULL: from nothing */
  GPtrArray *waiting; /* MbSubscriber */
} Fetch;

static void
fetch_free (gpointer data)
{
  Fetch *fetch = data;

  g_free (fetch->after);
  g_ptr_array_unref (fetch->waiting);
  g_free (fetch);
}

static void
remember_offset (MbFanout *self, const char *at)
{
  MbTime time;

  if (at != NULL && mb_time_parse (at, -1, &time, NULL))
    self->offset_s = time.offset_s;
}

static void
answer (Fetch *fetch, MbRange *range)
{
  guint32 kinds = mb_channel_get_kinds (fetch->channel);
  g_autoptr (MbDeltaText) text = mb_delta_text_new (range->changes, 0, range->changes->len, kinds, range->reset);
  g_autofree char *at = mb_fanout_dup_now (fetch->fanout);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  if (range->reset)
    mb_channel_set_snapshot (fetch->channel, text, &range->upto, at);
  g_ptr_array_add (parts, g_bytes_ref (mb_delta_text_get_events (text)));
  g_ptr_array_add (parts, mb_delta_text_make_live (text, range->upto.position, at));
  for (guint i = 0; i < fetch->waiting->len; i++)
    mb_subscriber_take (fetch->waiting->pdata[i], parts, &range->upto);
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer data)
{
  Fetch *fetch = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MbRange) range = mb_journal_range_finish (MB_JOURNAL (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      fetch_free (fetch);
      return;
    }

  g_ptr_array_remove (fetch->fanout->fetches, fetch);
  if (range == NULL)
    {
      /* They come back by themselves, and find whatever the store is like then. */
      g_message ("streams end: %s", error->message);
      for (guint i = 0; i < fetch->waiting->len; i++)
        g_ptr_array_remove (fetch->fanout->subscribers, fetch->waiting->pdata[i]);
      fetch_free (fetch);
      return;
    }

  remember_offset (fetch->fanout, range->at);
  answer (fetch, range);
  fetch_free (fetch);
}

static Fetch *
find_fetch (MbFanout *self, MbChannel *channel, const char *after)
{
  for (guint i = 0; i < self->fetches->len; i++)
    {
      Fetch *fetch = self->fetches->pdata[i];

      if (fetch->channel == channel && g_strcmp0 (fetch->after, after) == 0)
        return fetch;
    }

  return NULL;
}

static void
on_fetch (MbSubscriber *subscriber, gpointer data)
{
  MbFanout *self = data;
  MbChannel *channel = mb_subscriber_get_channel (subscriber);
  const char *after = mb_subscriber_get_position (subscriber);
  Fetch *fetch = find_fetch (self, channel, after);

  if (fetch == NULL)
    {
      fetch = g_new0 (Fetch, 1);
      fetch->fanout = self;
      fetch->channel = channel;
      fetch->after = g_strdup (after);
      fetch->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_subscriber_unref);
      g_ptr_array_add (self->fetches, fetch);
      mb_journal_delta_async (self->journal, after, self->cancellable, on_fetched, fetch);
    }
  g_ptr_array_add (fetch->waiting, mb_subscriber_ref (subscriber));
}

static void
on_gone (MbSubscriber *subscriber, gpointer data)
{
  MbFanout *self = data;

  mb_subscriber_close (subscriber);
  g_ptr_array_remove_fast (self->subscribers, subscriber);
}

static const MbSubscriberFuncs subscriber_funcs = { on_fetch, on_gone };

static gboolean
pump_all (gpointer data)
{
  MbFanout *self = data;
  gint64 began_us = g_get_monotonic_time (), ended_us;

  self->pump_id = 0;
  for (guint i = 0; i < self->subscribers->len; i++)
    mb_subscriber_pump (self->subscribers->pdata[i]);
  ended_us = g_get_monotonic_time ();
  self->rested_at = ended_us + MIN (PUMP_REST * (ended_us - began_us), PUMP_REST_MAX_US);

  return G_SOURCE_REMOVE;
}

static void
pump_soon (gpointer data)
{
  MbFanout *self = data;
  gint64 rest_ms = (self->rested_at - g_get_monotonic_time ()) / 1000;

  if (self->pump_id != 0)
    return;

  if (rest_ms <= 0)
    pump_all (self);
  else
    self->pump_id = g_timeout_add ((guint) rest_ms, pump_all, self);
}

/* A commit may hold many transactions; each is a delta of its own. */
static void
on_committed (MbFanout *self, GPtrArray *changes, MbHead *head)
{
  g_autofree char *at = NULL;
  guint n;

  self->figures.changes += changes->len;
  remember_offset (self, ((MbChange *) changes->pdata[changes->len - 1])->at);
  at = mb_fanout_dup_now (self);
  for (guint first = 0; first < changes->len; first += n)
    {
      MbChange *change = changes->pdata[first];
      MbChange *last;
      MbHead end;

      n = (guint) (change->last - change->number) + 1;
      last = changes->pdata[first + n - 1];
      mb_head_set (&end, last->number, last->hash);
      for (guint i = 0; i < self->channels->len; i++)
        mb_channel_publish (self->channels->pdata[i], changes, first, n, &end, at);
    }

  pump_soon (self);
}

/* To each that wants it, in the order in which they became durable; encoded once, and only if anybody does. What is
 * known has its stall now, which is news only to who asked for a stall's. */
static void
on_appended (MbFanout *self, GPtrArray *rows)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_full (rows->len, (GDestroyNotify) g_bytes_unref);

  self->figures.facts += rows->len;
  g_ptr_array_set_size (texts, (int) rows->len);
  for (guint i = 0; i < self->subscribers->len; i++)
    {
      MbSubscriber *subscriber = self->subscribers->pdata[i];
      const MbFactFilter *filter = mb_subscriber_get_facts (subscriber);

      for (guint j = 0; filter != NULL && j < rows->len; j++)
        {
          const MbFactRow *row = rows->pdata[j];

          if (!mb_fact_filter_passes (filter, row) || (row->verdict == MB_FACT_ROW_KNOWN && filter->stall == NULL))
            continue;
          if (texts->pdata[j] == NULL)
            texts->pdata[j] = mb_fact_text_new (row);
          mb_subscriber_push_fact (subscriber, texts->pdata[j], row->number);
        }
    }

  pump_soon (self);
}

static gboolean
is_used (MbFanout *self, MbChannel *channel)
{
  for (guint i = 0; i < self->fetches->len; i++)
    if (((Fetch *) self->fetches->pdata[i])->channel == channel)
      return TRUE;
  for (guint i = 0; i < self->subscribers->len; i++)
    if (mb_subscriber_get_channel (self->subscribers->pdata[i]) == channel)
      return TRUE;

  return mb_channel_get_kinds (channel) == MB_ALL_KINDS;
}

static gboolean
on_beat (gpointer data)
{
  mb_fanout_beat (data, g_get_monotonic_time ());

  return G_SOURCE_CONTINUE;
}

static MbChannel *
find_channel (MbFanout *self, guint32 kinds)
{
  MbChannel *channel;
  MbHead head;

  for (guint i = 0; i < self->channels->len; i++)
    if (mb_channel_get_kinds (self->channels->pdata[i]) == kinds)
      return self->channels->pdata[i];

  mb_journal_get_head (self->journal, &head);
  channel = mb_channel_new (kinds, head.number, pump_soon, self);
  g_ptr_array_add (self->channels, channel);

  return channel;
}

static void
mb_fanout_dispose (GObject *object)
{
  MbFanout *self = MB_FANOUT (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->beat_id, g_source_remove);
  g_clear_handle_id (&self->pump_id, g_source_remove);
  if (self->journal != NULL)
    g_signal_handlers_disconnect_by_data (self->journal, self);
  if (self->facts != NULL)
    g_signal_handlers_disconnect_by_data (self->facts, self);
  g_clear_object (&self->facts);
  g_clear_object (&self->journal);
  g_clear_object (&self->clock);
  g_ptr_array_set_size (self->subscribers, 0);

  G_OBJECT_CLASS (mb_fanout_parent_class)->dispose (object);
}

static void
mb_fanout_finalize (GObject *object)
{
  MbFanout *self = MB_FANOUT (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->subscribers, g_ptr_array_unref);
  g_clear_pointer (&self->poller, mb_poller_free);
  g_clear_pointer (&self->channels, g_ptr_array_unref);
  g_clear_pointer (&self->fetches, g_ptr_array_unref);
  g_clear_pointer (&self->pulses, mb_pulses_free);
  g_clear_pointer (&self->commands, mb_commands_free);
  g_clear_pointer (&self->beat, g_bytes_unref);
  g_clear_pointer (&self->farewell, g_bytes_unref);

  G_OBJECT_CLASS (mb_fanout_parent_class)->finalize (object);
}

static void
mb_fanout_class_init (MbFanoutClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mb_fanout_dispose;
  G_OBJECT_CLASS (klass)->finalize = mb_fanout_finalize;
}

static void
mb_fanout_init (MbFanout *self)
{
  GString *beat = g_string_new (NULL), *farewell = g_string_new (NULL);

  mb_sse_write_beat (beat);
  mb_sse_write_retry (farewell, RETRY_MS);
  self->beat = g_string_free_to_bytes (beat);
  self->farewell = g_string_free_to_bytes (farewell);

  self->cancellable = g_cancellable_new ();
  self->poller = mb_outlet_poller_new ();
  self->channels = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_channel_free);
  self->subscribers = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_subscriber_unref);
  self->fetches = g_ptr_array_new ();
  self->pulses = mb_pulses_new ();
  self->commands = mb_commands_new ();
  self->beat_id = g_timeout_add_seconds (BEAT_S, on_beat, self);
}

MbFanout *
mb_fanout_new (MbJournal *journal, MbFacts *facts, MbClock *clock)
{
  MbFanout *self = g_object_new (MB_TYPE_FANOUT, NULL);

  self->journal = g_object_ref (journal);
  self->clock = g_object_ref (clock);
  self->facts = g_object_ref (facts);
  /* The journal and the facts may outlive the streams; dispose disconnects. */
  g_signal_connect_swapped (journal, "committed", G_CALLBACK (on_committed), self);
  g_signal_connect_swapped (facts, "appended", G_CALLBACK (on_appended), self);

  return self;
}

static void
push_kept (const MbPulse *pulse, gpointer data)
{
  mb_subscriber_push_pulse (data, pulse);
}

static void
on_recent_read (GObject *source, GAsyncResult *result, gpointer data)
{
  MbSubscriber *subscriber = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = mb_facts_recent_finish (MB_FACTS (source), result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      if (error != NULL)
        g_message ("a stream begins without the day's last facts: %s", error->message);
      mb_subscriber_begin_facts (subscriber, rows);
    }
  mb_subscriber_unref (subscriber);
}

/* The last of the market's day come first. */
static void
begin_facts (MbFanout *self, MbSubscriber *subscriber, MbFactFilter *filter)
{
  gint64 offset_us = self->offset_s * G_TIME_SPAN_SECOND, now_us = mb_clock_now (self->clock) + offset_us;
  gint64 midnight_us = now_us - now_us % G_TIME_SPAN_DAY - offset_us;

  mb_subscriber_set_facts (subscriber, filter);
  if (filter != NULL)
    mb_facts_recent_async (self->facts, (const char *const *) filter->types, filter->stall, midnight_us, RECENT_FACTS,
                           self->cancellable, on_recent_read, mb_subscriber_ref (subscriber));
}

void
mb_fanout_add (MbFanout *self, MbDoorStream *stream, GBytes *head, const char *after, const MbStreamWish *wish)
{
  MbChannel *channel = find_channel (self, wish->kinds);
  MbSubscriber *subscriber =
      mb_subscriber_new (stream, self->poller, head, channel, after, wish->pulses, &subscriber_funcs, self);
  g_autofree char *now = mb_fanout_dup_now (self);
  g_autoptr (GPtrArray) parts = NULL;
  MbHead end;

  mb_subscriber_set_screen (subscriber, wish->screen);
  begin_facts (self, subscriber, wish->facts);
  g_ptr_array_add (self->subscribers, subscriber);
  parts = after == NULL ? mb_channel_begin (channel, now, &end) : NULL;
  if (parts != NULL)
    mb_subscriber_take (subscriber, parts, &end);
  else
    mb_subscriber_pump (subscriber);

  mb_pulses_foreach (self->pulses, push_kept, subscriber);
  mb_commands_hand_over (self->commands, subscriber, g_get_monotonic_time ());
}

gboolean
mb_fanout_pulse (MbFanout *self, const char *kind, const char *id, GBytes *value)
{
  g_autofree char *at = mb_fanout_dup_now (self);
  const MbPulse *pulse = mb_pulses_set (self->pulses, kind, id, value, at);

  if (pulse == NULL)
    return FALSE;

  self->figures.pulses++;
  for (guint i = 0; i < self->subscribers->len; i++)
    mb_subscriber_push_pulse (self->subscribers->pdata[i], pulse);

  return TRUE;
}

guint
mb_fanout_command (MbFanout *self, const char *screen, const char *command)
{
  g_autoptr (GBytes) text = mb_command_text_new (command);
  gint64 now = g_get_monotonic_time ();
  guint delivered = 0;

  self->figures.commands++;
  for (guint i = 0; i < self->subscribers->len; i++)
    {
      MbSubscriber *subscriber = self->subscribers->pdata[i];

      if (g_strcmp0 (mb_subscriber_get_screen (subscriber), screen) != 0)
        continue;
      mb_subscriber_push_command (subscriber, text, now + MB_COMMAND_LIFE_US);
      delivered++;
    }
  if (delivered == 0)
    mb_commands_keep (self->commands, screen, text, now);

  return delivered;
}

void
mb_fanout_get_figures (MbFanout *self, gint64 now, MbFanoutFigures *figures)
{
  *figures = self->figures;
  figures->streams = self->subscribers->len;
  for (guint i = 0; i < self->subscribers->len; i++)
    {
      gint64 stalled_us = mb_subscriber_get_stalled_us (self->subscribers->pdata[i], now);

      figures->waiting += stalled_us > 0;
      figures->lateness_us = MAX (figures->lateness_us, stalled_us);
    }
}

MbPulses *
mb_fanout_get_pulses (MbFanout *self)
{
  return self->pulses;
}

void
mb_fanout_beat (MbFanout *self, gint64 now)
{
  mb_commands_expire (self->commands, now);
  for (guint i = self->subscribers->len; i-- > 0;)
    {
      MbSubscriber *subscriber = self->subscribers->pdata[i];

      if (mb_subscriber_get_stalled_us (subscriber, now) > STALL_US)
        on_gone (subscriber, self);
      else
        mb_subscriber_push (subscriber, self->beat);
    }
  for (guint i = self->channels->len; i-- > 0;)
    if (!is_used (self, self->channels->pdata[i]))
      g_ptr_array_remove_index_fast (self->channels, i);
}

void
mb_fanout_end (MbFanout *self)
{
  g_clear_handle_id (&self->pump_id, g_source_remove);
  pump_all (self);
  for (guint i = 0; i < self->subscribers->len; i++)
    mb_subscriber_push (self->subscribers->pdata[i], self->farewell);
  g_ptr_array_set_size (self->subscribers, 0);
}

gint32
mb_fanout_get_offset (MbFanout *self)
{
  return self->offset_s;
}

char *
mb_fanout_dup_now (MbFanout *self)
{
  gint64 us = mb_clock_now (self->clock);

  return mb_time_format ((MbTime){ us - us % 1000, self->offset_s });
}
