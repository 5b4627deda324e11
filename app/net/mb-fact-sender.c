/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-net"

#include "net/mb-fact-sender.h"

#include "core/base/mb-backoff.h"
#include "core/base/mb-error.h"
#include "core/wire/mb-json-members.h"
#include "net/mb-hub-client.h"

#include <string.h>

/* One thing after the other: take, post, settle, take again; whatever fails on the way is tried again from the
 * taking. Nothing is remembered that the outbox does not know. */

#define BATCH 1000
#define FIRST_MS 1000
#define LIMIT_MS 30000

struct _MbFactSender
{
  GObject parent_instance;

  MbOutbox *outbox;
  char *hub, *market;
  GMainContext *context;
  GCancellable *cancellable;
  GThread *thread;
  gint stopping; /* atomic */

  /* the thread's own */
  MbHubClient *client;
  GRand *random;
  MbBackoff backoff;
  MbOutboxBatch *batch;
  guint n_sent;     /* so many of it are with the hub */
  guint n_most;     /* so many at once: fewer while one that is refused is looked for */
  gboolean pending; /* an answer is awaited */
  GSource *wait;
};

G_DEFINE_FINAL_TYPE (MbFactSender, mb_fact_sender, G_TYPE_OBJECT)

static void take (MbFactSender *self);

static gboolean
on_waited (gpointer data)
{
  MbFactSender *self = data;

  g_clear_pointer (&self->wait, g_source_unref);
  take (self);
  return G_SOURCE_REMOVE;
}

static void
try_later (MbFactSender *self)
{
  self->wait = g_timeout_source_new (mb_backoff_next (&self->backoff));
  g_source_set_callback (self->wait, on_waited, self, NULL);
  g_source_attach (self->wait, self->context);
}

static gboolean
is_stopping (MbFactSender *self)
{
  return g_atomic_int_get (&self->stopping) != 0;
}

static void
on_settled (GObject *source, GAsyncResult *result, gpointer data)
{
  MbFactSender *self = data;

  self->pending = FALSE;
  if (is_stopping (self))
    return;

  /* What could not be taken out comes again, and is counted once. */
  if (mb_outbox_settle_finish (self->outbox, result, NULL))
    take (self);
  else
    try_later (self);
}

static void
settle (MbFactSender *self, GHashTable *aside)
{
  self->pending = TRUE;
  mb_outbox_settle_async (self->outbox, self->batch, (gint) self->n_sent, aside, on_settled, self);
}

static gboolean
read_conflicts (MbFactSender *self, const MbJson *json, GHashTable *aside)
{
  MbJsonAt list = MB_JSON_NONE;

  if (!mb_json_member_at (json, 0, "conflicts", MB_JSON_OPTIONAL, MB_JSON_ARRAY, &list, NULL))
    return FALSE;

  for (MbJsonAt at = list != MB_JSON_NONE ? mb_json_first (json, list) : MB_JSON_NONE; at != MB_JSON_NONE;
       at = mb_json_next (json, at))
    {
      gint64 n = 0;

      if (mb_json_get_type_at (json, at) != MB_JSON_OBJECT
          || !mb_json_member_int (json, at, "n", MB_JSON_NEEDED, 1, G_MAXINT64, &n, NULL))
        return FALSE;
      g_hash_table_add (aside, g_memdup2 (&n, sizeof n));
    }
  return TRUE;
}

/* What the hub says it did with each. Only an answer that adds up takes anything out.
 * Returns: (transfer full) (nullable): the numbers that it would not have */
static GHashTable *
read_answer (MbFactSender *self, GBytes *body)
{
  g_autoptr (MbJson) json = mb_json_read (body, MB_JSON_STRICT, NULL);
  g_autoptr (GHashTable) aside = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  gint64 accepted = 0, duplicates = 0;

  if (json == NULL || mb_json_get_type_at (json, 0) != MB_JSON_OBJECT
      || !mb_json_member_int (json, 0, "accepted", MB_JSON_NEEDED, 0, BATCH, &accepted, NULL)
      || !mb_json_member_int (json, 0, "duplicates", MB_JSON_NEEDED, 0, BATCH, &duplicates, NULL)
      || !read_conflicts (self, json, aside)
      || accepted + duplicates + (gint64) g_hash_table_size (aside) != self->n_sent)
    return NULL;
  return g_steal_pointer (&aside);
}

/* Halves what it sends until the one that is refused is alone, and puts that aside. */
static void
narrow (MbFactSender *self)
{
  g_autoptr (GHashTable) aside = NULL;

  if (self->n_sent > 1)
    {
      self->n_most = self->n_sent / 2;
      take (self);
      return;
    }

  aside = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_hash_table_add (aside, &g_array_index (self->batch->ns, gint64, 0));
  self->n_most = BATCH;
  settle (self, aside);
}

static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, MB_ERROR, MB_ERROR_INVALID) || g_error_matches (error, MB_ERROR, MB_ERROR_SYNTAX)
         || g_error_matches (error, MB_ERROR, MB_ERROR_TOO_LARGE);
}

static void
on_posted (GObject *source, GAsyncResult *result, gpointer data)
{
  MbFactSender *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = mb_hub_client_send_finish (MB_HUB_CLIENT (source), result, &error);
  g_autoptr (GHashTable) aside = body != NULL ? read_answer (self, body) : NULL;

  self->pending = FALSE;
  if (is_stopping (self))
    return;

  if (aside != NULL)
    {
      mb_backoff_reset (&self->backoff);
      self->n_most = MIN (2 * self->n_most, BATCH);
      settle (self, aside);
    }
  else if (is_refusal (error))
    narrow (self);
  else
    try_later (self);
}

/* The first @n lines. */
static GBytes *
cut (GBytes *body, guint n)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length), *at = text;

  while (n-- > 0)
    at = (const char *) memchr (at, '\n', length - (gsize) (at - text)) + 1;
  return g_bytes_new_from_bytes (body, 0, (gsize) (at - text));
}

static void
post (MbFactSender *self)
{
  g_autoptr (GBytes) body = NULL;

  self->n_sent = MIN (self->batch->ns->len, self->n_most);
  body = cut (self->batch->body, self->n_sent);
  self->pending = TRUE;
  mb_hub_client_post_facts_async (self->client, body, self->cancellable, on_posted, self);
}

static void
on_taken (GObject *source, GAsyncResult *result, gpointer data)
{
  MbFactSender *self = data;

  self->pending = FALSE;
  g_clear_pointer (&self->batch, mb_outbox_batch_free);
  self->batch = mb_outbox_take_finish (self->outbox, result, NULL);
  if (is_stopping (self))
    return;

  if (self->batch != NULL)
    post (self);
  else
    try_later (self);
}

static void
take (MbFactSender *self)
{
  self->pending = TRUE;
  mb_outbox_take_async (self->outbox, BATCH, self->cancellable, on_taken, self);
}

static gpointer
run_thread (gpointer data)
{
  MbFactSender *self = data;

  g_main_context_push_thread_default (self->context);
  self->client = mb_hub_client_new (self->hub, self->market);
  take (self);
  while (!is_stopping (self) || self->pending)
    g_main_context_iteration (self->context, TRUE);

  if (self->wait != NULL)
    g_source_destroy (self->wait);
  g_clear_pointer (&self->wait, g_source_unref);
  g_clear_object (&self->client);
  while (g_main_context_iteration (self->context, FALSE))
    ; /* what the client still had to close */
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static void
mb_fact_sender_dispose (GObject *object)
{
  MbFactSender *self = MB_FACT_SENDER (object);

  if (self->thread != NULL)
    {
      g_atomic_int_set (&self->stopping, 1);
      g_cancellable_cancel (self->cancellable);
      g_main_context_wakeup (self->context);
      g_thread_join (g_steal_pointer (&self->thread));
    }

  G_OBJECT_CLASS (mb_fact_sender_parent_class)->dispose (object);
}

static void
mb_fact_sender_finalize (GObject *object)
{
  MbFactSender *self = MB_FACT_SENDER (object);

  g_clear_pointer (&self->batch, mb_outbox_batch_free);
  g_object_unref (self->outbox);
  g_object_unref (self->cancellable);
  g_main_context_unref (self->context);
  g_rand_free (self->random);
  g_free (self->hub);
  g_free (self->market);

  G_OBJECT_CLASS (mb_fact_sender_parent_class)->finalize (object);
}

static void
mb_fact_sender_class_init (MbFactSenderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mb_fact_sender_dispose;
  G_OBJECT_CLASS (klass)->finalize = mb_fact_sender_finalize;
}

static void
mb_fact_sender_init (MbFactSender *self)
{
  self->context = g_main_context_new ();
  self->cancellable = g_cancellable_new ();
  self->n_most = BATCH;
}

MbFactSender *
mb_fact_sender_new (MbOutbox *outbox, const char *hub, const char *market, guint seed)
{
  MbFactSender *self;

  g_return_val_if_fail (MB_IS_OUTBOX (outbox), NULL);
  g_return_val_if_fail (hub != NULL && market != NULL, NULL);

  self = g_object_new (MB_TYPE_FACT_SENDER, NULL);
  self->outbox = g_object_ref (outbox);
  self->hub = g_strdup (hub);
  self->market = g_strdup (market);
  self->random = g_rand_new_with_seed (seed);
  mb_backoff_init (&self->backoff, FIRST_MS, LIMIT_MS, self->random);
  return self;
}

void
mb_fact_sender_set_patience (MbFactSender *self, guint first_ms, guint limit_ms)
{
  g_return_if_fail (MB_IS_FACT_SENDER (self));
  g_return_if_fail (self->thread == NULL);

  mb_backoff_init (&self->backoff, first_ms, limit_ms, self->random);
}

void
mb_fact_sender_start (MbFactSender *self)
{
  g_return_if_fail (MB_IS_FACT_SENDER (self));
  g_return_if_fail (self->thread == NULL);

  self->thread = g_thread_new ("mb-fact-sender", run_thread, self);
}
