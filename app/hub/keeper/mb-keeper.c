/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/keeper/mb-keeper.h"

/* What is to be done is the clerk's to know, who has everything that stands; here is only when to ask.
 * Asking once too often does no harm, so whatever makes it uncertain is a reason to ask. */

/* The machine's clock may be set without a word: nobody sleeps longer than this. */
#define LONGEST_WAIT_MS 60000

enum
{
  DAY_KEPT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _MbKeeper
{
  GObject parent_instance;

  MbLedger *ledger;   /* (not owned) NULL: stopped */
  MbClock *clock;
  MbDate done;        /* the market day that is known to be done */
  gint64 asked_us;    /* when that was asked */
  gint64 due_us;      /* when to ask again */
  gboolean asking;
  gboolean again;     /* something has changed since that was asked */
  guint wait_id;
};

G_DEFINE_FINAL_TYPE (MbKeeper, mb_keeper, G_TYPE_OBJECT)

static void ask (MbKeeper *self);

static gboolean
on_waited (gpointer data)
{
  MbKeeper *self = data;

  self->wait_id = 0;
  ask (self);

  return G_SOURCE_REMOVE;
}

static gboolean
on_looked (gpointer data)
{
  MbKeeper *self = data;
  gint64 now_us = mb_clock_now (self->clock);

  if (now_us < self->due_us && now_us >= self->asked_us)
    return G_SOURCE_CONTINUE;

  self->wait_id = 0;
  ask (self);

  return G_SOURCE_REMOVE;
}

static void
wait (MbKeeper *self)
{
  guint wait_ms = mb_clock_wait_ms (self->clock, self->due_us);

  if (wait_ms < LONGEST_WAIT_MS)
    self->wait_id = g_timeout_add (wait_ms, on_waited, self);
  else
    self->wait_id = g_timeout_add (LONGEST_WAIT_MS, on_looked, self);
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbKeeper) self = data;
  g_autoptr (MbTransaction) transaction = NULL;
  gboolean ok = mb_ledger_submit_finish (MB_LEDGER (source), result, &transaction, NULL);
  const MbHousekeeping *housekeeping = ((MbChangeRequest *) transaction->request)->housekeeping;

  self->asking = FALSE;
  if (self->ledger == NULL)
    return;

  if (ok && transaction->changes->len > 0)
    g_message ("market %s: dropped or renewed %u records", mb_ledger_get_id (self->ledger),
               transaction->changes->len);
  if (self->again)
    {
      ask (self);
      return;
    }
  if (!ok)
    {
      /* The market has said why. */
      self->wait_id = g_timeout_add (LONGEST_WAIT_MS, on_waited, self);
      return;
    }

  if (self->done != housekeeping->today)
    g_signal_emit (self, signals[DAY_KEPT], 0);
  self->done = housekeeping->today;
  self->due_us = housekeeping->due_us;
  wait (self);
}

static void
ask (MbKeeper *self)
{
  self->again = self->asking;
  if (self->asking)
    return;

  self->asking = TRUE;
  self->asked_us = mb_clock_now (self->clock);
  g_clear_handle_id (&self->wait_id, g_source_remove);
  mb_ledger_submit_async (self->ledger, "hub", mb_change_request_new_housekeeping (self->done), NULL, NULL, NULL,
                          on_asked, g_object_ref (self));
}

/* What the day and the hour of a change follow from. */
static void
on_committed (MbJournal *journal, GPtrArray *changes, const MbHead *head, MbKeeper *self)
{
  gboolean concerns = FALSE;

  for (guint i = 0; i < changes->len; i++)
    {
      const MbChange *change = changes->pdata[i];

      if (g_str_equal (change->by, "hub"))
        continue;
      if (g_str_equal (change->kind, "market"))
        self->done = 0;
      concerns |= g_str_equal (change->kind, "market") || g_str_equal (change->kind, "promotion");
    }

  if (concerns)
    ask (self);
}

static void
mb_keeper_finalize (GObject *object)
{
  MbKeeper *self = MB_KEEPER (object);

  g_object_unref (self->clock);

  G_OBJECT_CLASS (mb_keeper_parent_class)->finalize (object);
}

static void
mb_keeper_class_init (MbKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mb_keeper_finalize;

  signals[DAY_KEPT] = g_signal_new ("day-kept", MB_TYPE_KEEPER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mb_keeper_init (MbKeeper *self)
{
}

MbKeeper *
mb_keeper_new (MbLedger *ledger, MbClock *clock)
{
  MbKeeper *self = g_object_new (MB_TYPE_KEEPER, NULL);

  self->ledger = ledger;
  self->clock = g_object_ref (clock);
  g_signal_connect_object (mb_ledger_get_journal (ledger), "committed", G_CALLBACK (on_committed), self, 0);
  g_signal_connect_object (clock, "jumped", G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
  ask (self);

  return self;
}

void
mb_keeper_stop (MbKeeper *self)
{
  g_signal_handlers_disconnect_by_data (mb_ledger_get_journal (self->ledger), self);
  g_signal_handlers_disconnect_by_data (self->clock, self);
  g_clear_handle_id (&self->wait_id, g_source_remove);
  self->ledger = NULL;
}
