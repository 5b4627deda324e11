/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/mb-journal-private.h"
#include "store/mb-journal-threads.h"

#include "core/base/mb-error.h"

/* The opener's side of the journal: what is asked goes to its threads as jobs, and everything comes back
 * through cross_to_opener(); nothing else crosses. A job's task keeps the journal alive, and jobs end
 * in the opener's thread, so a journal never ends in its own threads. */

enum
{
  COMMITTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _MbJournal
{
  GObject parent_instance;

  GMainContext *context;
  MbJournalThreads *threads;
  gboolean read_only;
  gboolean closed;
  MbHead head;
  guint commit;   /* that was told of last, MbDelivery.commit */
  GQueue waiting; /* MbJob: done, to be answered; what stays are reads that saw a commit still on its way */
};

G_DEFINE_FINAL_TYPE (MbJournal, mb_journal, G_TYPE_OBJECT)

/* What the crossing carries. */
typedef struct
{
  MbJournal *self; /* kept alive by the jobs' tasks */
  MbDelivery *delivery;
} Crossing;

static void
crossing_free (gpointer data)
{
  Crossing *crossing = data;

  mb_delivery_free (crossing->delivery);
  g_free (crossing);
}

static void
answer (MbJob *job)
{
  if (job->error != NULL)
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  else if (job->range != NULL)
    g_task_return_pointer (job->task, g_steal_pointer (&job->range), (GDestroyNotify) mb_range_free);
  else
    g_task_return_boolean (job->task, TRUE);
}

/* The reading thread can see a commit whose delivery is still under way. Its answer waits for that, so
 * that nobody has to think about what a read knows and has not been told yet: a range says how far it goes; work
 * waits for any commit that had begun. Beside a foreign writer nothing is told at all. */
static gboolean
is_early (MbJournal *self, const MbJob *job)
{
  if (self->read_only)
    return FALSE;
  if (job->verb != MB_JOB_QUERY)
    return FALSE;
  if (job->range != NULL)
    return job->range->upto.number > self->head.number;
  return job->work != NULL && (gint) (job->seen - self->commit) > 0;
}

static void
answer_waiting (MbJournal *self)
{
  guint n = g_queue_get_length (&self->waiting);
  MbJob *job;

  while (n-- > 0 && (job = g_queue_pop_head (&self->waiting)) != NULL)
    if (is_early (self, job))
      g_queue_push_tail (&self->waiting, job);
    else
      {
        answer (job);
        mb_job_free (job);
      }
}

/* Who wrote is told before those who read it meanwhile. */
static void
take_jobs (MbJournal *self, MbDelivery *delivery)
{
  while (delivery->jobs->len > 0)
    {
      MbJob *job = g_ptr_array_steal_index (delivery->jobs, delivery->jobs->len - 1);

      if (job->verb != MB_JOB_APPEND)
        g_queue_push_tail (&self->waiting, job);
      else
        {
          g_queue_push_head (&self->waiting, job);
          self->commit = delivery->commit;
        }
    }
}

static gboolean
on_crossed (gpointer data)
{
  Crossing *crossing = data;
  MbDelivery *delivery = crossing->delivery;
  g_autoptr (MbJournal) self = g_object_ref (crossing->self);

  if (delivery->head.position[0] != '\0')
    self->head = delivery->head;
  if (delivery->changes->len > 0)
    g_signal_emit (self, signals[COMMITTED], 0, delivery->changes, &self->head);

  take_jobs (self, delivery);
  answer_waiting (self);
  return G_SOURCE_REMOVE;
}

/* The one way from the journal's threads to the opener's. */
static void
cross_to_opener (MbDelivery *delivery, gpointer data)
{
  Crossing *crossing = g_new0 (Crossing, 1);
  g_autoptr (GSource) source = g_idle_source_new ();
  g_autoptr (GMainContext) context = NULL;

  crossing->self = data;
  crossing->delivery = delivery;
  context = g_main_context_ref (crossing->self->context);
  g_source_set_static_name (source, "mb-journal");
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_crossed, crossing, crossing_free);
  g_source_attach (source, context);
}

static void
mb_journal_finalize (GObject *object)
{
  MbJournal *self = MB_JOURNAL (object);

  if (!self->closed)
    mb_journal_threads_push (self->threads, mb_job_new (MB_JOB_STOP, NULL));
  mb_journal_threads_free (self->threads);
  g_main_context_unref (self->context);

  G_OBJECT_CLASS (mb_journal_parent_class)->finalize (object);
}

static void
mb_journal_class_init (MbJournalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mb_journal_finalize;

  /**
   * MbJournal::committed: a commit that changed something is durable.
   * @changes: GPtrArray of MbChange in order, of one or many transactions
   * @head: MbHead *
   */
  signals[COMMITTED] = g_signal_new ("committed", MB_TYPE_JOURNAL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 2, G_TYPE_PTR_ARRAY, G_TYPE_POINTER);
}

static void
mb_journal_init (MbJournal *self)
{
  g_queue_init (&self->waiting);
  self->context = g_main_context_ref_thread_default ();
}

MbJournal *
mb_journal_new (MbJournalStorage *storage, MbClock *clock, const MbClerkFuncs *funcs, gpointer clerk)
{
  MbJournal *self = g_object_new (MB_TYPE_JOURNAL, NULL);

  self->read_only = funcs == NULL;
  self->threads = mb_journal_threads_new (storage, clock, funcs, clerk, cross_to_opener, self);
  return self;
}

void
mb_journal_open_async (MbJournal *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, mb_journal_open_async);
  mb_journal_threads_push (self->threads, mb_job_new (MB_JOB_OPEN, task));
  mb_journal_threads_start (self->threads);
}

void
mb_journal_open_now (MbJournal *self)
{
  mb_journal_threads_open_now (self->threads, &self->head);
  mb_journal_threads_start (self->threads);
}

/* @job: (transfer full) */
static void
submit (MbJournal *self, MbJob *job)
{
  if (!self->closed)
    {
      mb_journal_threads_push (self->threads, job);
      return;
    }

  g_task_return_new_error (job->task, MB_ERROR, MB_ERROR_BUSY, "The journal is being closed");
  mb_job_free (job);
}

void
mb_journal_append_async (MbJournal *self, MbTransaction *transaction, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;
  MbJob *job;

  g_return_if_fail (MB_IS_JOURNAL (self));
  g_return_if_fail (transaction != NULL);
  g_return_if_fail (!self->read_only);
  g_return_if_fail (transaction->idempotency_key == NULL || transaction->body_digest != NULL);

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, mb_journal_append_async);
  g_task_set_check_cancellable (task, FALSE);
  job = mb_job_new (MB_JOB_APPEND, task);
  job->transaction = mb_transaction_ref (transaction);
  submit (self, job);
}

gboolean
mb_journal_append_finish (MbJournal *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
mb_journal_work_async (MbJournal *self, gboolean writing, MbJournalWork func, gpointer work, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;
  MbJob *job;

  g_return_if_fail (MB_IS_JOURNAL (self));
  g_return_if_fail (!writing || !self->read_only);

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, mb_journal_work_async);
  g_task_set_task_data (task, work, NULL);
  g_task_set_check_cancellable (task, !writing);
  job = mb_job_new (writing ? MB_JOB_APPEND : MB_JOB_QUERY, task);
  job->work = func;
  submit (self, job);
}

gboolean
mb_journal_work_finish (MbJournal *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
ask (MbJournal *self, MbJournalQuery *query, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);
  MbJob *job = mb_job_new (MB_JOB_QUERY, task);

  g_task_set_source_tag (task, ask);
  job->query = query;
  submit (self, job);
}

void
mb_journal_delta_async (MbJournal *self, const char *after, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer data)
{
  MbJournalQuery *query;

  g_return_if_fail (MB_IS_JOURNAL (self));

  query = mb_journal_query_new (MB_QUERY_DELTA);
  query->position = g_strdup (after);
  ask (self, query, cancellable, callback, data);
}

void
mb_journal_fold_async (MbJournal *self, const char *kind, const char *position, const char *as_of,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  MbJournalQuery *query;

  g_return_if_fail (MB_IS_JOURNAL (self));
  g_return_if_fail (position == NULL || as_of == NULL);

  query = mb_journal_query_new (MB_QUERY_FOLD);
  query->kind = g_strdup (kind);
  query->position = g_strdup (position);
  query->as_of = g_strdup (as_of);
  ask (self, query, cancellable, callback, data);
}

void
mb_journal_history_async (MbJournal *self, const char *kind, const char *as_of, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  MbJournalQuery *query;

  g_return_if_fail (MB_IS_JOURNAL (self));
  g_return_if_fail (kind != NULL && as_of != NULL);

  query = mb_journal_query_new (MB_QUERY_HISTORY);
  query->kind = g_strdup (kind);
  query->as_of = g_strdup (as_of);
  ask (self, query, cancellable, callback, data);
}

void
mb_journal_page_async (MbJournal *self, const char *after, guint limit, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  MbJournalQuery *query;

  g_return_if_fail (MB_IS_JOURNAL (self));

  query = mb_journal_query_new (MB_QUERY_PAGE);
  query->position = g_strdup (after);
  query->limit = limit;
  ask (self, query, cancellable, callback, data);
}

void
mb_journal_get_async (MbJournal *self, const char *kind, const char *id, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer data)
{
  MbJournalQuery *query;

  g_return_if_fail (MB_IS_JOURNAL (self));
  g_return_if_fail (kind != NULL && id != NULL);

  query = mb_journal_query_new (MB_QUERY_GET);
  query->kind = g_strdup (kind);
  query->id = g_strdup (id);
  ask (self, query, cancellable, callback, data);
}

MbRange *
mb_journal_range_finish (MbJournal *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
mb_journal_close_async (MbJournal *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (MB_IS_JOURNAL (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, mb_journal_close_async);
  g_task_set_check_cancellable (task, FALSE);
  submit (self, mb_job_new (MB_JOB_STOP, task));
  self->closed = TRUE;
}

gboolean
mb_journal_close_finish (MbJournal *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
mb_journal_get_head (MbJournal *self, MbHead *head)
{
  g_return_if_fail (MB_IS_JOURNAL (self));
  g_return_if_fail (head != NULL);

  *head = self->head;
}
