/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/fanout/mb-subscriber.h"

/* How much is handed to a socket at once, and how far a client that was blocked may be behind before
 * it gets one delta of the newest values instead of every delta in between. */
#define GATHER_BYTES (64 * 1024)
#define PULSE_INTERVAL_MS 50
/* Facts that wait for a socket. Whoever needs every one reads them page by page. */
#define MAX_FACTS 256

struct _MbSubscriber
{
  grefcount ref_count;
  MbOutlet *outlet; /* NULL when closed */
  MbChannel *channel;
  const MbSubscriberFuncs *funcs;
  gpointer data;

  guint64 place;     /* of the next delta in the channel's ring; 0: not in it */
  char position[40]; /* "": nothing */
  gboolean fetching;
  gboolean slow;     /* was blocked since it last had everything */

  char *screen;      /* NULL: nobody's */
  GQueue commands;   /* Command */
  MbFactFilter *fact_filter;
  GQueue facts;      /* Fact */
  gboolean facts_wait; /* until those of before are known */
  MbPulseFilter pulses;
  GHashTable *dirty; /* MbPulse that it has not got yet */
  gint64 pulsed_at;
  guint pulse_id;
};

typedef struct
{
  GBytes *text;
  gint64 until_us;
} Command;

static void
command_free (gpointer data)
{
  Command *command = data;

  g_bytes_unref (command->text);
  g_free (command);
}

/* Returns: whether something was pushed */
static gboolean
push_commands (MbSubscriber *self)
{
  gboolean pushed = FALSE;

  while (!g_queue_is_empty (&self->commands))
    {
      Command *command = g_queue_pop_head (&self->commands);

      if (g_get_monotonic_time () < command->until_us)
        {
          mb_outlet_push (self->outlet, command->text);
          pushed = TRUE;
        }
      command_free (command);
    }

  return pushed;
}

typedef struct
{
  GBytes *text;
  guint64 number;
} Fact;

static void
fact_free (gpointer data)
{
  Fact *fact = data;

  g_bytes_unref (fact->text);
  g_free (fact);
}

static Fact *
fact_new (GBytes *text, guint64 number)
{
  Fact *fact = g_new0 (Fact, 1);

  fact->text = g_bytes_ref (text);
  fact->number = number;
  return fact;
}

/* Returns: whether something was pushed */
static gboolean
push_facts (MbSubscriber *self)
{
  if (self->facts_wait || g_queue_is_empty (&self->facts))
    return FALSE;

  while (!g_queue_is_empty (&self->facts))
    {
      Fact *fact = g_queue_pop_head (&self->facts);

      mb_outlet_push (self->outlet, fact->text);
      fact_free (fact);
    }

  return TRUE;
}

static gboolean
on_pulse_time (gpointer data)
{
  MbSubscriber *self = data;

  self->pulse_id = 0;
  mb_subscriber_pump (self);

  return G_SOURCE_REMOVE;
}

/* Returns: whether something was pushed */
static gboolean
push_pulses (MbSubscriber *self)
{
  gint64 passed_ms = (g_get_monotonic_time () - self->pulsed_at) / 1000;
  GHashTableIter iter;
  gpointer pulse;

  if (self->dirty == NULL || g_hash_table_size (self->dirty) == 0 || self->pulse_id != 0)
    return FALSE;
  if (passed_ms < PULSE_INTERVAL_MS)
    {
      self->pulse_id = g_timeout_add ((guint) (PULSE_INTERVAL_MS - passed_ms), on_pulse_time, self);
      return FALSE;
    }

  g_hash_table_iter_init (&iter, self->dirty);
  while (g_hash_table_iter_next (&iter, &pulse, NULL))
    mb_outlet_push (self->outlet, ((MbPulse *) pulse)->text);
  g_hash_table_remove_all (self->dirty);
  self->pulsed_at = g_get_monotonic_time ();

  return TRUE;
}

static gboolean
push_deltas (MbSubscriber *self)
{
  gsize pushed = 0;

  while (self->place < mb_channel_get_end (self->channel) && pushed < GATHER_BYTES)
    {
      const char *position;
      GBytes *bytes = mb_channel_get (self->channel, self->place, &position);

      mb_outlet_push (self->outlet, bytes);
      pushed += g_bytes_get_size (bytes);
      g_strlcpy (self->position, position, sizeof self->position);
      self->place++;
    }

  return pushed > 0;
}

static gboolean
push_more (MbSubscriber *self)
{
  gsize backlog;

  if (self->fetching)
    return FALSE;

  backlog = mb_channel_get_backlog (self->channel, self->place);
  if (backlog == 0)
    {
      self->slow = FALSE;
      return push_commands (self) || push_facts (self) || push_pulses (self);
    }
  if (backlog == G_MAXSIZE || (self->slow && backlog > GATHER_BYTES))
    {
      self->fetching = TRUE;
      self->funcs->fetch (self, self->data);
      return FALSE;
    }

  return push_deltas (self);
}

static void
on_drained (gpointer data)
{
  mb_subscriber_pump (data);
}

static void
on_gone (gpointer data)
{
  MbSubscriber *self = data;

  self->funcs->gone (self, self->data);
}

static const MbOutletFuncs outlet_funcs = { on_drained, on_gone };

MbSubscriber *
mb_subscriber_new (MbDoorStream *stream, MbPoller *poller, GBytes *head, MbChannel *channel, const char *position,
                   MbPulseFilter pulses, const MbSubscriberFuncs *funcs, gpointer data)
{
  MbSubscriber *self = g_new0 (MbSubscriber, 1);

  g_ref_count_init (&self->ref_count);
  g_queue_init (&self->commands);
  g_queue_init (&self->facts);
  self->outlet = mb_outlet_new (stream, poller, &outlet_funcs, self);
  mb_outlet_push (self->outlet, head);
  self->channel = channel;
  self->funcs = funcs;
  self->data = data;
  g_strlcpy (self->position, position ? position : "", sizeof self->position);
  self->pulses = pulses;
  if (pulses != NULL)
    self->dirty = g_hash_table_new (NULL, NULL);
  self->pulsed_at = g_get_monotonic_time () - G_USEC_PER_SEC;

  return self;
}

MbSubscriber *
mb_subscriber_ref (MbSubscriber *self)
{
  g_ref_count_inc (&self->ref_count);

  return self;
}

void
mb_subscriber_unref (MbSubscriber *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;

  mb_subscriber_close (self);
  g_queue_clear_full (&self->commands, command_free);
  g_queue_clear_full (&self->facts, fact_free);
  g_clear_pointer (&self->fact_filter, mb_fact_filter_free);
  g_free (self->screen);
  g_strfreev (self->pulses);
  g_clear_pointer (&self->dirty, g_hash_table_unref);
  g_free (self);
}

void
mb_subscriber_set_screen (MbSubscriber *self, const char *screen)
{
  g_free (self->screen);
  self->screen = g_strdup (screen);
}

const char *
mb_subscriber_get_screen (MbSubscriber *self)
{
  return self->screen;
}

MbChannel *
mb_subscriber_get_channel (MbSubscriber *self)
{
  return self->channel;
}

const char *
mb_subscriber_get_position (MbSubscriber *self)
{
  return self->position[0] != '\0' ? self->position : NULL;
}

void
mb_subscriber_pump (MbSubscriber *self)
{
  if (self->outlet == NULL)
    return;

  while (mb_outlet_flush (self->outlet))
    if (!push_more (self))
      return;

  self->slow = TRUE;
}

void
mb_subscriber_take (MbSubscriber *self, GPtrArray *parts, const MbHead *head)
{
  self->fetching = FALSE;
  if (self->outlet == NULL)
    return;

  for (guint i = 0; i < parts->len; i++)
    mb_outlet_push (self->outlet, parts->pdata[i]);
  g_strlcpy (self->position, head->position, sizeof self->position);
  self->place = mb_channel_find (self->channel, head->number);
  mb_subscriber_pump (self);
}

void
mb_subscriber_push_pulse (MbSubscriber *self, const MbPulse *pulse)
{
  if (!mb_pulse_filter_passes (self->pulses, pulse))
    return;

  g_hash_table_add (self->dirty, (gpointer) pulse);
  mb_subscriber_pump (self);
}

void
mb_subscriber_push_command (MbSubscriber *self, GBytes *text, gint64 until_us)
{
  Command *command = g_new0 (Command, 1);

  command->text = g_bytes_ref (text);
  command->until_us = until_us;
  g_queue_push_tail (&self->commands, command);
  mb_subscriber_pump (self);
}

void
mb_subscriber_set_facts (MbSubscriber *self, MbFactFilter *filter)
{
  self->fact_filter = filter;
  self->facts_wait = filter != NULL;
}

const MbFactFilter *
mb_subscriber_get_facts (MbSubscriber *self)
{
  return self->fact_filter;
}

static void
forget_fact (MbSubscriber *self, guint64 number)
{
  GList *next;

  for (GList *link = self->facts.head; link != NULL; link = next)
    {
      next = link->next;
      if (((Fact *) link->data)->number != number)
        continue;
      fact_free (link->data);
      g_queue_delete_link (&self->facts, link);
    }
}

void
mb_subscriber_begin_facts (MbSubscriber *self, GPtrArray *rows)
{
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    forget_fact (self, ((MbFactRow *) rows->pdata[i])->number);
  for (guint i = rows != NULL ? rows->len : 0; i > 0; i--)
    {
      const MbFactRow *row = rows->pdata[i - 1];
      g_autoptr (GBytes) text = mb_fact_text_new (row);

      g_queue_push_head (&self->facts, fact_new (text, row->number));
    }
  self->facts_wait = FALSE;
  mb_subscriber_pump (self);
}

void
mb_subscriber_push_fact (MbSubscriber *self, GBytes *text, guint64 number)
{
  if (self->facts.length >= MAX_FACTS)
    fact_free (g_queue_pop_head (&self->facts));
  g_queue_push_tail (&self->facts, fact_new (text, number));
}

void
mb_subscriber_push (MbSubscriber *self, GBytes *bytes)
{
  if (self->outlet == NULL || mb_outlet_is_blocked (self->outlet))
    return;

  mb_outlet_push (self->outlet, bytes);
  mb_subscriber_pump (self);
}

gint64
mb_subscriber_get_stalled_us (MbSubscriber *self, gint64 now)
{
  return self->outlet ? mb_outlet_get_stalled_us (self->outlet, now) : 0;
}

void
mb_subscriber_close (MbSubscriber *self)
{
  g_clear_handle_id (&self->pulse_id, g_source_remove);
  g_clear_pointer (&self->outlet, mb_outlet_free);
}
