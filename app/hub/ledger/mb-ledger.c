/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/ledger/mb-ledger.h"

#include "core/base/mb-error.h"
#include "hub/clerk/mb-clerk.h"
#include "store/sqlite/mb-sqlite-journal.h"

enum
{
  PUBLISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _MbLedger
{
  GObject parent_instance;

  char *id;
  MbClerk *clerk; /* the journal's thread's, until that is closed */
  MbJournal *journal;
  MbFacts *facts;
  char *trouble; /* why the last write failed, as the log has it; NULL: it did not */
  gboolean probing;
};

G_DEFINE_FINAL_TYPE (MbLedger, mb_ledger, G_TYPE_OBJECT)

static void
mb_ledger_dispose (GObject *object)
{
  MbLedger *self = MB_LEDGER (object);

  g_clear_object (&self->facts);
  g_clear_object (&self->journal);

  G_OBJECT_CLASS (mb_ledger_parent_class)->dispose (object);
}

static void
mb_ledger_finalize (GObject *object)
{
  MbLedger *self = MB_LEDGER (object);

  g_clear_pointer (&self->clerk, mb_clerk_free);
  g_free (self->trouble);
  g_free (self->id);

  G_OBJECT_CLASS (mb_ledger_parent_class)->finalize (object);
}

static void
mb_ledger_class_init (MbLedgerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mb_ledger_dispose;
  G_OBJECT_CLASS (klass)->finalize = mb_ledger_finalize;

  signals[PUBLISHED] = g_signal_new ("published", MB_TYPE_LEDGER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                     1, G_TYPE_POINTER);
}

static void
mb_ledger_init (MbLedger *self)
{
  self->clerk = mb_clerk_new ();
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbLedger *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->journal = mb_sqlite_journal_open_finish (result, &error);
  if (self->journal == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self->facts = mb_facts_new (self->journal);
  g_task_return_pointer (task, g_object_ref (self), g_object_unref);
}

void
mb_ledger_open_async (const char *id, const char *path, gboolean create, MbClock *clock, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  MbLedger *self = g_object_new (MB_TYPE_LEDGER, NULL);

  self->id = g_strdup (id);
  g_task_set_source_tag (task, mb_ledger_open_async);
  g_task_set_task_data (task, self, g_object_unref);
  mb_sqlite_journal_open_async (path, create ? MB_SQLITE_CREATE : MB_SQLITE_NONE, clock, &mb_clerk_funcs, self->clerk,
                                cancellable, on_opened, task);
}

MbLedger *
mb_ledger_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
mb_ledger_get_id (MbLedger *self)
{
  return self->id;
}

MbJournal *
mb_ledger_get_journal (MbLedger *self)
{
  return self->journal;
}

MbFacts *
mb_ledger_get_facts (MbLedger *self)
{
  return self->facts;
}

/* What a reader of the answer can mend is no trouble of the store's; nor is that it is being closed. */
static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, MB_ERROR, MB_ERROR_INVALID) || g_error_matches (error, MB_ERROR, MB_ERROR_CONFLICT) ||
         g_error_matches (error, MB_ERROR, MB_ERROR_DOUBTFUL) ||
         g_error_matches (error, MB_ERROR, MB_ERROR_TOO_LARGE) ||
         g_error_matches (error, MB_ERROR, MB_ERROR_BUSY);
}

/* Each trouble is logged when it begins, not for every write that it costs: the log may stand on the same disk. */
static void
note_failure (MbLedger *self, const GError *error)
{
  if (is_refusal (error))
    return;

  if (g_strcmp0 (self->trouble, error->message) == 0)
    return;

  g_free (self->trouble);
  self->trouble = g_strdup (error->message);
  if (g_error_matches (error, MB_ERROR, MB_ERROR_CORRUPT))
    g_message ("market %s: nothing is written any more: %s; end the hub and put the newest backup in its place: "
               "marketboard-hub restore --market %s --data DIR FILE", self->id, error->message, self->id);
  else
    g_message ("market %s: nothing is written: %s", self->id, error->message);
}

static void
note_success (MbLedger *self)
{
  if (self->trouble == NULL)
    return;

  g_message ("market %s: is written again", self->id);
  g_clear_pointer (&self->trouble, g_free);
}

/* @error: (transfer full) (nullable) */
static void
end_write (MbLedger *self, GTask *task, GError *error)
{
  if (error == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  note_failure (self, error);
  g_task_return_error (task, error);
}

static void
confirm (MbLedger *self, const MbTransaction *transaction)
{
  const MbChange *last;
  MbHead head;

  if (!transaction->publish || transaction->changes->len == 0)
    return;

  last = transaction->changes->pdata[transaction->changes->len - 1];
  mb_head_set (&head, last->number, last->hash);
  g_signal_emit (self, signals[PUBLISHED], 0, &head);
}

static void
on_appended (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbLedger *self = g_task_get_source_object (task);
  const MbTransaction *transaction = g_task_get_task_data (task);
  GError *error = NULL;

  if (mb_journal_append_finish (MB_JOURNAL (source), result, &error))
    {
      confirm (self, transaction);
      /* What wrote nothing says nothing about writing. */
      if (transaction->changes->len > 0 || transaction->idempotency_key != NULL)
        note_success (self);
    }
  end_write (self, task, error);
}

void
mb_ledger_submit_async (MbLedger *self, const char *by, MbChangeRequest *request, const char *key, GBytes *body,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);
  MbTransaction *transaction = mb_transaction_new (by);

  transaction->request = request;
  transaction->publish = request->set->confirm;
  transaction->request_free = (GDestroyNotify) mb_change_request_free;
  if (key != NULL)
    {
      transaction->idempotency_key = g_strdup (key);
      transaction->body_digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, body);
    }

  g_task_set_source_tag (task, mb_ledger_submit_async);
  g_task_set_task_data (task, transaction, (GDestroyNotify) mb_transaction_unref);
  mb_journal_append_async (self->journal, transaction, cancellable, on_appended, task);
}

gboolean
mb_ledger_submit_finish (MbLedger *self, GAsyncResult *result, MbTransaction **transaction, GError **error)
{
  *transaction = mb_transaction_ref (g_task_get_task_data (G_TASK (result)));

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_facts_added (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbLedger *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (mb_facts_append_finish (MB_FACTS (source), result, &error))
    note_success (self);
  end_write (self, task, error);
}

void
mb_ledger_add_facts_async (MbLedger *self, GPtrArray *rows, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);

  g_task_set_source_tag (task, mb_ledger_add_facts_async);
  mb_facts_append_async (self->facts, rows, NULL, on_facts_added, task);
}

gboolean
mb_ledger_add_facts_finish (MbLedger *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_probed (GObject *source, GAsyncResult *result, gpointer data)
{
  MbLedger *self = MB_LEDGER (source);
  g_autoptr (MbTransaction) transaction = NULL;

  self->probing = FALSE;
  mb_ledger_submit_finish (self, result, &transaction, NULL);
}

/* A transaction without changes, but with a key that nobody else has: the least that is written. */
static void
probe (MbLedger *self)
{
  g_autofree char *key = g_strdup_printf ("hub probe %" G_GINT64_FORMAT, g_get_monotonic_time ());
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);

  self->probing = TRUE;
  mb_ledger_submit_async (self, "hub", mb_change_request_new (mb_change_set_new ()), key, nothing, NULL, on_probed,
                          NULL);
}

gboolean
mb_ledger_is_writable (MbLedger *self)
{
  if (self->trouble != NULL && !self->probing)
    probe (self);

  return self->trouble == NULL;
}

static void
on_closed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (mb_journal_close_finish (MB_JOURNAL (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
mb_ledger_close_async (MbLedger *self, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);

  g_task_set_source_tag (task, mb_ledger_close_async);
  mb_journal_close_async (self->journal, NULL, on_closed, task);
}

gboolean
mb_ledger_close_finish (MbLedger *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
