/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/facts/mb-confirmations.h"

#include "core/base/mb-time.h"
#include "core/wire/mb-event-codec.h"
#include "core/wire/mb-fact-codec.h"
#include "hub/facts/mb-fact-desk.h"
#include "store/mb-publishes.h"

/* The screens of a publish are those that stood in the journal where it ends, and whoever reports beside
 * them. Which of them are done is in the facts; so nothing else has to be kept. */

#define LIMIT_MS 120000
#define RETRY_S 10
/* Facts of ten minutes that a start looks through. */
#define MAX_DONE 100000

typedef struct
{
  MbConfirmations *owner; /* (not owned) */
  MbHead head;
  GHashTable *done;       /* screens that a fact says it of */
  GHashTable *waiting;    /* screens; NULL: not known yet */
  guint limit_id;
  gboolean over;          /* its time was over before its screens were known */
} Publish;

struct _MbConfirmations
{
  GObject parent_instance;

  MbLedger *ledger; /* (not owned) NULL: stopped */
  MbFanout *fanout; /* (not owned) */
  MbClock *clock;
  char *source;        /* this run's own */
  gint64 n;
  GPtrArray *publishes; /* Publish */
  GPtrArray *rows;      /* to be written */
  GPtrArray *writing;   /* being written; NULL: none */
  GPtrArray *left;      /* Publish: of before, until it is known who is done */
  guint retry_id;
};

G_DEFINE_FINAL_TYPE (MbConfirmations, mb_confirmations, G_TYPE_OBJECT)

static void
publish_free (gpointer data)
{
  Publish *publish = data;

  g_clear_handle_id (&publish->limit_id, g_source_remove);
  g_hash_table_unref (publish->done);
  g_clear_pointer (&publish->waiting, g_hash_table_unref);
  g_free (publish);
}

static Publish *
publish_new (MbConfirmations *self, const MbHead *head)
{
  Publish *publish = g_new0 (Publish, 1);

  publish->owner = self;
  publish->head = *head;
  publish->done = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return publish;
}

/* Writing. */

static void flush (MbConfirmations *self);

static gboolean
on_retry (gpointer data)
{
  MbConfirmations *self = data;

  self->retry_id = 0;
  flush (self);
  return G_SOURCE_REMOVE;
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbConfirmations) self = data;
  g_autoptr (GPtrArray) rows = g_steal_pointer (&self->writing);
  gboolean ok = mb_ledger_add_facts_finish (MB_LEDGER (source), result, NULL);

  if (self->ledger == NULL)
    return;

  if (ok)
    {
      flush (self);
      return;
    }

  /* The market has said why. */
  g_ptr_array_extend_and_steal (rows, g_steal_pointer (&self->rows));
  self->rows = g_steal_pointer (&rows);
  if (self->retry_id == 0)
    self->retry_id = g_timeout_add_seconds (RETRY_S, on_retry, self);
}

static void
flush (MbConfirmations *self)
{
  if (self->writing != NULL || self->rows->len == 0 || self->retry_id != 0)
    return;

  self->writing = g_steal_pointer (&self->rows);
  self->rows = mb_fact_rows_new ();
  mb_ledger_add_facts_async (self->ledger, self->writing, on_written, g_object_ref (self));
}

static MbPaintedFact *
make_fact (MbConfirmations *self, const Publish *publish, const char *screen, const MbPainted *painted)
{
  MbPaintedFact *fact = (MbPaintedFact *) mb_fact_new (MB_FACT_PAINTED);
  gint64 now_us = mb_clock_now (self->clock);

  fact->head.source = g_strdup (self->source);
  fact->head.n = ++self->n;
  fact->head.at = (MbTime){ now_us - now_us % 1000, mb_fanout_get_offset (self->fanout) };
  fact->screen = g_strdup (screen);
  fact->publish = g_strdup (publish->head.position);
  if (painted == NULL)
    return fact;

  fact->position = g_strdup (painted->position);
  fact->visible = painted->visible;
  fact->later = painted->later;
  fact->later_by = painted->later_by;
  fact->elsewhere = painted->elsewhere;
  fact->covered = painted->covered;
  fact->glass = painted->glass;
  return fact;
}

/* @painted: (nullable): nothing is known */
static void
write_down (MbConfirmations *self, const Publish *publish, const char *screen, const MbPainted *painted)
{
  g_autoptr (MbFact) fact = (MbFact *) make_fact (self, publish, screen, painted);
  g_autoptr (GBytes) text = mb_fact_encode (fact);

  g_ptr_array_add (self->rows, mb_fact_desk_make_row (fact, text));
  flush (self);
}

/* Judging. */

static gboolean
is_on_glass (const Publish *publish, const MbPainted *painted)
{
  MbPosition position;

  return mb_position_parse (painted->position, &position) && position.number >= publish->head.number
         && painted->later == 0 && painted->glass != MB_GLASS_ASLEEP;
}

static gboolean
get_painted (MbConfirmations *self, const char *screen, MbPainted *painted)
{
  MbPulses *pulses = mb_fanout_get_pulses (self->fanout);
  const MbPulse *pulse = mb_pulses_get (pulses, "painted", screen);
  gsize length = 0;
  const char *text = pulse != NULL ? g_bytes_get_data (pulse->value, &length) : NULL;

  return text != NULL && mb_painted_decode (text, (gssize) length, painted, NULL);
}

/* Those whose glass shows it; at the end everybody who is left. */
static void
settle (MbConfirmations *self, Publish *publish)
{
  GHashTableIter iter;
  gpointer screen;

  g_hash_table_iter_init (&iter, publish->waiting);
  while (g_hash_table_iter_next (&iter, &screen, NULL))
    {
      g_auto (MbPainted) painted = { NULL };
      gboolean known = get_painted (self, screen, &painted);

      if (!publish->over && !(known && is_on_glass (publish, &painted)))
        continue;
      write_down (self, publish, screen, known ? &painted : NULL);
      g_hash_table_iter_remove (&iter);
    }

  if (g_hash_table_size (publish->waiting) == 0)
    g_ptr_array_remove (self->publishes, publish);
}

static gboolean
on_limit (gpointer data)
{
  Publish *publish = data;

  publish->limit_id = 0;
  publish->over = TRUE;
  if (publish->waiting != NULL)
    settle (publish->owner, publish);
  return G_SOURCE_REMOVE;
}

static void
wait_for (Publish *publish, const char *screen)
{
  if (!g_hash_table_contains (publish->done, screen))
    g_hash_table_add (publish->waiting, g_strdup (screen));
}

/* Which publish an answer of the store is for. */
typedef struct
{
  MbConfirmations *self;
  guint64 number;
} Asked;

static Publish *
find_publish (MbConfirmations *self, guint64 number)
{
  for (guint i = 0; i < self->publishes->len; i++)
    if (((Publish *) self->publishes->pdata[i])->head.number == number)
      return self->publishes->pdata[i];
  return NULL;
}

static void
on_screens_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Asked *asked = data;
  g_autoptr (MbConfirmations) self = asked->self;
  g_autoptr (MbRange) range = mb_journal_range_finish (MB_JOURNAL (source), result, NULL);
  Publish *publish = self->ledger != NULL ? find_publish (self, asked->number) : NULL;
  g_autoptr (GPtrArray) pulses = NULL;

  if (publish == NULL)
    return;

  publish->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; range != NULL && i < range->changes->len; i++)
    wait_for (publish, ((MbChange *) range->changes->pdata[i])->id);
  pulses = mb_pulses_list (mb_fanout_get_pulses (self->fanout), "painted");
  for (guint i = 0; i < pulses->len; i++)
    wait_for (publish, ((MbPulse *) pulses->pdata[i])->id);
  settle (self, publish);
}

/* @publish: (transfer full); @wait_ms: what is left of its time */
static void
begin (MbConfirmations *self, Publish *publish, guint wait_ms)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->self = g_object_ref (self);
  asked->number = publish->head.number;
  g_ptr_array_add (self->publishes, publish);
  publish->limit_id = g_timeout_add (MIN (wait_ms, LIMIT_MS), on_limit, publish);
  mb_journal_fold_async (mb_ledger_get_journal (self->ledger), "screen", publish->head.position, NULL, NULL,
                         on_screens_read, asked);
}

/* What an earlier run left. */

static void
note_done (MbConfirmations *self, const MbFactRow *row)
{
  g_autoptr (MbJson) json = mb_json_read (row->text, MB_JSON_STRICT, NULL);
  g_autoptr (MbFact) fact = json != NULL ? mb_fact_decode (json, 0, NULL) : NULL;
  const MbPaintedFact *painted = (const MbPaintedFact *) fact;

  for (guint i = 0; fact != NULL && fact->type == MB_FACT_PAINTED && i < self->left->len; i++)
    {
      Publish *publish = self->left->pdata[i];

      if (g_str_equal (publish->head.position, painted->publish))
        g_hash_table_add (publish->done, g_strdup (painted->screen));
    }
}

static void
on_done_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbConfirmations) self = data;
  g_autoptr (GPtrArray) rows = mb_facts_recent_finish (MB_FACTS (source), result, NULL);

  if (self->ledger == NULL || rows == NULL)
    return;

  for (guint i = 0; i < rows->len; i++)
    note_done (self, rows->pdata[i]);
  while (self->left->len > 0)
    begin (self, g_ptr_array_steal_index (self->left, 0), LIMIT_MS);
}

static void
on_publishes_read (GObject *source, GAsyncResult *result, gpointer data)
{
  static const char *const types[] = { "painted", NULL };
  g_autoptr (MbConfirmations) self = data;
  g_autoptr (GArray) publishes = mb_publishes_read_finish (result, NULL);
  gint64 since_us = G_MAXINT64;

  if (self->ledger == NULL || publishes == NULL || publishes->len == 0)
    return;

  for (guint i = 0; i < publishes->len; i++)
    {
      const MbPublish *publish = &g_array_index (publishes, MbPublish, i);

      since_us = MIN (since_us, publish->at_us);
      if (find_publish (self, publish->head.number) == NULL)
        g_ptr_array_add (self->left, publish_new (self, &publish->head));
    }
  mb_facts_recent_async (mb_ledger_get_facts (self->ledger), types, NULL, since_us - G_USEC_PER_SEC, MAX_DONE, NULL,
                         on_done_read, g_object_ref (self));
}

static void
mb_confirmations_finalize (GObject *object)
{
  MbConfirmations *self = MB_CONFIRMATIONS (object);

  g_ptr_array_unref (self->publishes);
  g_ptr_array_unref (self->left);
  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->writing, g_ptr_array_unref);
  g_object_unref (self->clock);
  g_free (self->source);

  G_OBJECT_CLASS (mb_confirmations_parent_class)->finalize (object);
}

static void
mb_confirmations_class_init (MbConfirmationsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mb_confirmations_finalize;
}

/* "hub~" and 64 random bits, as an outbox has them. */
static char *
make_source (void)
{
  g_autoptr (GBytes) salt = mb_salt_new ();
  const guint8 *bytes = g_bytes_get_data (salt, NULL);
  GString *source = g_string_new ("hub~");

  for (guint i = 0; i < 8; i++)
    g_string_append_printf (source, "%02x", bytes[i]);
  return g_string_free (source, FALSE);
}

static void
mb_confirmations_init (MbConfirmations *self)
{
  self->source = make_source ();
  self->publishes = g_ptr_array_new_with_free_func (publish_free);
  self->left = g_ptr_array_new_with_free_func (publish_free);
  self->rows = mb_fact_rows_new ();
}

static void
on_published (MbConfirmations *self, const MbHead *head)
{
  /* A clock that stands, or jumps, does not hold it up. */
  begin (self, publish_new (self, head),
         mb_clock_wait_ms (self->clock, mb_clock_now (self->clock) + LIMIT_MS * G_TIME_SPAN_MILLISECOND));
}

MbConfirmations *
mb_confirmations_new (MbLedger *ledger, MbFanout *fanout, MbClock *clock)
{
  MbConfirmations *self = g_object_new (MB_TYPE_CONFIRMATIONS, NULL);

  self->ledger = ledger;
  self->fanout = fanout;
  self->clock = g_object_ref (clock);
  g_signal_connect_object (ledger, "published", G_CALLBACK (on_published), self, G_CONNECT_SWAPPED);
  mb_publishes_read_async (mb_ledger_get_journal (ledger), NULL, on_publishes_read, g_object_ref (self));
  return self;
}

void
mb_confirmations_note (MbConfirmations *self, const MbPainted *painted)
{
  for (guint i = self->publishes->len; i-- > 0;)
    {
      Publish *publish = self->publishes->pdata[i];

      if (publish->waiting == NULL || !is_on_glass (publish, painted)
          || !g_hash_table_remove (publish->waiting, painted->screen))
        continue;
      write_down (self, publish, painted->screen, painted);
      if (g_hash_table_size (publish->waiting) == 0)
        g_ptr_array_remove_index (self->publishes, i);
    }
}

void
mb_confirmations_stop (MbConfirmations *self)
{
  g_signal_handlers_disconnect_by_data (self->ledger, self);
  g_clear_handle_id (&self->retry_id, g_source_remove);
  g_ptr_array_set_size (self->publishes, 0);
  g_ptr_array_set_size (self->left, 0);
  self->ledger = NULL;
}
